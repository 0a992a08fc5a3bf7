import type { DeviceId } from '../domain/device-id.ts';
import type { Pac } from '../domain/pac.ts';

/** The maker's list of IDs and PACs, for modems that hold no PAC. */
export interface PacList {
  pacOf(deviceId: DeviceId): Pac | null;
}
