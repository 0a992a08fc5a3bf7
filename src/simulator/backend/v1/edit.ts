import type * as z from 'zod';
import { badRequest, ok, type ApiAnswer } from '../http/answer.ts';
import { onOwnDevice, replaceDevice } from '../http/bulk-units.ts';
import type { Device } from '../world/entities.ts';
import { refusalField, refusalWords } from '../invented.ts';
import type { Refusal } from '../world/refusal.ts';
import type { ApiRoute, ApiRequest } from '../http/route.ts';
import { validate, validateBody } from '../http/validate.ts';
import { edit, editList, replacement } from './bodies.ts';

/** What is wrong with one object of a list. */
interface Complaint {
  readonly field: string;
  readonly words: string;
}

/**
 * Edits while the caller waits, and may move devices to other types of the group.
 * @source official v1 reference: 200 even if objects are refused; `total` counts what was modified, the log names object and field
 */
const editDevices = (request: ApiRequest): ApiAnswer =>
  eachOf(request, {
    schema: edit,
    carryOut: (change) => onOwnDevice(request, change.id, (device) => editDevice(request, device, change)),
    say: ({ field, words }) => ` - Field ${field} : ${words}`,
  });

const editDevice = (
  { world, user, now }: ApiRequest,
  device: Device,
  change: z.output<typeof edit>,
): Refusal | null => {
  const act = { by: user, at: now };
  const { deviceTypeId = device.deviceTypeId, tokenRenewForbidden, productCertificate, name, lat, lng } = change;
  const certification = productCertificate === undefined ? {} : { productCertificate, prototype: false };
  const automaticRenewal = tokenRenewForbidden === undefined ? undefined : !tokenRenewForbidden;
  const refusal =
    world.deviceTypeRefusal(deviceTypeId, user) ??
    world.edit(device, { ...certification, name, lat, lng, automaticRenewal }, act);
  const edited = world.device(device.id);
  if (refusal === null && edited !== undefined && deviceTypeId !== edited.deviceTypeId) {
    world.transfer(edited, { deviceTypeId, keepHistory: true, activable: edited.activable }, act);
  }
  return refusal;
};

/** Moves tokens from one device to another. @source official v1 reference: the log names the object alone */
const replaceDevices = (request: ApiRequest): ApiAnswer =>
  eachOf(request, {
    schema: replacement,
    carryOut: ({ deviceId, targetDeviceId }) => replaceDevice(request, deviceId, targetDeviceId),
    say: ({ words }) => ` : ${words}`,
  });

interface Each<S extends z.ZodType> {
  readonly schema: S;
  readonly carryOut: (item: z.output<S>) => Refusal | null;
  readonly say: (complaint: Complaint) => string;
}

const eachOf = <S extends z.ZodType>(request: ApiRequest, { schema, carryOut, say }: Each<S>): ApiAnswer => {
  const list = validateBody(editList, request.body);
  if (!list.ok) return badRequest(list.errors);
  const complaintOf = (item: unknown): Complaint | null => {
    const asked = validate(schema, item, 'body');
    if (!asked.ok) return { field: asked.errors[0]?.field ?? '', words: asked.errors[0]?.message ?? '' };
    const refusal = carryOut(asked.value);
    return refusal === null ? null : { field: refusalField(refusal), words: refusalWords(refusal) };
  };
  const log = list.value.flatMap((item, index) => {
    const complaint = complaintOf(item);
    return complaint === null ? [] : [`Object ${index}${say(complaint)}`];
  });
  return ok({ total: list.value.length - log.length, error: log.length, log });
};

export const v1EditRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/api/devices/bulk/edit', answer: editDevices },
  { method: 'POST', path: '/api/devices/bulk/replace', answer: replaceDevices },
];
