import type { UsbIdentity } from '../dialect/identification.ts';
import type { BytePort } from '../modem/byte-port.ts';

/** A serial port of this machine. */
export interface PortDescription {
  /** What to open: `/dev/ttyUSB0`, `COM3`, a pseudo-terminal. */
  readonly path: string;
  /** The stable name of the place it is plugged into, where the system tells one; a slot is taught by it. */
  readonly place: string | null;
  readonly vendorId: string | null;
  readonly productId: string | null;
  readonly serialNumber: string | null;
  /** What the adapter calls itself, for people. */
  readonly product: string | null;
  /** false: the system lists no such port; that its path is there is all that is known of it. Absent: it does. */
  readonly isListed?: boolean;
}

/** Vendor and product, where the port tells both. */
export const usbIdentity = (port: PortDescription | undefined): UsbIdentity | null =>
  port?.vendorId == null || port.productId === null
    ? null
    : { vendorId: port.vendorId.toLowerCase(), productId: port.productId.toLowerCase() };

export interface PortSeen {
  readonly kind: 'seen';
  readonly port: PortDescription;
}

export interface PortGone {
  readonly kind: 'gone';
  readonly path: string;
}

/** Framing is 8N1 without flow control everywhere; only the speed differs. */
export interface OpenOptions {
  readonly baudRate: number;
  /** Whether closing lets DTR fall, so that the next opening raises it anew: a board that prints when it restarts may want that. Default false, where the system allows. */
  readonly hangUp?: boolean;
}

/** Where ports come from: this machine, or the virtual bench. */
export interface PortSource {
  list(): Promise<readonly PortDescription[]>;
  /** First everything that is there, as `seen`, then each change in order. Ends when the signal aborts. */
  watch(signal: AbortSignal): AsyncIterable<PortSeen | PortGone>;
  /** @throws PaclineError port missing | port busy | port forbidden | port fault */
  open(path: string, options: OpenOptions, wait: { readonly signal: AbortSignal }): Promise<BytePort>;
}
