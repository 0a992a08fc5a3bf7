import { badRequest, noContent, ok, type Answer } from '../answer.ts';
import { deviceCreation, deviceUpdate, editionOf, unsubscription } from '../bodies.ts';
import { countArrivals } from '../count-arrivals.ts';
import type { ApiUser, Device } from '../entities.ts';
import { refusalAnswer } from '../invented.ts';
import { pageOf } from '../page-of.ts';
import { ownDevice } from '../read-entity.ts';
import type { Refusal } from '../refusal.ts';
import type { Registry } from '../registry.ts';
import type { Route, RouteRequest } from '../route.ts';
import { deviceListQuery, deviceQuery } from '../schema.ts';
import { validate, validateBody } from '../validate.ts';
import { deviceView } from '../views/device-view.ts';
import { deviceNumber } from '../wire-id.ts';

const createDevice = ({ world, user, body, now, url }: RouteRequest): Answer => {
  const request = validateBody(deviceCreation, body);
  if (!request.ok) return badRequest(request.errors);
  const order = { ...request.value, productCertificate: request.value.productCertificate?.key ?? null };
  const outcome = world.create(order, { by: user, at: now });
  if (outcome.kind === 'refused') return refusalAnswer(outcome.refusal);
  const { id } = outcome.device;
  return { status: 201, headers: { location: `${url.replace(/\/$/, '')}/${id}` }, body: { id } };
};

const oneDevice = (world: Registry, user: ApiUser, id: string): readonly Device[] => {
  const device = world.device(id);
  return device !== undefined && world.owner(device) === user.groupId ? [device] : [];
};

const listDevices = ({ world, user, query, url }: RouteRequest): Answer => {
  const asked = validate(deviceListQuery, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const { id, groupIds, deviceTypeId, minId = '0', maxId = 'FFFFFFFF', sort, fields } = asked.value;
  const isWanted = (device: Device): boolean =>
    (deviceTypeId === undefined || device.deviceTypeId === deviceTypeId) &&
    deviceNumber(device.id) >= deviceNumber(minId) &&
    deviceNumber(device.id) <= deviceNumber(maxId);
  const own = id === undefined ? world.devices({ groupId: user.groupId, deviceTypeId, sort, minId, maxId }) : oneDevice(world, user, id).filter(isWanted);
  const found = groupIds === undefined || groupIds.includes(user.groupId) ? own : [];
  const page = pageOf(found, asked.value, { url, query });
  return ok({ ...page, data: page.data.map((device) => deviceView(device, { world, user, fields })) });
};

const readDevice = (request: RouteRequest): Answer => {
  const { world, user, query } = request;
  const asked = validate(deviceQuery, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const own = ownDevice(request);
  return own.ok ? ok(deviceView(own.entity, { world, user, fields: asked.value.fields })) : own.answer;
};

const updateDevice = (request: RouteRequest): Answer => {
  const update = validateBody(deviceUpdate, request.body);
  if (!update.ok) return badRequest(update.errors);
  return change(request, (device) => request.world.edit(device, editionOf(update.value), { by: request.user, at: request.now }));
};

const deleteDevice = (request: RouteRequest): Answer => change(request, (device) => request.world.remove(device));

const unsubscribeDevice = (request: RouteRequest): Answer => {
  const asked = validateBody(unsubscription, request.body);
  if (!asked.ok) return badRequest(asked.errors);
  return change(request, (device) => request.world.subscriptions.unsubscribe(device, asked.value.unsubscriptionTime));
};

const disengageDevice = (request: RouteRequest): Answer =>
  change(request, (device) => {
    request.world.disengage(device);
    return null;
  });

/** 204, unless the device is not there, not the group's, or the change is refused. */
const change = (request: RouteRequest, carryOut: (device: Device) => Refusal | null): Answer => {
  const own = ownDevice(request);
  if (!own.ok) return own.answer;
  const refusal = carryOut(own.entity);
  return refusal === null ? noContent : refusalAnswer(refusal);
};

export const deviceRoutes: readonly Route[] = [
  { method: 'POST', path: '/v2/devices/', answer: createDevice, arrived: countArrivals((body) => [body]) },
  { method: 'GET', path: '/v2/devices/', answer: listDevices },
  { method: 'GET', path: '/v2/devices/{id}', answer: readDevice },
  { method: 'PUT', path: '/v2/devices/{id}', answer: updateDevice },
  { method: 'DELETE', path: '/v2/devices/{id}', answer: deleteDevice },
  { method: 'PUT', path: '/v2/devices/{id}/unsubscribe', answer: unsubscribeDevice },
  { method: 'POST', path: '/v2/devices/{id}/disengage', answer: disengageDevice },
];
