import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { openJournal } from '../../journal/open-journal.ts';
import { importSeries } from '../../series/import-series.ts';
import { parseDeviceTypeCell } from '../../series/columns/series-cells.ts';
import { parseColumnNames } from '../../series/columns/series-columns.ts';
import type { SeriesForm } from '../../series/series-rows.ts';
import type { SeriesDefaults } from '../../series/series-units.ts';
import type { Settings } from '../../settings/settings.ts';
import { journalFile, stateFolder } from '../../settings/state-folder.ts';
import { required } from '../../domain/parsed.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { askForColumns } from './ask-for-columns.ts';
import { encodingOf, type ListFlags } from './list-options.ts';
import { RowProgress } from './row-progress.ts';
import { countsText, SeriesReport } from './series-report.ts';
import {
  certificationFromFlags,
  chosenProduct,
  prefixOf,
  readSettings,
  stationName,
  type ProductFlags,
} from '../../composition/station-config.ts';

export interface ImportFlags extends ProductFlags, ListFlags {
  readonly maxFaults: number;
  readonly allOrNothing?: true;
}

/** As the settings file has it. */
const longestPrefix = 40;

export const importFile = async (
  file: string,
  flags: ImportFlags,
  { context, console }: { readonly context: CommandContext; readonly console: Console },
): Promise<number> => {
  const columns = required(
    parseColumnNames(await askForColumns(file, flags, { purpose: 'new', context, console }), 'new'),
  );
  const settings = await readSettings(flags);
  const defaults = defaultsOf(flags, settings);
  const { clock, signal } = context;
  const journal = await openJournal({
    path: journalFile(stateFolder(context)),
    station: stationName(settings),
    clock,
    signal,
  });
  const progress = new RowProgress({ console, clock });
  const report = new SeriesReport({ console, progress, maxFaults: flags.maxFaults });
  try {
    const counts = await importSeries(file, {
      journal,
      columns,
      defaults,
      ...encodingOf(flags),
      take: flags.allOrNothing === true ? 'all or nothing' : 'good rows',
      signal,
      onForm: (form) => {
        report.form(file, 'new', form);
        sayWhatIsNotCarried(form, console);
      },
      onFault: (fault) => report.fault(fault),
      onProgress: ({ doing, rows }) => progress.show(doing, rows),
    }).finally(() => report.end());
    const { rows, listed, heldBack, owedBefore, doneBefore, underWay, duplicates, badRows } = counts;
    console.result(
      { event: 'imported', file, ...counts, faults: report.faults },
      countsText(rows, {
        listed,
        'not written': heldBack,
        'owed before': owedBefore,
        'done before': doneBefore,
        'under way': underWay,
        'said twice': duplicates,
        bad: badRows,
      }),
    );
    if (heldBack > 0) console.remark('Nothing was written: correct the bad rows, or leave --all-or-nothing out.');
    else if (listed + owedBefore > 0)
      console.remark(
        `They are owed: \`pacline register --file ${file}\` registers them right away, \`pacline outbox drain\` later.`,
      );
    return badRows > 0 ? 1 : 0;
  } finally {
    await journal.close();
  }
};

/** What goes for every unit of which the file says nothing else: flags before settings. */
export const defaultsOf = (flags: ProductFlags, settings: Settings): SeriesDefaults => {
  const { deviceType, certificate, prototype } = flags;
  const { product } = chosenProduct(flags, settings);
  const deviceTypeId = deviceType === undefined ? product?.deviceTypeId : deviceTypeArgument(deviceType);
  const certification =
    certificate !== undefined || prototype !== undefined
      ? certificationFromFlags(certificate, prototype)
      : product?.certification;
  const namePrefix = prefixOf(flags, product);
  if (namePrefix.length > longestPrefix)
    throw new PaclineError(
      'bad usage',
      `A prefix has at most ${longestPrefix} characters; this one has ${namePrefix.length}.`,
    );
  return {
    namePrefix,
    ...(deviceTypeId === undefined ? {} : { deviceTypeId }),
    ...(certification === undefined ? {} : { certification }),
  };
};

/** @throws PaclineError bad usage */
export const deviceTypeArgument = (text: string): string => {
  const parsed = parseDeviceTypeCell(text);
  if (parsed.ok) return parsed.value;
  throw new PaclineError('bad usage', `"${text.slice(0, 40)}" is no device type: 24 hex digits are expected.`);
};

const sayWhatIsNotCarried = ({ columns }: SeriesForm, console: Console): void => {
  const later = columns.flatMap(({ name }) =>
    ['lat', 'lng', 'activable', 'automaticRenewal'].includes(name) ? [name] : [],
  );
  if (later.length > 0)
    console.remark(
      `Not part of a registration, only checked here: ${later.join(', ')}. Set them with \`pacline edit --file\` once the units are confirmed.`,
    );
};
