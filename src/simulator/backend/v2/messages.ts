import { badRequest, ok, type ApiAnswer } from '../http/answer.ts';
import { reference, type Fields } from '../http/fields.ts';
import { pageOf } from '../http/page-of.ts';
import { ownShownDevice } from '../http/read-entity.ts';
import type { ApiRoute, ApiRequest } from '../http/route.ts';
import { messageListQuery } from '../http/schema.ts';
import { validate } from '../http/validate.ts';
import { emptyWindow } from '../invented.ts';
import type { Device, Message } from '../world/entities.ts';

/** Latest first. `since` and `before` are included. */
const listMessages = (request: ApiRequest): ApiAnswer => {
  const { world, query, url, now } = request;
  const asked = validate(messageListQuery, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const own = ownShownDevice(request);
  if (!own.ok) return own.answer;
  const { since = 0, before = Number.MAX_SAFE_INTEGER, fields } = asked.value;
  if (since > before) return emptyWindow;
  const found = world.messages.history(own.entity.id, now).filter(({ at }) => at >= since && at <= before);
  const page = pageOf((skip) => found.slice(skip), asked.value, { url, query });
  return ok({ ...page, data: page.data.map((message) => messageView(message, own.entity, fields)) });
};

const readMetric = (request: ApiRequest): ApiAnswer => {
  const own = ownShownDevice(request);
  return own.ok ? ok(request.world.messages.metric(own.entity.id, request.now)) : own.answer;
};

export const messageRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/v2/devices/{id}/messages', answer: listMessages },
  { method: 'GET', path: '/v2/devices/{id}/messages/metric', answer: readMetric },
];

/** @source official API description: link quality "good"; a message is sent in three frames unless the device says otherwise */
const good = 2;
const framesOfMessage = 3;

/** No base station is part of this world, so `rinfos` is empty. */
export const messageView = (message: Message, device: Device, fields: Fields = new Map()): Record<string, unknown> => ({
  device: reference({ id: device.id, name: device.name }, fields.get('device')),
  time: message.at,
  data: message.payload,
  ...(fields.has('ackRequired') && { ackRequired: false }),
  lqi: good,
  seqNumber: message.sequenceNumber,
  nbFrames: framesOfMessage,
  computedLocation: [],
  rinfos: [],
});
