import type { Journal } from '../journal/journal.ts';

const reason = 'the station stopped before the answer came';
const perPage = 500;

/** To be called once before anything is sent: what was under way when the process died, singly or in a batch, is unknown. A batch with a job goes on. */
export const recoverRegistrations = async (
  journal: Pick<Journal, 'batches' | 'registrations' | 'append'>,
): Promise<void> => {
  // Batches first: their units are then no longer intended, however many they are
  const batches = () => journal.batches(['intended'], { limit: perPage });
  for (let page = await batches(); page.length > 0; page = await batches())
    await journal.append(page.map(({ batch }) => ({ kind: 'batch unknown', batch, reason })));
  const units = () => journal.registrations(['intended'], { limit: perPage });
  for (let page = await units(); page.length > 0; page = await units())
    await journal.append(page.map(({ deviceId }) => ({ kind: 'registration unknown', deviceId, reason })));
};
