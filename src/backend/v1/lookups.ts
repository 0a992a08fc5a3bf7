import type { Lookups } from '../preflight.ts';
import { mapResult, type Reader } from '../shared/reader.ts';
import { timeIn } from '../shared/times.ts';
import { toDeviceType } from './device-types.ts';
import { toRegisteredDevice } from './registered-device.ts';
import { contractReply, deviceListReply, deviceTypeReply } from './replies.ts';
import { contractPath, devicesPath, deviceTypePath } from './requests.ts';

/** Device type and contract, as far as preflight needs them. Quotas of groups are not shown. */
export const lookupsOf = (reader: Reader): Omit<Lookups, 'prototypeQuota'> => ({
  deviceType: async (id, { signal }) =>
    mapResult(
      await reader.tryRead({ kind: 'other', path: deviceTypePath(id), reply: deviceTypeReply, signal }),
      toDeviceType,
    ),
  contract: async (id, { signal }) =>
    mapResult(
      await reader.tryRead({ kind: 'other', path: contractPath(id), reply: contractReply, signal }),
      (reply) => ({
        name: reply.name ?? id,
        maxTokens: reply.maxTokens ?? null,
        tokensInUse: reply.tokensInUse ?? null,
        tokensUsed: reply.tokensUsed ?? null,
        activationEndTime: timeIn('ms', reply.endTime) ?? null,
      }),
    ),
  someDevice: async (deviceTypeId, { signal }) => {
    const [first] = (
      await reader.read({
        kind: 'other',
        path: devicesPath(deviceTypeId, { limit: 1 }),
        reply: deviceListReply,
        signal,
      })
    ).data;
    return first === undefined ? null : toRegisteredDevice(first);
  },
  neverShown: ['certificate'],
});
