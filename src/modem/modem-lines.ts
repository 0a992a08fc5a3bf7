import type { Clock } from '../domain/clock.ts';
import type { BytePort } from './byte-port.ts';

/**
 * How DTR and RTS stand while a board is read: both low, both high, or low for a moment and then high, which restarts boards whose
 * reset hangs on them. `keep`: as opening has left them.
 */
export const modemLineLevels = ['keep', 'low', 'high', 'pulse'] as const;

export type ModemLineLevels = (typeof modemLineLevels)[number];

/** Long enough for the capacitor in every reset circuit, in ms. */
const pulseMs = 100;

/** @throws PaclineError port fault | port lost; the signal's reason */
export const setModemLines = async (
  port: BytePort,
  levels: ModemLineLevels,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> => {
  if (levels === 'keep') return;
  if (levels === 'pulse') {
    await port.setSignals({ dtr: false, rts: false });
    await clock.sleep(pulseMs, { signal });
  }
  const isHigh = levels !== 'low';
  await port.setSignals({ dtr: isHigh, rts: isHigh });
};
