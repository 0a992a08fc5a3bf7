import type { UsbIdentity } from '../dialect/identification.ts';

/** The port of a unit that came. */
export interface SeatedPort {
  readonly path: string;
  /** What the port is on USB, where it is known. */
  readonly usb: UsbIdentity | null;
}
