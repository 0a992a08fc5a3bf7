import { rebuildJournal } from '../../journal/rebuild-journal.ts';
import { counted } from '../../domain/counted.ts';
import { journalFile, stateFolder } from '../../settings/state-folder.ts';
import { RowProgress } from '../series/row-progress.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';

/** Makes the journal anew from its events, and says where the old file is. */
export const rebuildOwnJournal = async (console: Console, context: CommandContext): Promise<number> => {
  const progress = new RowProgress({ console, clock: context.clock });
  const { head, events, kept } = await rebuildJournal({
    path: journalFile(stateFolder(context)),
    signal: context.signal,
    onProgress: (done) => progress.show('events', done),
  }).finally(() => progress.clear());
  console.result(
    { event: 'rebuilt', sequence: head.sequence, hash: head.hash, events, kept },
    `The journal was made anew from its ${counted(events, 'event')}. As it was it is kept: ${kept}; remove it when nobody wants to look at it any more.`,
  );
  return 0;
};
