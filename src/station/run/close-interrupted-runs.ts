import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { RunEnded } from '../../journal/events.ts';
import type { Journal } from '../../journal/journal.ts';
import { verdictOfError } from './verdict.ts';

/**
 * Ends the runs that the process before this one left open: it was killed, or lost its power. One process writes a journal
 * at a time, so that whatever is open now belongs to nobody. How long they took, and what was said, went with the process.
 */
export const closeInterruptedRuns = async (journal: Journal): Promise<void> => {
  const verdict = verdictOfError(
    new PaclineError('interrupted', 'The process stopped before the run was over. Seat the unit again.'),
  );
  const open = () => journal.runs({ open: true, limit: 100 });
  for (let page = await open(); page.length > 0; page = await open()) {
    await journal.append(
      page.map(({ run, deviceId }): RunEnded => ({
        kind: 'run ended',
        run,
        deviceId,
        ...verdict,
        elapsedMs: 0,
        transcript: '',
      })),
    );
  }
};
