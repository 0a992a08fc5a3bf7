import type { Command } from 'commander';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { JournalReader } from '../../journal/journal.ts';
import { countArgument, deviceIdArgument } from '../shared/arguments.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { settingsOption } from '../shared/settings-option.ts';
import { forceOption } from '../shared/output-file.ts';
import { acceptJournalLoss, type AcceptLossFlags } from './accept-loss.ts';
import { anchorJournal, type AnchorFlags } from './anchor.ts';
import { rebuildOwnJournal } from './rebuild.ts';
import { describeRun, runLine } from './run-line.ts';
import { tellIntake } from './intake-line.ts';
import { verifyOwnJournal, type VerifyFlags } from './verify.ts';
import { besideRun, showUnitHistory, withJournalReader } from './show-unit-history.ts';

export const addJournal = (program: Command, context: CommandContext): void => {
  const journal = program.command('journal').description('what happened on this station');

  journal
    .command('list')
    .description('the runs, and the units that came by hand or in a file, newest first')
    .option('--limit <n>', 'how many', countArgument, 50)
    .action(
      commandAction<{ limit: number }>(context, ({ limit }, console) =>
        withJournalReader(context, console, async (reader) => {
          const entries = [
            ...(await reader.runs({ limit })).map((run) => ({ at: run.startedAt, run })),
            ...(await reader.intakes({ limit })).map((intake) => ({ at: intake.at, intake })),
          ];
          for (const entry of entries.toSorted((a, b) => b.at - a.at).slice(0, limit)) {
            if ('run' in entry) console.result(describeRun(entry.run), runLine(entry.run, console));
            else await tellIntake(entry.intake, reader, console);
          }
          if (entries.length === 0) console.remark('No unit yet.');
          return 0;
        }),
      ),
    );

  journal
    .command('show')
    .description('everything about one unit, or about one run with its dialogue')
    .argument('<id>', 'a device ID, or a run as `journal list --json` names it')
    .option('--show-pac', 'print the PAC, which is a secret')
    .action(
      commandAction<{ showPac?: true }>(context, async ({ showPac }, console, id = '') => {
        if (/^[0-9a-f]{8}-/i.test(id))
          return withJournalReader(context, console, (reader) => showRun(reader, id, console));
        const deviceId = deviceIdArgument(id);
        return withJournalReader(context, console, (reader) =>
          showUnitHistory(reader, deviceId, showPac === true ? 'shown' : 'hidden', console),
        );
      }),
    );

  journal
    .command('verify')
    .description(
      'check all of it: the file, the hash chain, its end, and that what it says of units is what its events say; nothing is changed',
    )
    .option(
      '--since <file>',
      'a head from before, as `journal anchor` writes it or a hook delivered it: was anything cut or rewritten since?',
    )
    .action(commandAction<VerifyFlags>(context, (flags, console) => verifyOwnJournal(flags, console, context)));

  journal
    .command('anchor')
    .description('write down where the journal ends now, to be kept elsewhere and held against it later')
    .requiredOption('--out <file>', 'where to')
    .addOption(forceOption())
    .action(commandAction<AnchorFlags>(context, (flags, console) => anchorJournal(flags, console, context)));

  journal
    .command('rebuild')
    .description('make damaged or altered tables anew from the events, which have to hold; the old file is kept')
    .action(commandAction(context, (_, console) => rebuildOwnJournal(console, context)));

  journal
    .command('accept-loss')
    .description(
      'go on without events that are missing and cannot be restored: an act of an engineer, kept in the journal',
    )
    .requiredOption('--why <reason>', 'kept in the journal')
    .addOption(settingsOption('which knows who may decide'))
    .action(commandAction<AcceptLossFlags>(context, (flags, console) => acceptJournalLoss(flags, console, context)));
};

const showRun = async (reader: JournalReader, id: string, console: Console): Promise<number> => {
  const run = await reader.run(id);
  if (run === null) throw new PaclineError('bad usage', `The journal has no run ${id}.`);
  console.result({ ...run }, `${runLine(run, console)}${besideRun(run)}\n${run.transcript ?? ''}`);
  return 0;
};
