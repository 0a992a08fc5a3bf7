import { unlessAborted } from './until-aborted.ts';

/** One at a time, first come, first served. */
export class Mutex {
  #last: Promise<void> = Promise.resolve();

  /**
   * Waits until everybody who came before is done, and returns what ends this turn. Who leaves while waiting holds up nobody.
   * @throws the signal's reason, while waiting
   */
  async take({ signal }: { readonly signal: AbortSignal }): Promise<() => void> {
    signal.throwIfAborted();
    const before = this.#last;
    const mine = Promise.withResolvers<void>();
    this.#last = before.then(() => mine.promise);
    try {
      await unlessAborted(before, { signal });
    } catch (error) {
      mine.resolve();
      throw error;
    }
    return mine.resolve;
  }

  /**
   * Does the work in its turn, whether or not that of those before succeeded; once it has begun, its signal is its own affair.
   * @throws what the work throws; the signal's reason, while waiting
   */
  async run<T>(work: () => Promise<T>, options: { readonly signal: AbortSignal }): Promise<T> {
    const end = await this.take(options);
    try {
      return await work();
    } finally {
      end();
    }
  }
}
