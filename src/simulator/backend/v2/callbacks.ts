import { badRequest, ok, type ApiAnswer } from '../http/answer.ts';
import { pageOf } from '../http/page-of.ts';
import { ownDeviceType } from '../http/read-entity.ts';
import type { ApiRoute, ApiRequest } from '../http/route.ts';
import { undeliveredListQuery } from '../http/schema.ts';
import { validate } from '../http/validate.ts';
import { callbackView, undeliveredView } from './views/callback-view.ts';

/** All of them: this list has no pages. @source official API description */
const listCallbacks = (request: ApiRequest): ApiAnswer => {
  const own = ownDeviceType(request);
  return own.ok ? ok({ data: (own.entity.callbacks ?? []).map(callbackView) }) : own.answer;
};

/** Latest first; `since` and `before` are included. */
const listUndelivered = (request: ApiRequest): ApiAnswer => {
  const { query, url } = request;
  const asked = validate(undeliveredListQuery, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const own = ownDeviceType(request);
  if (!own.ok) return own.answer;
  const { since = 0, before = Number.MAX_SAFE_INTEGER } = asked.value;
  const { callbacks = [], undelivered = [] } = own.entity;
  const found = undelivered.filter(({ at }) => at >= since && at <= before).toSorted((a, b) => b.at - a.at);
  const page = pageOf((skip) => found.slice(skip), asked.value, { url, query });
  const data = page.data.map((message) =>
    undeliveredView(message, {
      deviceType: own.entity,
      callback: callbacks.find(({ id }) => id === message.callbackId),
    }),
  );
  return ok({ ...page, data });
};

/** What becomes of the messages of a device type's units. */
export const callbackRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/v2/device-types/{id}/callbacks', answer: listCallbacks },
  { method: 'GET', path: '/v2/device-types/{id}/callbacks-not-delivered', answer: listUndelivered },
];
