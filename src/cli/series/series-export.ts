import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { JournalReader } from '../../journal/journal.ts';
import { openJournalReader } from '../../journal/open-journal-reader.ts';
import { certificateOf } from '../../series/against-journal.ts';
import {
  exportColumns,
  exportPresets,
  exportSeries,
  isSecretColumn,
  type ExportColumn,
  type ExportPurpose,
} from '../../series/export-series.ts';
import { journalFile, stateFolder } from '../../settings/state-folder.ts';
import { certificationFromFlags } from '../../composition/station-config.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { requireOutput, type OutputFlags } from '../shared/output-file.ts';
import { RowProgress } from './row-progress.ts';
import { deviceTypeArgument } from './series-import.ts';

export interface ExportFlags extends OutputFlags {
  readonly out: string;
  readonly columns?: string;
  readonly separator: ';' | ',' | 'tab';
  readonly header: boolean;
  readonly showPac?: true;
  readonly deviceType?: string;
  readonly certificate?: string;
  readonly prototype?: true;
}

interface ProductFilter {
  readonly deviceTypeId?: string;
  readonly certificate?: string | null;
}

export const exportFile = async (
  purpose: ExportPurpose,
  flags: ExportFlags,
  { context, console }: { readonly context: CommandContext; readonly console: Console },
): Promise<number> => {
  const { states, columns: usual } = exportPresets[purpose];
  const columns = flags.columns === undefined ? usual : columnsArgument(flags.columns);
  if (columns.some(isSecretColumn) && flags.showPac !== true)
    throw new PaclineError(
      'bad usage',
      'This file has PACs in it, which are secrets; say --show-pac if they are to be written, and keep the file to yourself.',
    );
  const filter = filterOf(flags);
  await requireOutput(flags.out, flags, context);
  const journal = await openJournalReader({ path: journalFile(stateFolder(context)) });
  const progress = new RowProgress({ console, clock: context.clock });
  try {
    if (purpose === 'new') await requireOneProduct(journal, filter);
    const separator = flags.separator === 'tab' ? '\t' : flags.separator;
    const { units, withoutPac, withFormulas } = await exportSeries(flags.out, {
      ...filter,
      journal,
      states,
      columns,
      separator,
      header: flags.header,
      signal: context.signal,
      onProgress: (written) => progress.show('writing', written),
    }).finally(() => progress.clear());
    console.result(
      {
        event: 'exported',
        file: flags.out,
        purpose,
        units,
        withoutPac,
        withFormulas,
        columns,
        separator,
        header: flags.header,
      },
      `${flags.out}: ${units} unit${units === 1 ? '' : 's'}, ${columns.join(flags.separator === 'tab' ? ' ' : flags.separator)}`,
    );
    if (withoutPac > 0)
      console.remark(
        `${withoutPac} of them have no PAC in it: the backend did not show the new one to this API user, and the one in the module is spent. An API user with write rights on devices sees it; look again with \`pacline register\` or on the line.`,
      );
    if (withFormulas > 0)
      console.remark(
        `${withFormulas} of them ${withFormulas === 1 ? 'has' : 'have'} a cell that begins with =, +, - or @, which a spreadsheet takes for a formula. It is written as it is, since the portal and other programs read it so: open the file in no spreadsheet, or import its columns as text.`,
      );
    if (purpose === 'handover') return 0;
    console.remark(
      "The portal's own format is not public: check it with the question-mark icon of the portal, and change --columns, --separator and --no-header to it.",
    );
    if (columns.includes('targetId'))
      console.remark('Fill in targetId: the unit that takes the place of the one in id.');
    return 0;
  } finally {
    await journal.close();
  }
};

const columnsArgument = (list: string): readonly ExportColumn[] =>
  list.split(',').map((text) => {
    const column = exportColumns.find((one) => one.toLowerCase() === text.trim().toLowerCase());
    if (column === undefined)
      throw new PaclineError(
        'bad usage',
        `There is no column "${text.trim().slice(0, 40)}" to write; known are ${exportColumns.join(', ')}.`,
      );
    return column;
  });

const filterOf = ({ deviceType, certificate, prototype }: ExportFlags): ProductFilter => ({
  ...(deviceType === undefined ? {} : { deviceTypeId: deviceTypeArgument(deviceType) }),
  ...(certificate === undefined && prototype === undefined
    ? {}
    : { certificate: certificateOf(certificationFromFlags(certificate, prototype)) }),
});

/** The portal takes one device type and one certificate for a whole New series. */
const requireOneProduct = async (
  journal: Pick<JournalReader, 'debts'>,
  { deviceTypeId, certificate }: ProductFilter,
): Promise<void> => {
  const debts = (await journal.debts({ limit: 1000 })).filter(
    (debt) =>
      (deviceTypeId === undefined || debt.deviceTypeId === deviceTypeId) &&
      (certificate === undefined || debt.certificate === certificate),
  );
  if (debts.length < 2) return;
  const list = debts
    .map((debt) => `${debt.certificate ?? 'prototype'} in ${debt.deviceTypeId} (${debt.units})`)
    .join(', ');
  throw new PaclineError(
    'bad usage',
    `A New series is of one product, and the journal owes units of ${debts.length}: ${list}; choose with --device-type and --certificate or --prototype.`,
  );
};
