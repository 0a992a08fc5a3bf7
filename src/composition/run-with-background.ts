/** Work that ends with its signal and not before. */
export type BackgroundTask = (signal: AbortSignal) => Promise<void>;

/** Does the work with everything beside it; its end ends the rest, and a fault of any of them ends all. @throws what the first of them throws */
export const runWithBackground = async (
  work: BackgroundTask,
  beside: readonly BackgroundTask[],
  { signal }: { readonly signal: AbortSignal },
): Promise<void> => {
  const over = new AbortController();
  const running = AbortSignal.any([signal, over.signal]);
  // In the order of time: the others may throw, too, because they were ended
  const faults: unknown[] = [];
  const orEnd = async (one: BackgroundTask): Promise<void> => {
    try {
      await one(running);
    } catch (error) {
      faults.push(error);
      over.abort();
    }
  };
  await Promise.all([orEnd(work).finally(() => over.abort()), ...beside.map(orEnd)]);
  if (faults.length > 0) throw faults[0];
};
