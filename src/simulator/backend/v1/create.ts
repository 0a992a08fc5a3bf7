import { badRequest, notFound, ok, type ApiAnswer } from '../http/answer.ts';
import { countArrivals } from '../http/count-arrivals.ts';
import { findJob, ownDeviceType } from '../http/read-entity.ts';
import { bulkName, operatorId, refusalAnswer, v1JobError } from '../invented.ts';
import type { ApiRoute, ApiRequest } from '../http/route.ts';
import { validateBody } from '../http/validate.ts';
import { wireId } from '../world/entities.ts';
import { creation } from './bodies.ts';

/**
 * Registers new devices and takes over those that other groups hand over with their current PAC.
 * @source official v1 reference: `transferFailed` for a wrong PAC or a refused transfer, `jobId` only if a job was made
 */
const createDevices = (request: ApiRequest): ApiAnswer => {
  const { world, user, body, startJob } = request;
  const own = ownDeviceType(request);
  if (!own.ok) return own.answer;
  const asked = validateBody(creation, body);
  if (!asked.ok) return badRequest(asked.errors);
  const { ids, prefix, productCertificate = null } = asked.value;
  const certification = { productCertificate, prototype: productCertificate === null };
  const refusal = world.authority.certificationRefusal(certification);
  if (refusal !== null) return refusalAnswer(refusal);

  const units = ids.filter((unit) => [null, 'exists'].includes(world.pacRefusal(unit, user)));
  const taken = new Set(units);
  const transferFailed = ids.filter((unit) => !taken.has(unit)).map(({ id }) => wireId(id));
  if (units.length === 0) return ok({ total: ids.length, transferFailed });
  const job = startJob({
    kind: 'create',
    groupId: user.groupId,
    deviceTypeId: own.entity.id,
    units,
    entity: ({ id }) => id,
    carryOut: ({ id, pac }, at) => {
      const order = {
        id,
        pac,
        name: bulkName({ name: undefined, prefix, id }),
        deviceTypeId: own.entity.id,
        ...certification,
        ...usual,
      };
      const outcome = world.create(order, { by: user, at, foreign: 'taken over' });
      return outcome.kind === 'refused' ? outcome.refusal : null;
    },
  });
  return ok({ total: ids.length, jobId: job.id, transferFailed });
};

const usual = { automaticRenewal: true, activable: true, lat: 0, lng: 0 } as const;

const readJob = (request: ApiRequest): ApiAnswer => {
  const own = ownDeviceType(request);
  if (!own.ok) return own.answer;
  const found = findJob(request, ['create']);
  if (!found.ok) return found.answer;
  const { id, deviceTypeId, isDone, total, success, errors } = found.job;
  if (deviceTypeId !== own.entity.id) return notFound;
  const name = `API bulk create job ${id}`;
  return ok({
    jobDone: isDone,
    operatorId,
    total,
    name,
    description: name,
    status: { errors: errors.map(v1JobError), success },
  });
};

export const v1CreateRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/api/devicetypes/{id}/devices/bulk/create/async',
    answer: createDevices,
    arrived: countArrivals((body) => body['ids']),
  },
  { method: 'GET', path: '/api/devicetypes/{id}/registration/{jobId}', answer: readJob },
];
