import { candidatesOn } from '../dialect/identification.ts';
import { identifyModem } from '../modem/identify-modem.ts';
import type { LineOptions } from './run-unit.ts';

/**
 * How the station learns that a unit is in a slot.
 * - `port`: the unit brings its own serial port, or the slot's cable is plugged with it; the port coming is the seating.
 * - `probe`: the port is part of the fixture and always there; a modem answering a safe probe is the seating.
 */
export type Presence = 'port' | 'probe';

/** Between two looks into a slot whose port is always there, in ms. */
export const probeEveryMs = 500;

/** Whether anything answers on the port. A port that cannot be opened just now counts as nobody there. */
export const isAnswering = async (port: string, line: LineOptions, signal: AbortSignal): Promise<boolean> => {
  const candidates = line.dialect === null ? candidatesOn(line.dialects, null) : [line.dialect];
  const opened = await line.ports.open(port, { baudRate: line.dialect?.serial.baudRate ?? 9600 }, { signal });
  try {
    const { result } = await identifyModem(opened, candidates, { clock: line.clock, signal });
    return result.kind !== 'silence';
  } finally {
    await opened.close();
  }
};
