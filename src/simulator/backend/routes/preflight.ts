import { badRequest, ok, type Answer } from '../answer.ts';
import { pageOf } from '../page-of.ts';
import { readEntity } from '../read-entity.ts';
import type { Route, RouteRequest } from '../route.ts';
import { apiUserListQuery, groupQuery } from '../schema.ts';
import { validate } from '../validate.ts';
import { apiUserView } from '../views/api-user-view.ts';
import { groupView } from '../views/group-view.ts';

const readGroup = (request: RouteRequest): Answer =>
  readEntity(request, {
    query: groupQuery,
    find: (id) => request.world.group(id),
    owner: (group) => group.id,
    view: (group, { authorizations }) => groupView(group, { user: request.user, authorizations }),
  });

const listApiUsers = ({ world, user, query, url }: RouteRequest): Answer => {
  const asked = validate(apiUserListQuery, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const { groupIds, fields } = asked.value;
  const found = groupIds === undefined || groupIds.includes(user.groupId) ? world.apiUsers(user.groupId) : [];
  const page = pageOf((skip) => found.slice(skip), asked.value, { url, query });
  return ok({ ...page, data: page.data.map((listed) => apiUserView(listed, { world, fields })) });
};

/** What is asked before the first unit: the group's quota, and whether login and password are good. */
export const preflightRoutes: readonly Route[] = [
  { method: 'GET', path: '/v2/groups/{id}', answer: readGroup },
  { method: 'GET', path: '/v2/api-users/', answer: listApiUsers },
];
