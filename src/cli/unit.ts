import type { Command } from 'commander';

import type { DeviceId } from '../domain/device-id.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { mayHaveBeenSent } from '../domain/registration.ts';
import type { DecidedByPerson } from '../journal/unit-events.ts';
import type { Journal } from '../journal/journal.ts';
import { deviceIdArgument } from './shared/arguments.ts';
import { commandAction, type CommandContext } from './shared/command-context.ts';
import { settingsOption } from './shared/settings-option.ts';
import { decidingPerson, requireReason } from './shared/deciding-person.ts';
import { showUnitHistory, withJournalReader } from './journal/show-unit-history.ts';
import { withOwnJournal } from './shared/own-journal.ts';
import { readSettings } from '../composition/station-config.ts';

interface DecisionFlags {
  readonly why: string;
  readonly newPair?: true;
  readonly settings?: string;
}

const inUse = 'A line runs on this journal; stop it first, or wait for the end of the shift.';

export const addUnit = (program: Command, context: CommandContext): void => {
  const unit = program.command('unit').description('one unit: what is known of it, and what a person decides about it');

  unit
    .command('show')
    .description('everything that the journal knows of a unit')
    .argument('<id>', '1 to 8 hex digits')
    .option('--show-pac', 'print the PAC, which is a secret')
    .action(
      commandAction<{ showPac?: true }>(context, ({ showPac }, console, id = '') =>
        withJournalReader(context, console, (reader) =>
          showUnitHistory(reader, deviceIdArgument(id), showPac === true ? 'shown' : 'hidden', console),
        ),
      ),
    );

  unit
    .command('set-aside')
    .description('the unit is not to be registered or judged any more, until it is released')
    .argument('<id>', '1 to 8 hex digits')
    .requiredOption('--why <reason>', 'kept in the journal')
    .addOption(settingsOption('which knows who may decide'))
    .action(
      commandAction<DecisionFlags>(context, (flags, console, id = '') =>
        decide(flags, context, async (journal, decided) => {
          const deviceId = deviceIdArgument(id);
          await requireKnown(deviceId, journal);
          await journal.append([{ kind: 'unit set aside', deviceId, ...decided }]);
          console.result({ event: 'set aside', deviceId, ...decided }, `${deviceId} is set aside: ${decided.reason}`);
        }),
      ),
    );

  unit
    .command('release')
    .description('let a unit in again that was set aside, or that came back with another PAC')
    .argument('<id>', '1 to 8 hex digits')
    .requiredOption('--why <reason>', 'kept in the journal')
    .option('--new-pair', 'forget the PAC that was read of it: the next one counts')
    .addOption(settingsOption('which knows who may decide'))
    .action(
      commandAction<DecisionFlags>(context, (flags, console, id = '') =>
        decide(flags, context, async (journal, decided) => {
          const deviceId = deviceIdArgument(id);
          await requireKnown(deviceId, journal);
          const pair = flags.newPair === true ? 'forgotten' : 'kept';
          if (pair === 'forgotten') await requireNotInFlight(deviceId, journal);
          await journal.append([{ kind: 'unit released', deviceId, pair, ...decided }]);
          console.result(
            { event: 'released', deviceId, pair, ...decided },
            `${deviceId} is released${pair === 'forgotten' ? ', and its next reading counts' : ''}.`,
          );
        }),
      ),
    );
};

const decide = async (
  { why, settings: file }: DecisionFlags,
  context: CommandContext,
  act: (journal: Journal, decided: DecidedByPerson) => Promise<void>,
): Promise<number> => {
  const reason = requireReason(why);
  const settings = await readSettings(file === undefined ? {} : { settings: file });
  return withOwnJournal(context, settings, inUse, async (journal) => {
    const operator = await decidingPerson({ settings, needed: 'technician', journal }, context);
    await act(journal, { operator, reason });
    return 0;
  });
};

const requireKnown = async (deviceId: DeviceId, journal: Journal): Promise<void> => {
  if ((await journal.unit(deviceId)) === null)
    throw new PaclineError('bad usage', `The journal has never read ${deviceId}.`);
};

const requireNotInFlight = async (deviceId: DeviceId, journal: Journal): Promise<void> => {
  const state = (await journal.registration(deviceId))?.state;
  if (state !== undefined && mayHaveBeenSent(state))
    throw new PaclineError(
      'registration unknown',
      `A registration of ${deviceId} is on its way; \`pacline outbox drain\` settles it first.`,
      { context: { deviceId } },
    );
};
