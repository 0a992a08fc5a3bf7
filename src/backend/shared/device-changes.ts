import type { DeviceId } from '../../domain/device-id.ts';
import type { DeviceChanges, Refused } from '../backend.ts';

/** What no version of the API can make sense of, and would answer in its own way: an empty edit, a position that is no number. */
export const faultIn = (deviceId: DeviceId, changes: DeviceChanges): Refused | null => {
  const named = Object.values(changes).filter((value) => value !== undefined);
  if (named.length === 0)
    return { kind: 'refused', code: 'bad usage', words: `the edit of ${deviceId} names nothing that is to be changed` };
  // JSON has no such numbers: they would be sent as null, which erases the position
  if (named.some((value) => typeof value === 'number' && !Number.isFinite(value)))
    return { kind: 'refused', code: 'bad usage', words: `the position of ${deviceId} is no number of degrees` };
  return null;
};
