import { badRequest, noContent, ok, type ApiAnswer } from '../http/answer.ts';
import { deviceCreation, deviceUpdate, editionOf, unsubscription } from './bodies.ts';
import { countArrivals } from '../http/count-arrivals.ts';
import type { Device } from '../world/entities.ts';
import { refusalAnswer } from '../invented.ts';
import { pageOf } from '../http/page-of.ts';
import { ownDevice, ownShownDevice } from '../http/read-entity.ts';
import type { Refusal } from '../world/refusal.ts';
import type { ApiRoute, ApiRequest } from '../http/route.ts';
import { deviceListQuery, deviceQuery } from '../http/schema.ts';
import { validate, validateBody } from '../http/validate.ts';
import { isInRange } from '../world/shown-devices.ts';
import { deviceView } from './views/device-view.ts';

const createDevice = ({ world, user, body, now, url }: ApiRequest): ApiAnswer => {
  const request = validateBody(deviceCreation, body);
  if (!request.ok) return badRequest(request.errors);
  const order = { ...request.value, productCertificate: request.value.productCertificate?.key ?? null };
  const outcome = world.create(order, { by: user, at: now });
  if (outcome.kind === 'refused') return refusalAnswer(outcome.refusal);
  const { id } = outcome.device;
  return { status: 201, headers: { location: `${url.replace(/\/$/, '')}/${id}` }, body: { id } };
};

/** The device of that ID alone, as a list. */
const oneDevice = ({ world, user, reticence }: ApiRequest, id: string): readonly Device[] => {
  const device = world.shownDevice(id);
  if (device === undefined || world.owner(device) !== user.groupId) return [];
  return reticence.comparesIdsAsText && device.id !== id ? [] : [device];
};

const listDevices = (request: ApiRequest): ApiAnswer => {
  const { world, user, query, url, reticence } = request;
  const asked = validate(deviceListQuery, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const { id, groupIds, deviceTypeId, minId, maxId, sort, fields } = asked.value;
  const isWithin = isInRange({ minId, maxId, idsAsText: reticence.comparesIdsAsText });
  const isWanted = (device: Device): boolean =>
    (deviceTypeId === undefined || device.deviceTypeId === deviceTypeId) && isWithin(device.id);
  const found = (skip: number): Iterable<Device> => {
    if (groupIds?.includes(user.groupId) === false) return [];
    if (id !== undefined) return oneDevice(request, id).filter(isWanted).slice(skip);
    return world.shownDevices({
      groupId: user.groupId,
      deviceTypeId,
      sort,
      minId,
      maxId,
      skip,
      idsAsText: reticence.comparesIdsAsText,
    });
  };
  const page = pageOf(found, asked.value, { url, query });
  return ok({ ...page, data: page.data.map((device) => deviceView(device, { ...request, fields })) });
};

const readDevice = (request: ApiRequest): ApiAnswer => {
  const asked = validate(deviceQuery, Object.fromEntries(request.query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const own = ownShownDevice(request);
  return own.ok ? ok(deviceView(own.entity, { ...request, fields: asked.value.fields })) : own.answer;
};

const updateDevice = (request: ApiRequest): ApiAnswer => {
  const update = validateBody(deviceUpdate, request.body);
  if (!update.ok) return badRequest(update.errors);
  return change(request, (device) =>
    request.world.edit(device, editionOf(update.value), { by: request.user, at: request.now }),
  );
};

const deleteDevice = (request: ApiRequest): ApiAnswer =>
  change(request, (device) => request.world.remove(device, request.now));

const unsubscribeDevice = (request: ApiRequest): ApiAnswer => {
  const asked = validateBody(unsubscription, request.body);
  if (!asked.ok) return badRequest(asked.errors);
  return change(request, (device) =>
    request.world.subscriptions.unsubscribe(device, { time: asked.value.unsubscriptionTime, at: request.now }),
  );
};

const disengageDevice = (request: ApiRequest): ApiAnswer =>
  change(request, (device) => {
    request.world.disengage(device, request.now);
    return null;
  });

/** 204, unless the device is not there, not the group's, or the change is refused. */
const change = (request: ApiRequest, carryOut: (device: Device) => Refusal | null): ApiAnswer => {
  const own = ownDevice(request);
  if (!own.ok) return own.answer;
  const refusal = carryOut(own.entity);
  return refusal === null ? noContent : refusalAnswer(refusal);
};

export const deviceRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/v2/devices/', answer: createDevice, arrived: countArrivals((body) => [body]) },
  { method: 'GET', path: '/v2/devices/', answer: listDevices },
  { method: 'GET', path: '/v2/devices/{id}', answer: readDevice },
  { method: 'PUT', path: '/v2/devices/{id}', answer: updateDevice },
  { method: 'DELETE', path: '/v2/devices/{id}', answer: deleteDevice },
  { method: 'PUT', path: '/v2/devices/{id}/unsubscribe', answer: unsubscribeDevice },
  { method: 'POST', path: '/v2/devices/{id}/disengage', answer: disengageDevice },
];
