import type { Clock } from '../domain/clock.ts';
import type { Hooks } from '../hooks/compose-hooks.ts';

/** How long the end of the line waits for its last events to leave, in ms; what does not leave is delivered at the next start. */
const patienceMs = 1500;
const lookEveryMs = 20;

/** Resolves once every hook that is not failing has taken every event, or when that takes too long or cannot be told. Never rejects: it is part of the end, whose own fault counts. */
export const untilDelivered = async (hooks: Pick<Hooks, 'states' | 'notice'>, clock: Clock): Promise<void> => {
  hooks.notice();
  const end = clock.uptime() + patienceMs;
  const isUnderWay = async (): Promise<boolean> =>
    (await hooks.states()).some(({ behind, since }) => behind > 0 && since === null);
  while (clock.uptime() < end && (await isUnderWay().catch(() => false)))
    await clock.sleep(lookEveryMs, { signal: new AbortController().signal });
};
