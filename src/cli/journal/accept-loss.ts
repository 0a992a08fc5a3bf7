import { readSettings, stationName } from '../../composition/station-config.ts';
import { acceptLoss } from '../../journal/accept-loss.ts';
import { journalFile, stateFolder } from '../../settings/state-folder.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { decidingPerson, requireReason } from '../shared/deciding-person.ts';

export interface AcceptLossFlags {
  readonly why: string;
  readonly settings?: string;
}

/** Goes on without what is missing, by the word of an engineer. */
export const acceptJournalLoss = async (
  { why, settings: file }: AcceptLossFlags,
  console: Console,
  context: CommandContext,
): Promise<number> => {
  const reason = requireReason(why);
  const settings = await readSettings(file === undefined ? {} : { settings: file });
  const operator = await decidingPerson({ settings, needed: 'engineer', journal: null }, context);
  const { clock, signal } = context;
  const { head, accepted, kept } = await acceptLoss({
    path: journalFile(stateFolder(context)),
    station: stationName(settings),
    clock,
    signal,
    operator,
    reason,
  });
  const { witnessed, found } = accepted;
  console.result(
    { event: 'loss accepted', sequence: head.sequence, hash: head.hash, witnessed, found, kept, operator, reason },
    [
      `${accepted.sentence}.`,
      `This is accepted, and the journal goes on with event ${head.sequence}, which says so. What is owed is looked up before it is sent.`,
      ...(kept.length === 0 ? [] : [`As it was found it is kept: ${kept.join(', ')}`]),
    ].join('\n'),
  );
  return 0;
};
