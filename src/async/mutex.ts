import { unlessAborted } from './until-aborted.ts';

/** One at a time, first come, first served. */
export class Mutex {
  #last: Promise<void> = Promise.resolve();

  /**
   * Does the work when everybody who came before is done, whether or not theirs succeeded. Who leaves while waiting does nothing, and holds up
   * nobody; once the work has begun, its signal is its own affair.
   * @throws what the work throws; the signal's reason, while waiting
   */
  async run<T>(work: () => Promise<T>, { signal }: { readonly signal: AbortSignal }): Promise<T> {
    signal.throwIfAborted();
    const before = this.#last;
    const mine = Promise.withResolvers<void>();
    this.#last = before.then(() => mine.promise);
    try {
      await unlessAborted(before, { signal });
      return await work();
    } finally {
      mine.resolve();
    }
  }
}
