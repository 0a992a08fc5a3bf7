import { badRequest, ok, type ApiAnswer } from '../http/answer.ts';
import { bulkCreation, bulkEdition, bulkReplacement, bulkTransfer, editionOf } from './bodies.ts';
import { foreignGroup, onOwnDevice, replaceDevice } from '../http/bulk-units.ts';
import { countArrivals } from '../http/count-arrivals.ts';
import { findJob } from '../http/read-entity.ts';
import { bulkName, refusalAnswer, refusalWords } from '../invented.ts';
import type { JobError, JobReading } from '../world/job.ts';
import type { ApiRoute, ApiRequest } from '../http/route.ts';
import { validateBody } from '../http/validate.ts';
import { wireId } from '../world/entities.ts';

const createDevices = ({ world, user, body, startJob }: ApiRequest): ApiAnswer => {
  const request = validateBody(bulkCreation, body);
  if (!request.ok) return badRequest(request.errors);
  const { deviceTypeId, prefix, prototype, data: units } = request.value;
  const productCertificate = request.value.productCertificate?.key ?? null;
  const refusal =
    world.deviceTypeRefusal(deviceTypeId, user) ??
    world.authority.certificationRefusal({ productCertificate, prototype });
  if (refusal !== null) return refusalAnswer(refusal);
  const job = startJob({
    kind: 'create',
    groupId: user.groupId,
    deviceTypeId,
    units,
    entity: ({ id }) => id,
    carryOut: (unit, at) => {
      const name = bulkName({ name: unit.name, prefix, id: unit.id });
      const outcome = world.create(
        { ...unit, name, pac: unit.pac ?? null, deviceTypeId, productCertificate, prototype },
        { by: user, at },
      );
      return outcome.kind === 'refused' ? outcome.refusal : null;
    },
  });
  return ok(started(job));
};

const editDevices = (request: ApiRequest): ApiAnswer => {
  const { world, user, body, startJob, jobStartStatus } = request;
  const refused = foreignGroup(request);
  if (refused !== null) return refused;
  const edit = validateBody(bulkEdition, body);
  if (!edit.ok) return badRequest(edit.errors);
  const job = startJob({
    kind: 'edit',
    groupId: user.groupId,
    deviceTypeId: null,
    units: edit.value.data,
    entity: ({ id }) => id,
    carryOut: (unit, at) =>
      onOwnDevice(request, unit.id, (device) => world.edit(device, editionOf(unit), { by: user, at })),
  });
  return { status: jobStartStatus, body: started(job) };
};

const transferDevices = (request: ApiRequest): ApiAnswer => {
  const { world, user, body, startJob } = request;
  const transfer = validateBody(bulkTransfer, body);
  if (!transfer.ok) return badRequest(transfer.errors);
  const { deviceTypeId, data: units } = transfer.value;
  const refusal = world.deviceTypeRefusal(deviceTypeId, user);
  if (refusal !== null) return refusalAnswer(refusal);
  const job = startJob({
    kind: 'transfer',
    groupId: user.groupId,
    deviceTypeId,
    units,
    entity: ({ id }) => id,
    carryOut: (unit, at) =>
      onOwnDevice(request, unit.id, (device) => {
        world.transfer(device, { ...unit, deviceTypeId }, { by: user, at });
        return null;
      }),
  });
  return ok(started(job));
};

/** Carried out while the caller waits. */
const replaceDevices = (request: ApiRequest): ApiAnswer => {
  const asked = validateBody(bulkReplacement, request.body);
  if (!asked.ok) return badRequest(asked.errors);
  const { data: pairs } = asked.value;
  const errors = pairs.flatMap(({ deviceId: id, targetDeviceId }): JobError[] => {
    const refusal = replaceDevice(request, id, targetDeviceId);
    return refusal === null ? [] : [{ type: 0, message: refusalWords(refusal), entity: wireId(id) }];
  });
  return ok({ total: pairs.length, status: { success: pairs.length - errors.length, errors } });
};

const readJob = (request: ApiRequest): ApiAnswer => {
  const found = findJob(request, ['create', 'edit', 'transfer']);
  if (!found.ok) return found.answer;
  const { isDone, total, success, errors } = found.job;
  return ok({ jobDone: isDone, total, status: { success, errors } });
};

const started = ({ total, id }: JobReading): { readonly total: number; readonly jobId: string } => ({
  total,
  jobId: id,
});

export const bulkRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/v2/devices/bulk', answer: createDevices, arrived: countArrivals((body) => body['data']) },
  { method: 'PUT', path: '/v2/devices/bulk', answer: editDevices },
  { method: 'POST', path: '/v2/devices/bulk/transfer', answer: transferDevices },
  { method: 'POST', path: '/v2/devices/bulk/replace', answer: replaceDevices },
  { method: 'GET', path: '/v2/devices/bulk/{jobId}', answer: readJob },
];
