import { badRequest, ok, type ApiAnswer } from '../http/answer.ts';
import type { Fields } from '../http/fields.ts';
import { pageOf } from '../http/page-of.ts';
import { readEntity } from '../http/read-entity.ts';
import type { ApiRoute, ApiRequest } from '../http/route.ts';
import { apiUserListQuery, groupQuery } from '../http/schema.ts';
import { validate } from '../http/validate.ts';
import type { ApiUser } from '../world/entities.ts';
import type { Registry } from '../world/registry.ts';
import { groupReference, groupView } from './views/group-view.ts';

const readGroup = (request: ApiRequest): ApiAnswer =>
  readEntity(request, {
    query: groupQuery,
    find: (id) => request.world.group(id),
    owner: (group) => group.id,
    view: (group, { authorizations }) => groupView(group, { user: request.user, authorizations }),
  });

const listApiUsers = ({ world, user, query, url }: ApiRequest): ApiAnswer => {
  const asked = validate(apiUserListQuery, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const { groupIds, fields } = asked.value;
  const found = groupIds === undefined || groupIds.includes(user.groupId) ? world.apiUsers(user.groupId) : [];
  const page = pageOf((skip) => found.slice(skip), asked.value, { url, query });
  return ok({ ...page, data: page.data.map((listed) => apiUserView(listed, { world, fields })) });
};

/** What is asked before the first unit: the group's quota, and whether login and password are good. */
export const preflightRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/v2/groups/{id}', answer: readGroup },
  { method: 'GET', path: '/v2/api-users/', answer: listApiUsers },
];

/** Without the password, which nobody who lists users needs. */
export const apiUserView = (
  user: ApiUser,
  { world, fields = new Map() }: { readonly world: Registry; readonly fields?: Fields | undefined },
): Record<string, unknown> => {
  const group = world.group(user.groupId);
  return {
    id: user.id,
    name: user.name,
    timezone: 'Etc/UTC',
    ...(group && { group: groupReference(group, fields.get('group')) }),
  };
};
