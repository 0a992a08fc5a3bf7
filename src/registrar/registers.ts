import type { Backend } from '../backend/backend.ts';

/** What the registrar asks of the backend. */
export type Registers = Pick<Backend, 'create' | 'find'>;
