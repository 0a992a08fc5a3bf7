import type { WakeUp } from '../../firmware-protocols/contract.ts';
import type { Clock } from '../domain/clock.ts';
import type { BytePort } from './byte-port.ts';

/** Holds the line low for a moment, as a sleeping modem wants it, and lets it come up. */
export const wakeByBreak = async (
  port: BytePort,
  { breakMs, pauseMs }: WakeUp,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> => {
  await port.setSignals({ brk: true });
  try {
    await clock.sleep(breakMs, { signal });
  } finally {
    await port.setSignals({ brk: false });
  }
  await clock.sleep(pauseMs, { signal });
};
