import type * as z from 'zod';
import type { Device, DeviceTypeEntity } from '../world/entities.ts';
import type { JobKind, JobReading } from '../world/job.ts';
import { badRequest, forbidden, notFound, ok, serverFault, type ApiAnswer } from './answer.ts';
import type { ApiRequest } from './route.ts';
import { devicePathFields, entityPath, jobPathFields } from './schema.ts';
import { validate } from './validate.ts';

/** What a path names, or the answer that says why the user cannot have it. */
export type Own<T> = { readonly ok: true; readonly entity: T } | { readonly ok: false; readonly answer: ApiAnswer };

interface Place<T> {
  find(id: string): T | undefined;
  /** The group that it belongs to. */
  owner(entity: T): string | undefined;
}

/** What the single look-ups of a group's belongings have in common. */
export interface EntityLookUp<T, Q extends z.ZodType> extends Place<T> {
  readonly query: Q;
  view(entity: T, query: z.output<Q>): unknown;
}

/** 400 for a malformed id or query, 404 for nothing there, 403 for another group's. */
export const readEntity = <T, Q extends z.ZodType>(request: ApiRequest, lookUp: EntityLookUp<T, Q>): ApiAnswer => {
  const asked = validate(lookUp.query, Object.fromEntries(request.query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const own = ownEntity(request, entityPath, lookUp);
  return own.ok ? ok(lookUp.view(own.entity, asked.value)) : own.answer;
};

/** The group's belonging of that id in the path. */
export const ownEntity = <T>({ params, user }: ApiRequest, path: typeof entityPath, place: Place<T>): Own<T> => {
  const asked = validate(path, { id: params['id'] }, 'path');
  if (!asked.ok) return { ok: false, answer: badRequest(asked.errors) };
  const entity = place.find(asked.value.id);
  if (entity === undefined) return { ok: false, answer: notFound };
  return place.owner(entity) === user.groupId ? { ok: true, entity } : { ok: false, answer: forbidden() };
};

/** The device of the group that the path names, as it is: for changes. */
export const ownDevice = (request: ApiRequest): Own<Device> =>
  ownEntity(request, devicePathFields, {
    find: (id) => request.world.device(id),
    owner: (device) => request.world.owner(device),
  });

/** The device of the group that the path names, as it shows: for look-ups. */
export const ownShownDevice = (request: ApiRequest): Own<Device> =>
  ownEntity(request, devicePathFields, {
    find: (id) => request.world.shownDevice(id),
    owner: (device) => request.world.owner(device),
  });

/** The device type of the group that the path names. */
export const ownDeviceType = (request: ApiRequest): Own<DeviceTypeEntity> =>
  ownEntity(request, entityPath, { find: (id) => request.world.deviceType(id), owner: (type) => type.groupId });

type FoundJob = { readonly ok: true; readonly job: JobReading } | { readonly ok: false; readonly answer: ApiAnswer };

/** The job that the path names; one of another kind is read elsewhere. */
export const findJob = ({ world, user, params }: ApiRequest, kinds: readonly JobKind[]): FoundJob => {
  const path = validate(jobPathFields, { jobId: params['jobId'] }, 'path');
  if (!path.ok) return { ok: false, answer: badRequest(path.errors) };
  const job = world.jobs.find(path.value.jobId);
  if (job === undefined || !kinds.includes(job.kind)) return { ok: false, answer: notFound };
  if (job.polls === 'failing') return { ok: false, answer: serverFault };
  if (job.polls === 'forgotten') return { ok: false, answer: notFound };
  return job.groupId === user.groupId ? { ok: true, job } : { ok: false, answer: forbidden() };
};
