import * as z from 'zod';
import { badRequest, forbidden, type ApiAnswer } from './answer.ts';
import type { Device } from '../world/entities.ts';
import type { Refusal } from '../world/refusal.ts';
import type { ApiRequest } from './route.ts';
import { entityId } from './schema.ts';
import { validate } from './validate.ts';

/** The group in whose name a bulk call is made. */
const inGroup = z.strictObject({ groupId: entityId.optional() });

/** Does to a device of the group what is to be done; an unknown and a foreign one are refused. */
export const onOwnDevice = (
  { world, user }: Pick<ApiRequest, 'world' | 'user'>,
  id: string,
  carryOut: (device: Device) => Refusal | null,
): Refusal | null => {
  const device = world.device(id);
  if (device === undefined) return 'unknown device';
  return world.owner(device) === user.groupId ? carryOut(device) : 'foreign device';
};

/** Moves the token of one device of the group to another one of it. */
export const replaceDevice = (request: ApiRequest, deviceId: string, targetDeviceId: string): Refusal | null =>
  onOwnDevice(request, deviceId, (device) =>
    onOwnDevice(request, targetDeviceId, (target) =>
      request.world.subscriptions.replace(device, { target, at: request.now }),
    ),
  );

/** The answer to a bulk call in the name of a group that is not the user's; null: it is, or none is named. */
export const foreignGroup = ({ query, user }: ApiRequest): ApiAnswer | null => {
  const asked = validate(inGroup, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  return (asked.value.groupId ?? user.groupId) === user.groupId ? null : forbidden();
};
