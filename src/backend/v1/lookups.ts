import type { Lookups } from '../preflight.ts';
import { mapResult, type Reader } from '../reader.ts';
import { timeIn } from '../times.ts';
import { toDeviceType } from './device-types.ts';
import { contractReply, deviceTypeReply } from './replies.ts';
import { contractPath, deviceTypePath } from './requests.ts';

/** Device type and contract, as far as preflight needs them. Quotas of groups are not shown. */
export const lookupsOf = (reader: Reader): Pick<Lookups, 'deviceType' | 'contract'> => ({
  deviceType: async (id, { signal }) =>
    mapResult(await reader.tryRead({ kind: 'other', path: deviceTypePath(id), reply: deviceTypeReply, signal }), toDeviceType),
  contract: async (id, { signal }) =>
    mapResult(await reader.tryRead({ kind: 'other', path: contractPath(id), reply: contractReply, signal }), (reply) => ({
      name: reply.name ?? id,
      maxTokens: reply.maxTokens ?? null,
      tokensInUse: reply.tokensInUse ?? null,
      tokensUsed: reply.tokensUsed ?? null,
      activationEndTime: timeIn('ms', reply.endTime) ?? null,
    })),
});
