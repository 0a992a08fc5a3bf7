import * as z from 'zod';
import { badRequest, forbidden, notFound, ok, type Answer } from './answer.ts';
import type { RouteRequest } from './route.ts';
import { entityPath, validate } from './schema.ts';

/** What the single look-ups of a group's belongings have in common. */
export interface EntityLookUp<T, Q extends z.ZodType> {
  readonly query: Q;
  find(id: string): T | undefined;
  owner(entity: T): string;
  view(entity: T, query: z.output<Q>): unknown;
}

/** 400 for a malformed id or query, 404 for nothing there, 403 for another group's. */
export const readEntity = <T, Q extends z.ZodType>(request: RouteRequest, lookUp: EntityLookUp<T, Q>): Answer => {
  const path = validate(entityPath, request.params, 'path');
  if (!path.ok) return badRequest(path.errors);
  const asked = validate(lookUp.query, Object.fromEntries(request.query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const entity = lookUp.find(path.value.id);
  if (entity === undefined) return notFound;
  return lookUp.owner(entity) === request.user.groupId ? ok(lookUp.view(entity, asked.value)) : forbidden();
};
