/** One piece of work that several callers wait for. A caller that leaves does not take it from the others; the last one out stops it. */
export class SharedWork<Result> {
  readonly #stop = new AbortController();
  readonly #result: Promise<Result>;
  #callers = 0;

  constructor(work: (signal: AbortSignal) => Promise<Result>) {
    this.#result = work(this.#stop.signal);
  }

  /** Everybody has left: it is on its way out, and would end in their reason. */
  get isAbandoned(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Resolves when the work is over, however it ended. */
  async over(): Promise<void> {
    await Promise.allSettled([this.#result]);
  }

  /**
   * Waits for the result. Who leaves is let go at once with the signal's reason; the last one waits until what is under
   * way has been brought to a stop. Whoever comes with a signal that has aborted is no caller; who began the work sees to it that
   * his has not.
   */
  async join({ signal }: { readonly signal: AbortSignal }): Promise<Result> {
    signal.throwIfAborted();
    const left = Promise.withResolvers<never>();
    const leave = (): void => {
      this.#callers -= 1;
      if (this.#callers === 0) this.#stop.abort(signal.reason);
      else left.reject(signal.reason);
    };
    this.#callers += 1;
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([this.#result, left.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }
}
