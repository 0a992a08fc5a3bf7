import type { Command } from 'commander';

import type { DeviceId } from '../domain/device-id.ts';
import type { VerdictColour } from '../domain/outcome.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import { journalFile } from '../compose.ts';
import type { JournalReader, RunRecord } from '../journal/journal.ts';
import { openJournalReader } from '../journal/open-journal-reader.ts';
import { stateFolder } from '../settings/state-folder.ts';
import { countArgument, deviceIdArgument } from './arguments.ts';
import { acting, type CommandContext } from './command-context.ts';
import type { Console } from './console.ts';
import { marks } from './marks.ts';

export const addJournal = (program: Command, context: CommandContext): void => {
  const journal = program.command('journal').description('what happened on this station');

  journal
    .command('list')
    .description('the runs, newest first')
    .option('--limit <n>', 'how many', countArgument, 50)
    .action(
      acting<{ limit: number }>(context, ({ limit }, console) =>
        withJournal(context, async (reader) => {
          const runs = await reader.runs({ limit });
          for (const run of runs) console.result(describeRun(run), runLine(run, console));
          if (runs.length === 0) console.remark('No run yet. A unit that was registered by its typed ID is shown by `pacline journal show <id>`.');
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
      acting<{ showPac?: true }>(context, async ({ showPac }, console, id = '') => {
        if (/^[0-9a-f]{8}-/i.test(id)) return withJournal(context, (reader) => showRun(reader, id, console));
        const deviceId = deviceIdArgument(id);
        return withJournal(context, (reader) => showUnit(reader, deviceId, showPac === true ? 'shown' : 'hidden', console));
      }),
    );

  journal
    .command('verify')
    .description('check the hash chain: has anything been altered?')
    .action(
      acting(context, (_, console) =>
        withJournal(context, async (reader) => {
          const { events, brokenAt } = await reader.verify();
          if (brokenAt !== null) throw new PaclineError('journal broken', `The hash chain breaks at event ${brokenAt}; the ${events} events before it hold.`, { context: { brokenAt } });
          console.result({ events, brokenAt }, `${events} events, the chain holds.`);
          return 0;
        }),
      ),
    );
};

const withJournal = async (context: CommandContext, work: (reader: JournalReader) => Promise<number>): Promise<number> => {
  const reader = await openJournalReader({ path: journalFile(stateFolder(context)) });
  try {
    return await work(reader);
  } finally {
    await reader.close();
  }
};

const showUnit = async (reader: JournalReader, deviceId: DeviceId, pac: 'shown' | 'hidden', console: Console): Promise<number> => {
  const unit = await reader.unit(deviceId);
  const runs = await reader.runs({ deviceId });
  if (unit === null && runs.length === 0) throw new PaclineError('bad usage', `The journal has never seen ${deviceId}.`);
  const registration = await reader.registration(deviceId);
  const shownPac = unit === null ? null : pac === 'shown' ? unit.pac.reveal() : unit.pac.toString();
  const lines = [
    `unit          ${deviceId}`,
    ...(unit === null ? [] : [`PAC           ${shownPac ?? ''} (${unit.pacSource})`, `modem         ${unit.dialect}${unit.firmware === null ? '' : `, ${unit.firmware}`}`, `read          ${time(unit.firstReadAt)}, last ${time(unit.lastReadAt)}`]),
    ...(registration === null ? [] : [`registration  ${registration.state} since ${time(registration.changedAt)}, ${registration.certificate ?? 'prototype'} in ${registration.deviceTypeId}`, ...(registration.reason === null ? [] : [`              ${registration.reason}`])]),
    'runs',
    ...runs.map((run) => `  ${runLine(run, console)}`),
  ];
  console.result({ deviceId, unit: unit === null ? null : { ...unit, pac: shownPac }, registration, runs: runs.map(describeRun) }, lines.join('\n'));
  return 0;
};

const showRun = async (reader: JournalReader, id: string, console: Console): Promise<number> => {
  const run = await reader.run(id);
  if (run === null) throw new PaclineError('bad usage', `The journal has no run ${id}.`);
  console.result({ ...run }, `${runLine(run, console)}\n${run.transcript ?? ''}`);
  return 0;
};

const describeRun = (run: RunRecord): Readonly<Record<string, unknown>> => ({ ...run, transcript: undefined });

const runLine = (run: RunRecord, console: Console): string => {
  const end = run.endedAt === null ? 'not ended' : `${run.outcome ?? ''}, ${run.code ?? ''}`;
  const colour: VerdictColour | null = run.colour;
  const mark = colour === null ? '…' : console.styled(marks[colour].style, `${marks[colour].shape} ${colour.padEnd(5)}`);
  return `${time(run.startedAt)}  ${mark}  ${run.deviceId ?? '--------'}  ${run.slot}  ${end}`;
};

const time = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, 19);
