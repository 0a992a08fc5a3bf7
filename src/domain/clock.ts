/** Time as the rest of the code sees it, so that a test can hold it still. */
export interface Clock {
  /** Milliseconds since the epoch; may jump when the machine's clock is set. For what is written down. */
  now(): number;
  /** Milliseconds since some fixed moment, with fractions; never jumps. For deadlines and durations. */
  uptime(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, options: { readonly signal: AbortSignal }): Promise<void>;
}
