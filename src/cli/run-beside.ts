/** Work that ends with its signal and not before. */
export type Beside = (signal: AbortSignal) => Promise<void>;

/** Does the work with everything beside it; its end ends the rest, and a fault of any of them ends all. @throws what the first of them throws */
export const runBeside = async (work: Beside, beside: readonly Beside[], { signal }: { readonly signal: AbortSignal }): Promise<void> => {
  const over = new AbortController();
  const running = AbortSignal.any([signal, over.signal]);
  const orEnd = async (one: Beside): Promise<void> => {
    try {
      await one(running);
    } catch (error) {
      over.abort();
      throw error;
    }
  };
  const results = await Promise.allSettled([orEnd(work).finally(() => over.abort()), ...beside.map(orEnd)]);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
};
