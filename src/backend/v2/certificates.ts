import type { z } from 'zod';
import type { DeviceId } from '../../domain/device-id.ts';
import type { Pac } from '../../domain/pac.ts';
import { ProductCertificate } from '../../domain/product-certificate.ts';
import type { CertificateStatus, PairCheck } from '../backend-records.ts';
import type { CallOptions } from '../backend.ts';
import type { Reader } from '../shared/reader.ts';
import { certificateReply } from './replies.ts';
import { certificatePath, pairPath } from './requests.ts';

/**
 * The pair of ID and PAC of a unit that is not registered yet. 404 is documented for a pair that is not known; what a wrong
 * PAC or a bare modem is answered with is not, so neither 400 nor 404 speaks against the unit.
 */
export const checkPair = async (
  reader: Reader,
  { deviceId, pac }: { readonly deviceId: DeviceId; readonly pac: Pac },
  { signal }: CallOptions,
): Promise<PairCheck> => {
  const result = await reader.tryRead({
    kind: 'other',
    path: pairPath(deviceId, pac),
    reply: certificateReply,
    pacs: [pac],
    signal,
  });
  if (result.ok) return { kind: 'known', ...toStatus(result.value) };
  if (result.status === 403) throw result.error;
  return { kind: 'not confirmed', words: String(result.error.context['words'] ?? '') };
};

export const readCertificate = async (
  reader: Reader,
  sibling: DeviceId,
  { signal }: CallOptions,
): Promise<CertificateStatus | null> => {
  const reply = await reader.readIfThere({
    kind: 'other',
    path: certificatePath(sibling),
    reply: certificateReply,
    signal,
  });
  return reply && toStatus(reply);
};

/** By the number the backend gives. @source API v2, radio configurations */
const zones: readonly string[] = ['RC1', 'RC2', 'RC3', 'RC101', 'RC4', 'RC5', 'RC6', 'RC7'];

const toStatus = (reply: z.infer<typeof certificateReply>): CertificateStatus => {
  const key = ProductCertificate.parse(reply.key ?? '');
  return {
    certificate: key.ok ? key.value : null,
    name: reply.name ?? '',
    finalized: typeof reply.status === 'number' ? reply.status === 1 : null,
    zones: [...(reply.standardCfgs ?? []), ...(reply.radioConfigurations ?? [])].flatMap(({ id }) => zones[id] ?? []),
  };
};
