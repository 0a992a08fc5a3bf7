import type { Clock } from '../domain/clock.ts';

/** The machine's own time. A pending sleep keeps the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  uptime: () => performance.now(),
  // Not by timers/promises: most sleeps are cut short by bytes that arrive, and an error of its own for each would cost more than all the rest of an answer.
  async sleep(ms, { signal }) {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    const wake = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', wake, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', wake);
    }
  },
};
