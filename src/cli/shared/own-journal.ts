import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Journal } from '../../journal/journal.ts';
import { openJournal } from '../../journal/open-journal.ts';
import { openJournalReader } from '../../journal/open-journal-reader.ts';
import { journalFile, stateFolder } from '../../settings/state-folder.ts';
import type { Settings } from '../../settings/settings.ts';
import type { CommandContext } from './command-context.ts';
import { stationName } from '../../composition/station-config.ts';

/**
 * Work on the journal that is there; none is made for it. `inUse`: what to do instead while a line runs on it.
 * @throws PaclineError journal in use | journal fault | …
 */
export const withOwnJournal = async <T>(
  context: CommandContext,
  settings: Settings,
  inUse: string,
  work: (journal: Journal) => Promise<T>,
): Promise<T> => {
  const path = journalFile(stateFolder(context));
  await (await openJournalReader({ path })).close();
  const journal = await openOwn(path, context, settings, inUse);
  try {
    return await work(journal);
  } finally {
    await journal.close();
  }
};

const openOwn = async (
  path: string,
  { clock, signal }: CommandContext,
  settings: Settings,
  inUse: string,
): Promise<Journal> => {
  try {
    return await openJournal({ path, station: stationName(settings), clock, signal });
  } catch (cause) {
    if (!PaclineError.is(cause, 'journal in use')) throw cause;
    throw new PaclineError('journal in use', inUse, { cause });
  }
};
