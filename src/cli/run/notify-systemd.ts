import { spawn } from 'node:child_process';

import type { Clock } from '../../domain/clock.ts';

/** Telling takes milliseconds; a service manager that does not listen must not hold up the line's end, in ms. */
const longestTellingMs = 2000;

export interface NotifiedOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** A sentence about what could not be told; the line goes on. */
  readonly onFault: (words: string) => void;
}

/**
 * Does the work and lets systemd know: ready as it begins, a sign of life at half of the watchdog's time for as long as it is
 * under way and this process still turns, and that it is stopping. Where no service manager listens (NOTIFY_SOCKET is not set),
 * it only does the work.
 *
 * Node has no datagram sockets of the Unix kind, so `systemd-notify` is started, which is there wherever systemd is. It waits
 * until it was heard, so that systemd still knows whose child it is; the unit has to say NotifyAccess=all.
 * @source sd_notify(3), sd_watchdog_enabled(3), systemd-notify(1)
 */
export const whileNotified = async <T>(options: NotifiedOptions, work: () => Promise<T>): Promise<T> => {
  const { environment, signal } = options;
  if (!environment['NOTIFY_SOCKET']) return work();
  const over = new AbortController();
  await tell('READY=1', options);
  const signs = giveSigns(options, AbortSignal.any([signal, over.signal]));
  try {
    return await work();
  } finally {
    over.abort();
    await signs;
  }
};

/** Ends, when the line is asked to stop, with the word that it stops; a line that ends by itself says so at its end. */
const giveSigns = async (options: NotifiedOptions, signal: AbortSignal): Promise<void> => {
  const everyMs = watchdogMs(options.environment);
  try {
    for (;;) {
      await options.clock.sleep(everyMs === null ? forEverMs : everyMs / 2, { signal });
      if (everyMs !== null) await tell('WATCHDOG=1', options);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  await tell('STOPPING=1', options);
};

/** As long as a timer can be. */
const forEverMs = 2 ** 31 - 1;

/** null: nobody watches this process. */
const watchdogMs = (environment: NotifiedOptions['environment']): number | null => {
  const { WATCHDOG_USEC: time = '', WATCHDOG_PID: pid } = environment;
  // The variables are inherited: they may be meant for a parent.
  if (!/^[1-9]\d{0,15}$/.test(time) || (pid !== undefined && pid !== String(process.pid))) return null;
  return Math.min(Number(time) / 1000, forEverMs);
};

const tell = async (word: string, { environment, onFault }: NotifiedOptions): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const child = spawn('systemd-notify', [word], {
    env: { ...environment },
    stdio: 'ignore',
    timeout: longestTellingMs,
  });
  child.once('error', (error) => resolve(error.message));
  child.once('exit', (code, signalName) => resolve(code === 0 ? null : `it ended with ${code ?? signalName}`));
  const fault = await promise;
  if (fault !== null) onFault(`systemd was not told ${word}: systemd-notify failed (${fault}).`);
};
