/** Lets one at a time work: two labels at once would mix on the wire, or take the same name in a folder. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Waits for those who came before. @throws the signal's reason, while waiting too */
  async take<T>(work: () => Promise<T>, { signal }: { readonly signal: AbortSignal }): Promise<T> {
    signal.throwIfAborted();
    const before = this.#last;
    const mine = Promise.withResolvers<void>();
    this.#last = before.then(() => mine.promise);
    const stopped = Promise.withResolvers<never>();
    const stop = (): void => stopped.reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    try {
      await Promise.race([before, stopped.promise]);
      return await work();
    } finally {
      signal.removeEventListener('abort', stop);
      mine.resolve();
    }
  }
}
