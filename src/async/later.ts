import { pause, type PauseOptions } from './pause.ts';

/** Acts in so many ms, unless the signal aborts first. Resolves then, and when it does. @throws what the act throws */
export const later = async (ms: number, act: () => void, { clock, signal }: PauseOptions): Promise<void> => {
  await pause(ms, { clock, signal });
  if (!signal.aborted) act();
};
