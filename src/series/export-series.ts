import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

import { stringify } from 'csv-stringify';

import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { JournalReader, RegistrationListing } from '../journal/journal.ts';
import type { RegistrationState } from '../domain/registration.ts';
import type { SeriesPurpose } from './columns/column-names.ts';

const cellOf = {
  id: ({ deviceId }: RegistrationListing) => deviceId,
  pac: ({ pac }: RegistrationListing) => pac.reveal(),
  /** Empty where the API user may not see it: the initial one would be spent. */
  currentPac: ({ currentPac }: RegistrationListing) => currentPac?.reveal() ?? '',
  serialNumber: ({ serialNumber }: RegistrationListing) => serialNumber ?? '',
  name: ({ name }: RegistrationListing) => name,
  productCertificate: ({ certificate }: RegistrationListing) => certificate ?? '',
  prototype: ({ certificate }: RegistrationListing) => String(certificate === null),
  deviceTypeId: ({ deviceTypeId }: RegistrationListing) => deviceTypeId,
  /** For a person to fill in: the journal does not know what is to take a unit's place. */
  targetId: () => '',
} as const;

export type ExportColumn = keyof typeof cellOf;

export const exportColumns = Object.keys(cellOf) as readonly ExportColumn[];

/** What a file is written for: the portal's series, or whoever owns the units next. */
export type ExportPurpose = SeriesPurpose | 'handover';

/**
 * What the backend's portal is given. Its exact columns, their order and its separator are not public: these are the fields it
 * is known to ask for, to be changed to what the question-mark icon beside the portal's file field shows.
 */
export const exportPresets: Readonly<
  Record<ExportPurpose, { readonly columns: readonly ExportColumn[]; readonly states: readonly RegistrationState[] }>
> = {
  new: { columns: ['id', 'pac'], states: ['owed'] },
  edit: { columns: ['id', 'name', 'productCertificate'], states: ['confirmed'] },
  replace: { columns: ['id', 'targetId'], states: ['confirmed'] },
  handover: {
    columns: ['id', 'currentPac', 'productCertificate', 'name', 'deviceTypeId', 'serialNumber'],
    states: ['confirmed'],
  },
};

/** Columns that only the owner of the file may read. */
export const isSecretColumn = (column: ExportColumn): boolean => column === 'pac' || column === 'currentPac';

export interface ExportOptions {
  readonly journal: Pick<JournalReader, 'listRegistrations'>;
  readonly states: readonly RegistrationState[];
  /** Only units of this device type; left out: of all of them. */
  readonly deviceTypeId?: string;
  /** Only units with this certificate, or only prototypes (null). */
  readonly certificate?: string | null;
  readonly columns: readonly ExportColumn[];
  readonly separator: ';' | ',' | '\t';
  readonly header: boolean;
  readonly signal: AbortSignal;
  /** After each page. */
  readonly onProgress?: (units: number) => void;
}

/** What was written. */
export interface ExportCounts {
  readonly units: number;
  /** Units whose current PAC was asked for and is not known here. */
  readonly withoutPac: number;
  /** Units with a cell that a spreadsheet would take for a formula; it is written as it is, for the portal takes it so. */
  readonly withFormulas: number;
}

const formula = /^[=+\-@\t\r]/;

const unitsPerPage = 1000;

/**
 * Writes units of the journal to a CSV file, a page at a time, and returns how many. The file is there once it is whole, in
 * place of one of that name; with PACs in it, only its owner may read it.
 * @throws PaclineError bad usage: the file cannot be written; of the journal; and the signal's reason
 */
export const exportSeries = async (path: string, options: ExportOptions): Promise<ExportCounts> => {
  const { columns, separator, header, signal } = options;
  const counted = { units: 0, withoutPac: 0, withFormulas: 0 };
  const part = `${path}.part`;
  try {
    await requireReplaceable(path);
    // One that a kill left behind may be open to others
    await rm(part, { force: true });
    const file = await open(part, 'wx', columns.some(isSecretColumn) ? 0o600 : 0o666);
    try {
      await written(
        file,
        signal,
        pipeline(
          rowsOf(options, counted),
          stringify({ columns: [...columns], delimiter: separator, header }),
          file.createWriteStream({ flush: true }),
          { signal },
        ),
      );
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || PaclineError.is(error)) throw error;
    throw new PaclineError(
      'bad usage',
      `${path} cannot be written (${String(error.code)}); name a file in a folder where this user may write.`,
      { context: { path }, cause: error },
    );
  }
  return counted;
};

const written = async (file: FileHandle, signal: AbortSignal, writing: Promise<void>): Promise<void> => {
  try {
    await writing;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    await file.close();
  }
};

/** Anything but a file, such as a terminal, must not be replaced by one. */
const requireReplaceable = async (path: string): Promise<void> => {
  const found = await stat(path).catch(() => null);
  if (found !== null && !found.isFile())
    throw new PaclineError('bad usage', `${path} is not a file; name one that may be replaced, or a new one.`, {
      context: { path },
    });
};

async function* rowsOf(
  { journal, states, deviceTypeId, certificate, columns, onProgress }: ExportOptions,
  counted: { -readonly [Count in keyof ExportCounts]: ExportCounts[Count] },
): AsyncGenerator<readonly string[]> {
  const product = {
    ...(deviceTypeId === undefined ? {} : { deviceTypeId }),
    ...(certificate === undefined ? {} : { certificate }),
  };
  for (let last: RegistrationListing | undefined; ;) {
    const page = await journal.listRegistrations(states, {
      ...product,
      ...(last === undefined ? {} : { after: last.deviceId }),
      limit: unitsPerPage,
    });
    for (const unit of page) {
      const cells = columns.map((column) => cellOf[column](unit));
      if (cells.some((cell) => formula.test(cell))) counted.withFormulas += 1;
      yield cells;
    }
    counted.units += page.length;
    if (columns.includes('currentPac'))
      counted.withoutPac += page.filter(({ currentPac }) => currentPac === null).length;
    onProgress?.(counted.units);
    last = page.at(-1);
    if (page.length < unitsPerPage || last === undefined) return;
  }
}
