import { PaclineError } from '../domain/errors/pacline-error.ts';
import { openJournalReader } from '../journal/open-journal-reader.ts';
import type { Sequence } from '../journal/journal.ts';

export interface JournalEnd {
  readonly sequence: Sequence;
  /** When the last event was written down, in ms since the epoch. */
  readonly at: number;
}

/** The last event of the journal; null where there is none, or the journal cannot be read: its own check says why. */
export const readJournalEnd = async (path: string): Promise<JournalEnd | null> => {
  try {
    const reader = await openJournalReader({ path });
    try {
      for await (const { sequence, at } of reader.read({ after: (await reader.lastSequence()) - 1 }))
        return { sequence, at };
      return null;
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (PaclineError.is(error)) return null;
    throw error;
  }
};
