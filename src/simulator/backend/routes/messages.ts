import { badRequest, ok, type Answer } from '../answer.ts';
import { emptyWindow } from '../invented.ts';
import { pageOf } from '../page-of.ts';
import { ownShownDevice } from '../read-entity.ts';
import type { Route, RouteRequest } from '../route.ts';
import { messageListQuery } from '../schema.ts';
import { validate } from '../validate.ts';
import { messageView } from '../views/message-view.ts';

/** Latest first. `since` and `before` are included. */
const listMessages = (request: RouteRequest): Answer => {
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

const readMetric = (request: RouteRequest): Answer => {
  const own = ownShownDevice(request);
  return own.ok ? ok(request.world.messages.metric(own.entity.id, request.now)) : own.answer;
};

export const messageRoutes: readonly Route[] = [
  { method: 'GET', path: '/v2/devices/{id}/messages', answer: listMessages },
  { method: 'GET', path: '/v2/devices/{id}/messages/metric', answer: readMetric },
];
