import type { Journal } from '../journal/journal.ts';

const reason = 'the station stopped before the answer came';

/** To be called once before anything is sent: what was under way when the process died, singly or in a batch, is unknown. A batch with a job goes on. */
export const recoverRegistrations = async (journal: Pick<Journal, 'batches' | 'registrations' | 'append'>): Promise<void> => {
  // Batches first: their units are then no longer intended, however many they are
  for (const { batch } of await journal.batches(['intended'])) await journal.append([{ kind: 'batch unknown', batch, reason }]);
  for (const { deviceId } of await journal.registrations(['intended'])) await journal.append([{ kind: 'registration unknown', deviceId, reason }]);
};
