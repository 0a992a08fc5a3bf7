import { badRequest, forbidden, ok, type ApiAnswer } from '../http/answer.ts';
import type { DeviceTypeEntity } from '../world/entities.ts';
import { pageOf } from '../http/page-of.ts';
import { ownDeviceType } from '../http/read-entity.ts';
import type { ApiRoute, ApiRequest } from '../http/route.ts';
import { validate } from '../http/validate.ts';
import { deviceList, deviceTypeList } from './bodies.ts';
import { listedDeviceView } from './device-view.ts';

/** @source official v1 reference: plain ids where v2 has references, payload types as words */
const deviceTypeView = ({ id, name, groupId, contractIds }: DeviceTypeEntity): Record<string, unknown> => ({
  id,
  name,
  group: groupId,
  keepAlive: 0,
  payloadType: 'None',
  ...(contractIds.length > 0 && { contract: contractIds[0] }),
});

const listDeviceTypes = ({ world, user, query }: ApiRequest): ApiAnswer => {
  const asked = validate(deviceTypeList, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const { contractInfoId } = asked.value;
  const found = world
    .deviceTypes(user.groupId)
    .filter(({ contractIds }) => contractInfoId === undefined || contractIds.includes(contractInfoId));
  return ok({ data: found.map(deviceTypeView) });
};

const readDeviceType = (request: ApiRequest): ApiAnswer => {
  const own = ownDeviceType(request);
  return own.ok ? ok(deviceTypeView(own.entity)) : own.answer;
};

const listDevices = (request: ApiRequest): ApiAnswer => {
  const { world, user, query, url } = request;
  const asked = validate(deviceList, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const own = ownDeviceType(request);
  if (!own.ok) return own.answer;
  const found = (skip: number) =>
    world.shownDevices({ groupId: user.groupId, deviceTypeId: own.entity.id, sort: 'id', skip });
  const page = pageOf(found, asked.value, { url, query });
  return ok({ ...page, data: page.data.map((device) => listedDeviceView(device, request)) });
};

/** Every ID of the device type with its current PAC, in one answer; for those who may see PACs. */
const listPairs = (request: ApiRequest): ApiAnswer => {
  const { world, user, reticence } = request;
  const own = ownDeviceType(request);
  if (!own.ok) return own.answer;
  if (user.rights !== 'write' || reticence.hides.includes('pac')) return forbidden();
  return ok({
    data: Array.from(
      world.shownDevices({ groupId: user.groupId, deviceTypeId: own.entity.id, sort: 'id' }),
      ({ id, pac }) => ({ id, pac }),
    ),
  });
};

export const v1DeviceTypeRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/api/devicetypes', answer: listDeviceTypes },
  { method: 'GET', path: '/api/devicetypes/{id}', answer: readDeviceType },
  { method: 'GET', path: '/api/devicetypes/{id}/devices', answer: listDevices },
  { method: 'GET', path: '/api/devicetypes/{id}/id-pac', answer: listPairs },
];
