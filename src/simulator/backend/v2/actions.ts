import { badRequest, ok, type ApiAnswer } from '../http/answer.ts';
import { bulkAction, bulkUnsubscription } from './bodies.ts';
import { foreignGroup, onOwnDevice } from '../http/bulk-units.ts';
import type { Device } from '../world/entities.ts';
import { findJob } from '../http/read-entity.ts';
import type { Refusal } from '../world/refusal.ts';
import type { ApiRoute, ApiRequest } from '../http/route.ts';
import type { Subscriptions } from '../world/subscriptions.ts';
import { validateBody } from '../http/validate.ts';

type Act = (subscriptions: Subscriptions, device: Device, at: number) => Refusal | null;

/** A job that does one and the same to devices named by nothing but their IDs. */
const actOn =
  (kind: 'restart' | 'suspend' | 'resume', act: Act) =>
  (request: ApiRequest): ApiAnswer => {
    const { world, user, body, startJob, jobStartStatus } = request;
    const refused = foreignGroup(request);
    if (refused !== null) return refused;
    const asked = validateBody(bulkAction, body);
    if (!asked.ok) return badRequest(asked.errors);
    const job = startJob({
      kind,
      groupId: user.groupId,
      deviceTypeId: null,
      units: asked.value.data,
      entity: (id) => id,
      carryOut: (id, at) => onOwnDevice(request, id, (device) => act(world.subscriptions, device, at)),
    });
    return { status: jobStartStatus, body: { jobId: job.id } };
  };

const unsubscribeDevices = (request: ApiRequest): ApiAnswer => {
  const { world, user, body, startJob, jobStartStatus } = request;
  const refused = foreignGroup(request);
  if (refused !== null) return refused;
  const asked = validateBody(bulkUnsubscription, body);
  if (!asked.ok) return badRequest(asked.errors);
  const job = startJob({
    kind: 'unsubscribe',
    groupId: user.groupId,
    deviceTypeId: null,
    units: asked.value.data,
    entity: ({ id }) => id,
    carryOut: ({ id, unsubscriptionTime: time }, at) =>
      onOwnDevice(request, id, (device) => world.subscriptions.unsubscribe(device, { time, at })),
  });
  return { status: jobStartStatus, body: { jobId: job.id } };
};

/** @source official API description: the total stands inside of the status, other than in jobs that create or edit */
const readAction =
  (kind: 'restart' | 'suspend' | 'resume' | 'unsubscribe') =>
  (request: ApiRequest): ApiAnswer => {
    const found = findJob(request, [kind]);
    if (!found.ok) return found.answer;
    const { isDone, total, success, errors } = found.job;
    return ok({ jobDone: isDone, status: { total, nbSuccess: success, nbErrors: errors.length, errors } });
  };

const restart: Act = (subscriptions, device, at) => subscriptions.restart(device, at);
const suspend: Act = (subscriptions, device, at) => subscriptions.suspend(device, at);
const resume: Act = (subscriptions, device, at) => subscriptions.resume(device, at);

export const actionRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/v2/devices/bulk/restart', answer: actOn('restart', restart) },
  { method: 'GET', path: '/v2/devices/bulk/restart/{jobId}', answer: readAction('restart') },
  { method: 'POST', path: '/v2/devices/bulk/suspend', answer: actOn('suspend', suspend) },
  { method: 'GET', path: '/v2/devices/bulk/suspend/{jobId}', answer: readAction('suspend') },
  { method: 'POST', path: '/v2/devices/bulk/resume', answer: actOn('resume', resume) },
  { method: 'GET', path: '/v2/devices/bulk/resume/{jobId}', answer: readAction('resume') },
  { method: 'POST', path: '/v2/devices/bulk/unsubscribe', answer: unsubscribeDevices },
  { method: 'GET', path: '/v2/devices/bulk/unsubscribe/{jobId}', answer: readAction('unsubscribe') },
];
