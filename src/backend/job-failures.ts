import { DeviceId } from '../domain/device-id.ts';
import { shownWords } from './backend-words.ts';
import type { Failure } from './backend.ts';

/** Texts of failures may repeat what was sent, as far as we know secrets of it. */
export type Hide = (text: string) => string;

/** An entity's ID in whatever case and padding; null for one that is none of ours, such as a sample value. */
export const deviceOf = (entity: string | null | undefined): DeviceId | null => {
  const parsed = DeviceId.parse(entity ?? '');
  return parsed.ok ? parsed.value : null;
};

export const failureOf = (options: { readonly deviceId: DeviceId | null; readonly message: string | null | undefined; readonly system: boolean; readonly hide: Hide }): Failure => ({
  deviceId: options.deviceId,
  words: shownWords(options.message ?? '', { hide: options.hide }),
  system: options.system,
});
