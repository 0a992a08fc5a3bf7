import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { UsbIdentity } from '../dialect/identification.ts';
import type { ModemLine } from '../modem/byte-port.ts';
import type { ModemLineLevels } from '../modem/modem-lines.ts';

/**
 * How the station learns that a unit is in a slot.
 * - `port`: the unit brings its own serial port, or the slot's cable is plugged with it; the port coming is the seating.
 * - `probe`: the port is part of the fixture and always there; a modem that answers is the seating.
 * - `line`: the port is part of the fixture, and the switch of its lid hangs on a modem-control line; the lid closing is the seating.
 * - `start`: a person or a machine says that a unit is seated; it left when it no longer answers, or with the next start.
 */
export type Presence = 'port' | 'probe' | 'line' | 'start';

/** Whether the unit's port, or the fixture's lid, tells by itself that a unit is taken out: nobody has to look into the slot. */
export const tellsRemoval = (presence: Presence): boolean => presence === 'port' || presence === 'line';

interface SlotPlace {
  readonly name: string;
  /** The port's path or its place. */
  readonly port: string;
  /** So long must a port or a line stay as it is before it counts, in ms; absent: 0 for a port, 200 for a line. */
  readonly debounceMs?: number;
  /** The adapter that was there when the slot was taught, in lower case; absent: not known. */
  readonly usb?: UsbIdentity;
  /** That adapter's serial number; absent: not known, or it has none. */
  readonly serialNumber?: string;
  /** How the modems of this slot speak, whatever the product says; absent: as the product says, or found out. */
  readonly dialect?: DialectDefinition;
  /** What DTR and RTS of its port are set to; absent: as the station says. */
  readonly lines?: ModemLineLevels;
}

export type SlotSetting = SlotPlace &
  (
    | { readonly presence: Exclude<Presence, 'line'> }
    | { readonly presence: 'line'; /** Asserted while the lid is closed. */ readonly line: ModemLine }
  );
