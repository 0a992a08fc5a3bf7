import type { RegistrationState } from '../../../src/domain/registration.ts';
import type { JournalReader } from '../../../src/journal/journal.ts';
import type { Registry } from '../../../src/simulator/backend/world/registry.ts';
import { systemClock } from '../../../src/machine/system-clock.ts';
import type { RunningProgram } from './running-program.ts';

/** Many units on their way from a file into the backend, seen from outside the program. */
export interface Way {
  readonly world: Registry;
  readonly ids: readonly string[];
  readonly journal: JournalReader;
}

export const committed = ({ world, ids }: Way): number => {
  // As at a real backend, a job goes on whether anybody asks for it or not
  world.advance(systemClock.now());
  return ids.reduce((sum, id) => sum + world.creates(id).committed, 0);
};

export const attempts = ({ world, ids }: Way): number => ids.reduce((sum, id) => sum + world.creates(id).attempts, 0);

/** How far it has come, from 0 to four steps a unit: listed, sent, created there, confirmed here. */
export const wayGone = async (way: Way): Promise<number> => {
  const counts = await way.journal.countRegistrations();
  const of = (state: RegistrationState): number => counts[state] ?? 0;
  const listed = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return listed + (listed - of('owed')) + committed(way) + of('confirmed');
};

const { signal: never } = new AbortController();

/** Resolves with true as soon as it has come so far, with false when the program has ended before. */
export const comesSoFar = async (way: Way, point: number, running: RunningProgram): Promise<boolean> => {
  const state = { isOver: false };
  void running.ended.then(() => (state.isOver = true));
  while (!state.isOver) {
    const lookedAt = systemClock.uptime();
    if ((await wayGone(way)) >= point) return true;
    // A look at many units takes long, and the backend works in the same process
    await systemClock.sleep(systemClock.uptime() - lookedAt, { signal: never });
  }
  return false;
};
