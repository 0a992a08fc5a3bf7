import type { Clock } from '../../domain/clock.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { BytePort } from '../../modem/byte-port.ts';
import type { OpenOptions, PortSource } from '../port-source.ts';

/** ModemManager looks at every new port and lets go of it after some 10 s. */
const patienceMs = 15_000;
const tryAgainMs = 500;

export interface OpenWhenFreeOptions extends OpenOptions {
  readonly ports: PortSource;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Opens a port, and waits a while for a program that has it.
 * @throws PaclineError port missing | port busy | port forbidden | port fault
 */
export const openWhenFree = async (
  path: string,
  { ports, clock, signal, ...how }: OpenWhenFreeOptions,
): Promise<BytePort> => {
  const end = clock.uptime() + patienceMs;
  for (;;) {
    try {
      return await ports.open(path, how, { signal });
    } catch (error) {
      if (!PaclineError.is(error, 'port busy') || clock.uptime() >= end) throw error;
    }
    await clock.sleep(tryAgainMs, { signal });
  }
};
