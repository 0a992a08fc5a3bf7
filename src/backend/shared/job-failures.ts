import { DeviceId } from '../../domain/device-id.ts';
import { shownWords } from './backend-words.ts';
import type { JobFailure } from '../backend.ts';

/** Texts of failures may repeat what was sent, as far as we know secrets of it. */
export type Hide = (text: string) => string;

/** An entity's ID in whatever case and padding; null for one that is none of ours, such as a sample value. */
export const deviceOf = (entity: string | null | undefined): DeviceId | null => {
  const parsed = DeviceId.parse(entity ?? '');
  return parsed.ok ? parsed.value : null;
};

/** Which PACs a job was sent is not known any more when it is asked for, and a text may join one to the ID before it. */
const withoutLongDigits = (text: string): string => text.replaceAll(/[0-9A-F]{16,}/gi, (run) => '*'.repeat(run.length));

export const jobFailureOf = (options: {
  readonly deviceId: DeviceId | null;
  readonly message: string | null | undefined;
  readonly system: boolean;
  readonly hide: Hide;
}): JobFailure => ({
  deviceId: options.deviceId,
  words: shownWords(options.message ?? '', { hide: (text) => withoutLongDigits(options.hide(text)) }),
  system: options.system,
});
