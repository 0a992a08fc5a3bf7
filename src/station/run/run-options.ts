import type { UsbIdentity } from '../../dialect/identification.ts';
import type { GoldenSteps } from '../rules/golden.ts';
import type { LineOptions } from '../line-options.ts';
import type { SlotEvent } from '../slot-state.ts';

export interface RunOptions {
  readonly slot: string;
  readonly port: string;
  /** What the port is on USB, where it is known. */
  readonly usb: UsbIdentity | null;
  readonly line: LineOptions;
  /** How far this slot has come with its golden units. */
  readonly golden: GoldenSteps;
  /** When the unit was seated, as the clock's uptime. */
  readonly seatedAt: number;
  /** Aborts when the unit is taken out, or when the line stops. */
  readonly signal: AbortSignal;
  /** Aborts when the line stops: what is owed for a unit does not end with its stay. */
  readonly lineSignal: AbortSignal;
  readonly report: (event: SlotEvent) => void;
}
