import type { Lookups } from '../preflight.ts';
import { mapResult, type Reader } from '../reader.ts';
import { timeIn } from '../times.ts';
import { toDeviceType } from './device-types.ts';
import { contractReply, deviceTypeReply, groupReply } from './replies.ts';
import { contractPath, deviceTypePath, groupPath } from './requests.ts';

/** Device type, contract and group, as far as preflight needs them. */
export const lookupsOf = (reader: Reader): Required<Lookups> => ({
  deviceType: async (id, { signal }) =>
    mapResult(await reader.tryRead({ kind: 'other', path: deviceTypePath(id), reply: deviceTypeReply, signal }), toDeviceType),
  contract: async (id, { signal }) =>
    mapResult(await reader.tryRead({ kind: 'other', path: contractPath(id), reply: contractReply, signal }), (reply) => ({
      name: reply.name ?? id,
      maxTokens: reply.maxTokens ?? null,
      tokensInUse: reply.tokensInUse ?? null,
      tokensUsed: reply.tokensUsed ?? null,
      activationEndTime: timeIn('ms', reply.activationEndTime) ?? null,
    })),
  prototypeQuota: async (groupId, { signal }) =>
    mapResult(await reader.tryRead({ kind: 'other', path: groupPath(groupId), reply: groupReply, signal }), ({ maxPrototypeAllowed: allowed, currentPrototypeCount: used }) =>
      // Only some kinds of group have the two figures
      typeof allowed === 'number' && typeof used === 'number' ? { allowed, used } : null,
    ),
});
