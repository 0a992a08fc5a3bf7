import type { Backend } from '../../backend/backend.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { accepted, refused, type Parsed } from '../../domain/parsed.ts';

/** So many units of a device type tell which certificates it has; they come with few requests. */
const mostLookedAt = 200;

interface CertificateCheckOptions {
  readonly account: Pick<Backend, 'list' | 'certificateStatus'>;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/**
 * Takes a certificate key that units of the device type have, with what the backend tells of it. One that none has, where others have
 * another, is refused once, and taken when it is given again. Nothing else can be looked up of a key.
 */
export const checkedCertificate = (
  deviceTypeId: string,
  { account, signal, say }: CertificateCheckOptions,
): ((key: string) => Promise<Parsed<string>>) => {
  let unseen: string | null = null;
  return async (key) => {
    if (key === unseen) return accepted(key);
    try {
      const seen = await certificatesOf(deviceTypeId, { account, signal });
      const sibling = seen.get(key.toUpperCase());
      if (sibling !== undefined) say(`  ${await statusOf(sibling, { account, signal })}`);
      else if (seen.size > 0) {
        unseen = key;
        return refused(
          'bad certificate',
          `Units of this device type have ${[...seen.keys()].join(', ')}, and none that was looked at has ${key}. Give it once more to take it all the same`,
        );
      } else say('  No unit of this device type shows a certificate yet: the first one that is registered will tell.');
    } catch (error) {
      signal.throwIfAborted();
      if (!PaclineError.is(error)) throw error;
      say(`  The certificate is not checked: ${error.message}`);
    }
    return accepted(key);
  };
};

/** Each certificate with a unit that has it. */
const certificatesOf = async (
  deviceTypeId: string,
  { account, signal }: Pick<CertificateCheckOptions, 'account' | 'signal'>,
): Promise<ReadonlyMap<string, DeviceId>> => {
  const seen = new Map<string, DeviceId>();
  let count = 0;
  for await (const { deviceId, certificate } of account.list({ deviceTypeId }, { signal })) {
    if (certificate !== null) seen.set(certificate, deviceId);
    count += 1;
    if (count === mostLookedAt) break;
  }
  return seen;
};

const statusOf = async (
  sibling: DeviceId,
  { account, signal }: Pick<CertificateCheckOptions, 'account' | 'signal'>,
): Promise<string> => {
  const status = await account.certificateStatus(sibling, { signal });
  if (status === null) return `${sibling} has it.`;
  const { name, finalized, zones } = status;
  const state = finalized === null ? [] : [finalized ? 'final' : 'not finished'];
  return `${sibling} has it: ${[name, ...state, ...zones].join(', ')}`;
};
