import { badRequest, ok, type ApiAnswer } from '../http/answer.ts';
import type { DeviceTypeEntity } from '../world/entities.ts';
import { pageOf } from '../http/page-of.ts';
import { readEntity } from '../http/read-entity.ts';
import type { ApiRoute, ApiRequest } from '../http/route.ts';
import { deviceTypeListQuery, deviceTypeQuery } from '../http/schema.ts';
import { validate } from '../http/validate.ts';
import { deviceTypeView, regularPayload } from './views/device-type-view.ts';

const listDeviceTypes = ({ world, user, query, url }: ApiRequest): ApiAnswer => {
  const asked = validate(deviceTypeListQuery, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const { name = '', groupIds, contractId, payloadType = regularPayload, sort, fields } = asked.value;
  const found = world
    .deviceTypes(user.groupId)
    .filter((type) => type.name.includes(name))
    .filter(() => groupIds === undefined || groupIds.includes(user.groupId))
    .filter((type) => contractId === undefined || type.contractIds.includes(contractId))
    .filter(() => payloadType === regularPayload)
    .toSorted(orders[sort]);
  const page = pageOf((skip) => found.slice(skip), asked.value, { url, query });
  return ok({ ...page, data: page.data.map((type) => deviceTypeView(type, { world, fields })) });
};

const readDeviceType = (request: ApiRequest): ApiAnswer =>
  readEntity(request, {
    query: deviceTypeQuery,
    find: (id) => request.world.deviceType(id),
    owner: (type) => type.groupId,
    view: (type, { fields }) => deviceTypeView(type, { world: request.world, fields }),
  });

type Order = (a: DeviceTypeEntity, b: DeviceTypeEntity) => number;
const ascendingId: Order = (a, b) => (a.id < b.id ? -1 : 1);
const ascendingName: Order = (a, b) => (a.name === b.name ? ascendingId(a, b) : a.name < b.name ? -1 : 1);

const orders = {
  id: ascendingId,
  '-id': (a, b) => ascendingId(b, a),
  name: ascendingName,
  '-name': (a, b) => ascendingName(b, a),
} satisfies Record<string, Order>;

export const deviceTypeRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/v2/device-types/', answer: listDeviceTypes },
  { method: 'GET', path: '/v2/device-types/{id}', answer: readDeviceType },
];
