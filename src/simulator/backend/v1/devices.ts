import { notFound, ok, type ApiAnswer } from '../http/answer.ts';
import { refusalAnswer } from '../invented.ts';
import { ownDevice, ownShownDevice } from '../http/read-entity.ts';
import type { ApiRoute, ApiRequest } from '../http/route.ts';
import { deviceView, tokenStateView } from './device-view.ts';

const readDevice = (request: ApiRequest): ApiAnswer => {
  const own = ownShownDevice(request);
  if (own.ok && request.reticence.comparesIdsAsText && request.params['id'] !== own.entity.id) return notFound;
  return own.ok ? ok(deviceView(own.entity, request)) : own.answer;
};

const readTokenState = (request: ApiRequest): ApiAnswer => {
  const own = ownShownDevice(request);
  return own.ok ? ok(tokenStateView(own.entity)) : own.answer;
};

/** Only without messages and without a token. @source official v1 reference, which has no body for calls that only do something */
const deleteDevice = (request: ApiRequest): ApiAnswer => {
  const own = ownDevice(request);
  if (!own.ok) return own.answer;
  const { world } = request;
  const refusal = world.messages.isEmpty(own.entity.id) ? world.remove(own.entity, request.now) : 'has spoken';
  return refusal === null ? { status: 200 } : refusalAnswer(refusal);
};

export const v1DeviceRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/api/devices/{id}', answer: readDevice },
  { method: 'GET', path: '/api/devices/{id}/token-state', answer: readTokenState },
  { method: 'POST', path: '/api/devices/{id}/delete', answer: deleteDevice },
];
