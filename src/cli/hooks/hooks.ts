import type { Command } from 'commander';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { localTime } from '../../domain/shift.ts';
import { openJournalReader } from '../../journal/open-journal-reader.ts';
import { isJournalKept } from '../../journal/witness/against-witness.ts';
import { loadSettings } from '../../settings/file/load-settings.ts';
import { journalFile, stateFolder } from '../../settings/state-folder.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { settingsOption } from '../shared/settings-option.ts';
import type { Console } from '../shared/console.ts';
import { listHooks, whereTo, type ListedHook } from './hook-list.ts';

interface HooksFlags {
  readonly settings?: string;
}

export const addHooks = (program: Command, context: CommandContext): void => {
  const hooks = program.command('hooks').description('who outside is told what happens');
  hooks
    .command('list')
    .description(
      'each hook of the settings: where it delivers to, how far it has come, and since when and why it fails',
    )
    .addOption(settingsOption())
    .action(
      commandAction<HooksFlags>(context, async ({ settings: path }, console) => {
        if (path === undefined)
          throw new PaclineError('bad usage', 'Say where the hooks are written down: --settings station.toml.');
        const { settings } = await loadSettings(path);
        const listed = await readHooks(settings.hooks, context);
        for (const hook of listed) console.result(hookObject(hook), hookRow(hook, console));
        if (listed.length === 0) console.remark('The settings name no hook.');
        return 0;
      }),
    );
};

const readHooks = async (
  settings: Parameters<typeof listHooks>[0],
  { environment, clock }: CommandContext,
): Promise<readonly ListedHook[]> => {
  const folder = stateFolder({ environment });
  const file = journalFile(folder);
  const journal = isJournalKept(file) ? await openJournalReader({ path: file }) : null;
  try {
    return await listHooks(settings, { journal, stateFolder: folder, environment, clock });
  } finally {
    await journal?.close();
  }
};

const hookObject = ({ setting, state, refusal }: ListedHook): Readonly<Record<string, unknown>> => ({
  hook: setting.name,
  kind: setting.kind,
  to: whereTo(setting),
  kinds: setting.kinds ?? null,
  deliveredUpTo: state?.deliveredUpTo ?? null,
  behind: state?.behind ?? null,
  failingSince: state?.since ?? null,
  lastFailure: state?.lastFailure ?? null,
  refusal: refusal === null ? null : { code: refusal.code, message: refusal.message },
});

const hookRow = ({ setting, state, refusal }: ListedHook, console: Console): string => {
  const kinds = setting.kinds === undefined ? '' : `  only ${setting.kinds.join(', ')}`;
  const rows = [
    `${console.styled('bold', setting.name.padEnd(12))} ${setting.kind.padEnd(8)} ${whereTo(setting)}${kinds}`,
  ];
  const beneath = (words: string): number => rows.push(`${' '.repeat(13)}${words}`);
  if (state === null) beneath('nothing delivered: there is no journal yet');
  else
    beneath(
      state.behind === 0
        ? `every event is delivered, the last is ${state.deliveredUpTo}`
        : `delivered up to event ${state.deliveredUpTo}, ${state.behind} behind`,
    );
  if (state !== null && state.since !== null)
    beneath(
      console.styled(
        'yellow',
        `failing since ${localTime(state.since)}: ${state.lastFailure?.message ?? 'why is not known'}`,
      ),
    );
  if (refusal !== null) beneath(console.styled('yellow', `here it could not be started: ${refusal.message}`));
  return rows.join('\n');
};
