import type { SeriesDefaults } from '../../series/series-units.ts';
import type { SeriesPurpose } from '../../series/columns/column-names.ts';
import { parseColumnNames } from '../../series/columns/series-columns.ts';
import { readSeries, type SeriesForm } from '../../series/series-rows.ts';
import { required } from '../../domain/parsed.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { askForColumns } from './ask-for-columns.ts';
import { encodingOf, type ListFlags } from './list-options.ts';
import { RowProgress } from './row-progress.ts';
import { countsText, SeriesReport } from './series-report.ts';

export interface CheckFlags extends ListFlags {
  readonly purpose: SeriesPurpose;
  readonly maxFaults: number;
}

/** Whatever the import may be told beside the file is taken to be right. */
const givenLater: SeriesDefaults = { deviceTypeId: '0'.repeat(24), certification: { kind: 'prototype' } };

export const checkFile = async (
  file: string,
  flags: CheckFlags,
  { context, console }: { readonly context: CommandContext; readonly console: Console },
): Promise<number> => {
  const { purpose, maxFaults } = flags;
  const columns = required(parseColumnNames(await askForColumns(file, flags, { purpose, context, console }), purpose));
  const progress = new RowProgress({ console, clock: context.clock });
  const report = new SeriesReport({ console, progress, maxFaults });
  const counts = { rows: 0, good: 0, duplicates: 0, badRows: 0 };
  let form: SeriesForm | null = null;
  let badLine = 0;
  try {
    for await (const entry of readSeries(file, {
      purpose,
      columns,
      defaults: purpose === 'new' ? givenLater : {},
      ...encodingOf(flags),
      signal: context.signal,
    })) {
      if (entry.kind === 'form') {
        form = entry;
        report.form(file, purpose, form);
        continue;
      }
      if (entry.kind === 'fault') {
        report.fault(entry);
        if (entry.line === badLine) continue;
        badLine = entry.line;
        counts.badRows += 1;
      } else counts[entry.kind === 'repeat' ? 'duplicates' : 'good'] += 1;
      counts.rows += 1;
      progress.show('checking', counts.rows);
    }
  } finally {
    report.end();
  }
  const { rows, good, duplicates, badRows } = counts;
  console.result(
    { event: 'checked', file, purpose, ...counts, faults: report.faults },
    countsText(rows, { good, 'said twice': duplicates, bad: badRows }),
  );
  if (purpose === 'new' && form !== null) sayWhatIsMissing(form, console);
  return badRows > 0 ? 1 : 0;
};

const sayWhatIsMissing = ({ columns }: SeriesForm, console: Console): void => {
  const named = new Set<string>(columns.map(({ name }) => name));
  const flags = [
    ...(named.has('deviceTypeId') ? [] : ['--device-type']),
    ...(named.has('productCertificate') || named.has('prototype') ? [] : ['--certificate or --prototype']),
  ];
  if (flags.length > 0)
    console.remark(`The file does not say everything: give ${flags.join(' and ')} with \`pacline series import\`.`);
};
