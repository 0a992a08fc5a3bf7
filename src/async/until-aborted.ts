/** Resolves when the signal aborts, now or later. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/**
 * Waits for the work no longer than the signal allows. The work itself is not stopped: whoever can stop it gives it the signal too.
 * @throws what the work throws; the signal's reason
 */
export const unlessAborted = async <T>(work: Promise<T>, { signal }: { readonly signal: AbortSignal }): Promise<T> => {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};
