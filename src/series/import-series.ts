import type { ListedUnit, UnitsListed } from '../journal/events.ts';
import type { Journal } from '../journal/journal.ts';
import { certificateOf, checkAgainstJournal, type UnitCheck } from './against-journal.ts';
import type { ColumnNames } from './columns/series-columns.ts';
import type { SeriesFault } from './series-row.ts';
import { readSeries, type SeriesForm } from './series-rows.ts';
import type { NewUnit, SeriesDefaults } from './series-units.ts';
import type { TextEncoding } from './file/text-encoding.ts';

export interface ImportOptions {
  readonly journal: Pick<Journal, 'knownUnits' | 'registration' | 'append'>;
  /** Which file this is, by its content and the way it is read: its units belong to it from now on. Left out: to none. */
  readonly listing?: string;
  /** Where the units are to be registered; left out: wherever they were. */
  readonly backend?: string;
  readonly columns?: ColumnNames;
  readonly defaults?: SeriesDefaults;
  /** Left out: found out, UTF-8 or UTF-16. */
  readonly encoding?: TextEncoding;
  /** `good rows`: bad ones stay behind. `all or nothing`: one bad row, and nothing is written. */
  readonly take: 'good rows' | 'all or nothing';
  readonly signal: AbortSignal;
  /** Told once, before the first fault of a row. */
  readonly onForm?: (form: SeriesForm) => void;
  readonly onFault?: (fault: SeriesFault) => void;
  /** After each page. `checking` is the first pass of `all or nothing`. */
  readonly onProgress?: (progress: { readonly doing: 'checking' | 'listing'; readonly rows: number }) => void;
}

/** Rows of a file by what became of them; every row is counted once. */
export interface ImportCounts {
  readonly rows: number;
  /** In the journal now, and owed. */
  readonly listed: number;
  /** Good, and not written: some other row is bad, and it was to be all or nothing. */
  readonly heldBack: number;
  /** Owed before this, just as they are listed. */
  readonly owedBefore: number;
  /** Confirmed before this with the same product. */
  readonly doneBefore: number;
  /** Left to be settled: they may have reached the backend. */
  readonly underWay: number;
  /** Said again what an earlier row said. */
  readonly duplicates: number;
  /** A bad header and a broken file count as one. */
  readonly badRows: number;
}

/** Units in one event and in one question to the journal. */
const unitsPerPage = 500;

const countOf = {
  'to be owed': 'listed',
  owed: 'owedBefore',
  done: 'doneBefore',
  'under way': 'underWay',
  contradiction: 'badRows',
} as const;

/**
 * Takes a New series into the journal as owed, a page of the file in one transaction. Killed in the middle it is simply run
 * again: what was written then is owed already.
 * @throws PaclineError bad usage: the file cannot be read; of the journal; and the signal's reason, with the pages so far written
 */
export const importSeries = async (path: string, options: ImportOptions): Promise<ImportCounts> => {
  if (options.take === 'all or nothing') {
    const trial = await pass(path, { ...options, doing: 'checking' });
    if (trial.badRows > 0) return { ...trial, listed: 0, heldBack: trial.listed };
    return pass(path, { ...options, doing: 'listing', onForm: () => undefined });
  }
  return pass(path, { ...options, doing: 'listing' });
};

const pass = async (
  path: string,
  {
    journal,
    listing,
    backend,
    columns = {},
    defaults = {},
    encoding,
    signal,
    doing,
    onForm,
    onFault,
    onProgress,
  }: ImportOptions & { readonly doing: 'checking' | 'listing' },
): Promise<ImportCounts> => {
  const counts = {
    rows: 0,
    listed: 0,
    heldBack: 0,
    owedBefore: 0,
    doneBefore: 0,
    underWay: 0,
    duplicates: 0,
    badRows: 0,
  };
  let form: SeriesForm | null = null;
  let page: NewUnit[] = [];
  const takeUpPage = async (): Promise<void> => {
    const checks = await checkAgainstJournal(page, { journal, ...(backend !== undefined && { backend }) });
    for (const check of checks) {
      counts[countOf[check.kind]] += 1;
      if (check.kind === 'contradiction') onFault?.(contradictionIn(check, form));
    }
    const taken = checks.filter(
      (one) =>
        one.kind === 'to be owed' || (one.kind !== 'contradiction' && listing !== undefined && one.listing !== listing),
    );
    if (doing === 'listing' && taken.length > 0)
      await journal.append([
        ...taken.flatMap(({ gaveWay }) => gaveWay),
        ...listings(
          { path, listing, backend },
          taken.map(({ unit }) => unit),
        ),
      ]);
    page = [];
    onProgress?.({ doing, rows: counts.rows });
  };
  let badLine = 0;
  for await (const entry of readSeries(path, {
    purpose: 'new',
    columns,
    defaults,
    signal,
    ...(encoding === undefined ? {} : { encoding }),
  })) {
    if (entry.kind === 'form') {
      form = entry;
      onForm?.(form);
      continue;
    }
    if (entry.kind === 'fault') {
      onFault?.(entry);
      // A row may have several faults
      if (entry.line === badLine) continue;
      badLine = entry.line;
      counts.badRows += 1;
    }
    counts.rows += 1;
    if (entry.kind === 'repeat') counts.duplicates += 1;
    if (entry.kind === 'unit') page.push(entry);
    if (page.length === unitsPerPage) await takeUpPage();
  }
  await takeUpPage();
  return counts;
};

const contradictionIn = (
  { unit, column, reason }: Extract<UnitCheck, { readonly kind: 'contradiction' }>,
  form: SeriesForm | null,
): SeriesFault => ({
  kind: 'fault',
  line: unit.line,
  column: { name: column, number: form?.columns.find(({ name }) => name === column)?.number ?? null },
  reason,
});

/** One event for each product in the page. */
const listings = (
  {
    path: list,
    listing,
    backend,
  }: { readonly path: string; readonly listing: string | undefined; readonly backend: string | undefined },
  units: readonly NewUnit[],
): readonly UnitsListed[] => {
  const events = new Map<string, Omit<UnitsListed, 'units'> & { readonly units: ListedUnit[] }>();
  for (const { deviceId, pac, name, deviceTypeId, certification } of units) {
    const certificate = certificateOf(certification);
    const product = `${deviceTypeId} ${certificate ?? ''}`;
    const event = events.get(product) ?? {
      kind: 'units listed',
      list,
      deviceTypeId,
      certificate,
      ...(listing !== undefined && { listing }),
      ...(backend !== undefined && { backend }),
      units: [],
    };
    event.units.push({ deviceId, pac: pac.reveal(), name });
    events.set(product, event);
  }
  return [...events.values()];
};
