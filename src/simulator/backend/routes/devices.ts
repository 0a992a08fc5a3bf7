import { badRequest, conflict, forbidden, notFound, ok, type Answer } from '../answer.ts';
import type { ApiUser, Device } from '../entities.ts';
import { refusalAnswers } from '../invented.ts';
import { pageOf } from '../page-of.ts';
import type { Registry } from '../registry.ts';
import type { Route, RouteRequest } from '../route.ts';
import { deviceCreation, deviceListQuery, devicePath, deviceQuery, readJson, validate, validateBody } from '../schema.ts';
import { deviceView } from '../views/device-view.ts';
import { deviceNumber } from '../wire-id.ts';

const createDevice = ({ world, user, body, now, url }: RouteRequest): Answer => {
  if (user.rights !== 'write') return forbidden();
  const request = validateBody(deviceCreation, body);
  if (!request.ok) return badRequest(request.errors);
  const order = { ...request.value, productCertificate: request.value.productCertificate?.key ?? null };
  const outcome = world.create(order, { by: user, at: now });
  if (outcome.kind === 'refused') return refusalAnswers[outcome.refusal];
  if (outcome.kind === 'foreign device type') return forbidden();
  if (outcome.kind === 'exists') return conflict;
  const { id } = outcome.device;
  return { status: 201, headers: { location: `${url.replace(/\/$/, '')}/${id}` }, body: { id } };
};

/** Arrivals are counted by the ID alone, however wrong the rest is; without one there is nothing to count. */
const countArrival = ({ world, body, now }: Pick<RouteRequest, 'world' | 'body' | 'now'>): void => {
  const path = validate(devicePath.loose(), readJson(body), 'body');
  if (path.ok) world.ledger.record('arrived', path.value.id, now);
};

const ownDevice = (world: Registry, user: ApiUser, id: string): readonly Device[] => {
  const device = world.device(id);
  return device !== undefined && world.owner(device) === user.groupId ? [device] : [];
};

const listDevices = ({ world, user, query, url }: RouteRequest): Answer => {
  const asked = validate(deviceListQuery, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const { id, groupIds, deviceTypeId, minId = '0', maxId = 'FFFFFFFF', sort, fields } = asked.value;
  const own = id === undefined ? world.devices(user.groupId) : ownDevice(world, user, id);
  const found = own
    .filter((device) => deviceTypeId === undefined || device.deviceTypeId === deviceTypeId)
    .filter(() => groupIds === undefined || groupIds.includes(user.groupId))
    .filter((device) => deviceNumber(device.id) >= deviceNumber(minId) && deviceNumber(device.id) <= deviceNumber(maxId))
    .toSorted(orders[sort]);
  const page = pageOf(found, asked.value, { url, query });
  return ok({ ...page, data: page.data.map((device) => deviceView(device, { world, user, fields })) });
};

const readDevice = ({ world, user, params, query }: RouteRequest): Answer => {
  const path = validate(devicePath, params, 'path');
  if (!path.ok) return badRequest(path.errors);
  const asked = validate(deviceQuery, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const device = world.device(path.value.id);
  if (device === undefined) return notFound;
  if (world.owner(device) !== user.groupId) return forbidden();
  return ok(deviceView(device, { world, user, fields: asked.value.fields }));
};

type Order = (a: Device, b: Device) => number;
const ascendingId: Order = (a, b) => deviceNumber(a.id) - deviceNumber(b.id);
const ascendingName: Order = (a, b) => (a.name === b.name ? ascendingId(a, b) : a.name < b.name ? -1 : 1);
const ascendingLastCom: Order = (a, b) => (a.firstFrame?.at ?? 0) - (b.firstFrame?.at ?? 0) || ascendingId(a, b);

const orders = {
  id: ascendingId,
  '-id': (a, b) => ascendingId(b, a),
  name: ascendingName,
  '-name': (a, b) => ascendingName(b, a),
  lastCom: ascendingLastCom,
  '-lastCom': (a, b) => ascendingLastCom(b, a),
} satisfies Record<string, Order>;

export const deviceRoutes: readonly Route[] = [
  { method: 'POST', path: '/v2/devices/', answer: createDevice, arrived: countArrival },
  { method: 'GET', path: '/v2/devices/', answer: listDevices },
  { method: 'GET', path: '/v2/devices/{id}', answer: readDevice },
];
