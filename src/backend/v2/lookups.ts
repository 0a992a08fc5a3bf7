import type { Lookups } from '../preflight.ts';
import { mapResult, type Reader } from '../shared/reader.ts';
import { timeIn } from '../shared/times.ts';
import type { DevicePages } from './device-pages.ts';
import { toDeviceType } from './device-types.ts';
import { toRegisteredDevice } from './registered-device.ts';
import { contractReply, deviceTypeReply, groupReply } from './replies.ts';
import { contractPath, deviceTypePath, groupPath } from './requests.ts';

/** Device type, contract and group, as far as preflight needs them. */
export const lookupsOf = ({
  reader,
  pages,
}: {
  readonly reader: Reader;
  readonly pages: DevicePages;
}): Required<Lookups> => ({
  someDevice: async (deviceTypeId, { signal }) => {
    for await (const { entries } of pages.read({ deviceTypeId, limit: 1 }, { mostPages: 2, signal }))
      return entries.map(toRegisteredDevice)[0] ?? null;
    return null;
  },
  neverShown: [],
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
        activationEndTime: timeIn('ms', reply.activationEndTime) ?? null,
      }),
    ),
  prototypeQuota: async (groupId, { signal }) =>
    mapResult(
      await reader.tryRead({ kind: 'other', path: groupPath(groupId), reply: groupReply, signal }),
      ({ maxPrototypeAllowed: allowed, currentPrototypeCount: used }) =>
        // Only some kinds of group have the two figures
        typeof allowed === 'number' && typeof used === 'number' ? { allowed, used } : null,
    ),
});
