import type { DeviceId } from '../domain/device-id.ts';

/**
 * How an ID may have to be written for the backend to know it: with all its digits, and as it writes IDs itself, without
 * leading zeros. That it compares them as numbers is likely and not documented.
 */
export const wireForms = (deviceId: DeviceId): readonly string[] => {
  const short = deviceId.replace(/^0+/, '');
  return short === deviceId ? [deviceId] : [deviceId, short];
};
