import { Option, type Command } from 'commander';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { MinuteOfDay } from '../../domain/shift.ts';
import { openJournalReader } from '../../journal/open-journal-reader.ts';
import { reportPage } from '../../report/html/page.ts';
import { makeReport, type Report } from '../../report/report.ts';
import { orderWindow, shiftWindow, sinceWindow, type ReportWindow } from '../../report/report-window.ts';
import type { LabelsBySettings } from '../../report/unit-end.ts';
import { unitRow, unseatedRow } from '../../report/unit-row.ts';
import { loadSettings, type LoadedSettings } from '../../settings/file/load-settings.ts';
import { defaultSettings } from '../../settings/settings-schema.ts';
import { journalFile, stateFolder } from '../../settings/state-folder.ts';
import { required } from '../../domain/parsed.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { settingsOption } from '../shared/settings-option.ts';
import type { Console } from '../shared/console.ts';
import { reportText } from './report-text.ts';
import { forceOption, requireOutput, writeOutput, type OutputFlags } from '../shared/output-file.ts';
import { unitsAsCsv } from './units-as-csv.ts';

interface ReportFlags extends OutputFlags {
  readonly shift?: string | true;
  readonly order?: string;
  readonly since?: string;
  readonly html?: string;
  readonly csv?: string;
  readonly check?: true;
  readonly settings?: string;
}

export const addReport = (program: Command, context: CommandContext): void => {
  program
    .command('report')
    .description(
      'what became of every unit of a shift, an order or a time: reconciliation, yield, causes, seconds per unit',
    )
    .addOption(
      new Option(
        '--shift [name]',
        'current (if nothing is said), last, or a time in it such as "2026-11-25 06:00"',
      ).conflicts(['order', 'since']),
    )
    .addOption(new Option('--order <name>', 'all runs of an order').conflicts('since'))
    .option('--since <time>', '30m, 2h, 3d, today, yesterday, or a date and time; until now')
    .option('--html <file>', 'write it as a page to look at and to print')
    .option('--csv <file>', 'write the list of units, one a row')
    .addOption(forceOption())
    .option('--check', 'exit with 1 while a unit is open: owed, under way or not known')
    .addOption(settingsOption('which says when shifts begin and which products have labels'))
    .action(commandAction<ReportFlags>(context, (flags, console) => showReport(flags, { context, console })));
};

const showReport = async (
  flags: ReportFlags,
  { context, console }: { readonly context: CommandContext; readonly console: Console },
): Promise<number> => {
  const outputs = [flags.html, flags.csv].filter((path) => path !== undefined);
  for (const path of outputs) await requireOutput(path, flags, context);
  const loaded = flags.settings === undefined ? null : await loadSettings(flags.settings);
  const report = await readReport(
    context,
    windowOf(flags, { now: context.clock.now(), starts: (loaded?.settings ?? defaultSettings).shift.starts }),
    loaded,
  );
  if (flags.html !== undefined) await writeOutput(flags.html, reportPage(report));
  if (flags.csv !== undefined) await writeOutput(flags.csv, unitsAsCsv(report));
  if (console.json) showObjects(report, console);
  else console.result({}, reportText(report, console));
  for (const file of outputs) console.remark(`Written: ${file}`);
  return flags.check === true && !report.closes ? 1 : 0;
};

const windowOf = (
  { shift, order, since }: ReportFlags,
  { now, starts }: { readonly now: number; readonly starts: readonly MinuteOfDay[] },
): ReportWindow => {
  if (order !== undefined) return orderWindow(order);
  if (since !== undefined) return required(sinceWindow(since, { now }));
  return required(shiftWindow(shift === undefined || shift === true ? 'current' : shift, { now, starts }));
};

const readReport = async (
  context: CommandContext,
  window: ReportWindow,
  loaded: LoadedSettings | null,
): Promise<Report> => {
  const reader = await openJournalReader({ path: journalFile(stateFolder(context)) });
  try {
    const report = await makeReport(reader, window, {
      now: context.clock.now(),
      labels: loaded === null ? null : labelsOf(loaded),
    });
    if (window.order !== null && report.reconciliation.runs === 0)
      throw new PaclineError('bad usage', `The journal has no run of an order "${window.order}".`);
    return report;
  } finally {
    await reader.close();
  }
};

const labelsOf = ({ settings, digest }: LoadedSettings): LabelsBySettings => ({
  digest,
  products: new Set(settings.products.flatMap(({ name, label }) => (label === undefined ? [] : [name]))),
});

const showObjects = (report: Report, console: Console): void => {
  const { unseated } = report;
  console.result(
    { event: 'report', ...report, unseated: { ...unseated, listed: undefined }, units: undefined, greenMs: undefined },
    '',
  );
  for (const unit of report.units) console.result({ event: 'unit', ...unitRow(unit) }, '');
  for (const unit of unseated.listed) console.result({ event: 'unit', ...unseatedRow(unit) }, '');
};
