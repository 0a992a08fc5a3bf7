import type { Registrar } from '../registrar/registrar.ts';
import type { Station } from '../station/station.ts';

/** Runs the line to its end, and works off debts of this and earlier shifts beside it; a fault of either ends both. */
export const runWhileDraining = async (registrar: Registrar, station: Station, { signal }: { readonly signal: AbortSignal }): Promise<void> => {
  const over = new AbortController();
  const running = AbortSignal.any([signal, over.signal]);
  const results = await Promise.allSettled([registrar.drain({ signal: running }), station.run({ signal: running })].map((work) => work.finally(() => over.abort())));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
};
