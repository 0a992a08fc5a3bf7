import type { Role } from '../../domain/role.ts';

/** Somebody who works at this station. */
export interface Person {
  readonly name: string;
  readonly role: Role;
}
