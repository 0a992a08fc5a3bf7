import { openJournalReader } from '../../journal/open-journal-reader.ts';
import { encodeAnchor, type Anchor } from '../../journal/verify/anchor.ts';
import type { JournalReader } from '../../journal/journal.ts';
import { journalFile, stateFolder } from '../../settings/state-folder.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { requireOutput, writeOutput, type OutputFlags } from '../shared/output-file.ts';

export interface AnchorFlags extends OutputFlags {
  readonly out: string;
}

/** Writes down where the journal ends now, for a place out of reach of whoever can change the journal. */
export const anchorJournal = async (flags: AnchorFlags, console: Console, context: CommandContext): Promise<number> => {
  await requireOutput(flags.out, flags, context);
  const reader = await openJournalReader({ path: journalFile(stateFolder(context)) });
  const anchor = await readHead(reader, context.clock.now()).finally(() => reader.close());
  await writeOutput(flags.out, encodeAnchor(anchor));
  console.result(
    { event: 'anchored', sequence: anchor.sequence, hash: anchor.hash, file: flags.out },
    `${flags.out}: event ${anchor.sequence}, ${anchor.hash}\nKeep it where nobody can change it who can change the journal; \`pacline journal verify --since\` takes it.`,
  );
  return 0;
};

const readHead = async (reader: JournalReader, madeAt: number): Promise<Anchor> => {
  const head = await reader.head();
  for await (const { station } of reader.read({ after: head.sequence - 1 })) return { ...head, station, madeAt };
  return { ...head, station: '', madeAt };
};
