import type { DeviceId } from './device-id.ts';
import type { Pac } from './pac.ts';

/** Where a unit's PAC came from: its own modem, the maker's delivery list, or a person. */
export type PacSource = 'modem' | 'delivery-list' | 'typed';

/** What identifies a unit, read and checked. */
export interface UnitIdentity {
  readonly deviceId: DeviceId;
  readonly pac: Pac;
  readonly pacSource: PacSource;
}
