import { DeviceId } from '../device-id.ts';

/**
 * Whether what a scanner typed is the code of this label. A code that is a device ID is the same in either case, as scanners with
 * a locked shift key type it; any other text has to be equal. Leading zeros count.
 */
export const matchesScan = (code: string, scanned: string): boolean => {
  const text = scanned.trim();
  return isDeviceId(code) ? text.toUpperCase() === code : text === code.trim();
};

const isDeviceId = (code: string): boolean => {
  const parsed = DeviceId.parse(code);
  return parsed.ok && parsed.value === code;
};
