import { counted } from '../../domain/counted.ts';
import { openProvisioning, type Provisioning } from '../../composition/open-provisioning.ts';
import { errorTable } from '../../domain/errors/error-table.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { isOpen } from '../../domain/registration.ts';
import type { Debt, RegistrationRecord } from '../../journal/journal.ts';
import { certificationOf } from '../../registrar/certification-of.ts';
import { registrationCode, registrationSentence } from '../../registrar/registration-result.ts';
import { importSeries } from '../../series/import-series.ts';
import { listingOf } from '../../series/listing-of.ts';
import { parseColumnNames } from '../../series/columns/series-columns.ts';
import { readSeries, type SeriesOptions } from '../../series/series-rows.ts';
import type { NewUnit, SeriesDefaults } from '../../series/series-units.ts';
import { BulkProgress } from './bulk-progress.ts';
import { sendPilot } from './send-pilot.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { required } from '../../domain/parsed.ts';
import { RowProgress } from '../series/row-progress.ts';
import { defaultsOf } from '../series/series-import.ts';
import { encodingOf, type ListFlags } from '../series/list-options.ts';
import { SeriesReport } from '../series/series-report.ts';
import { readStation, type ProductFlags } from '../../composition/station-config.ts';

export interface RegisterFileFlags extends ProductFlags, ListFlags {
  readonly allOrNothing?: true;
  readonly maxFaults: number;
  /** How long to wait for what is in flight, in s; left out: until it is listed, or calls a person. */
  readonly wait?: number;
  /** `false`: --no-pilot. */
  readonly pilot: boolean;
}

/** Units in one question to the journal. */
const unitsPerPage = 500;

/** A file of units, from its rows to their end: into the journal, one pilot by itself, then the rest in as few requests as can be. */
export const registerFile = async (
  file: string,
  flags: RegisterFileFlags,
  { context, console }: { readonly context: CommandContext; readonly console: Console },
): Promise<number> => {
  const columns = required(parseColumnNames(flags.column, 'new'));
  const station = await readStation(context, flags);
  const defaults = defaultsOf(flags, station.settings);
  const { signal, clock } = context;
  const listing = await listingOf(file, { columns, defaults, ...encodingOf(flags), signal });
  const progress = new BulkProgress({ console, clock, listing });
  const provisioning = await openProvisioning(
    { ...station, onWait: (wait) => progress.budget(wait), onActivity: (activity) => progress.activity(activity) },
    { clock, say: (sentence) => console.remark(sentence) },
  );
  try {
    const rows = new RowProgress({ console, clock });
    const report = new SeriesReport({ console, progress: rows, maxFaults: flags.maxFaults });
    const counts = await importSeries(file, {
      journal: provisioning.journal,
      listing,
      ...(await registeredHere(provisioning, defaults, signal)),
      columns,
      defaults,
      ...encodingOf(flags),
      take: flags.allOrNothing === true ? 'all or nothing' : 'good rows',
      signal,
      onForm: ({ doubt }) => report.doubt(doubt),
      onFault: (fault) => report.fault(fault),
      onProgress: ({ doing, rows: done }) => rows.show(doing, done),
    }).finally(() => report.end());
    if (counts.heldBack > 0)
      throw new PaclineError(
        'bad usage',
        `${counts.badRows} of ${counts.rows} rows are bad, and nothing was written. Correct them, or leave --all-or-nothing out.`,
      );
    const failure = await flushed(provisioning, { ...flags, listing }, progress, { context, console }).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    signal.throwIfAborted();
    const sum = await reportEnds(file, { columns, defaults, ...encodingOf(flags), signal }, provisioning, console);
    if (failure !== null) throw failure.error;
    if (sum.left > 0) return errorTable['registration unknown'].exitCode;
    return counts.badRows > 0 || sum.refused > 0 ? 1 : 0;
  } catch (error) {
    if (signal.aborted)
      console.remark(
        'What is in the journal goes on with the same command, or with `pacline outbox drain`: nothing is sent twice.',
      );
    throw error;
  } finally {
    await provisioning.close();
  }
};

/** Units that another backend confirmed are owed here, once this one has answered: a mistyped address takes nothing back. */
const registeredHere = async (
  { backend }: Provisioning,
  { deviceTypeId = '0'.repeat(24) }: SeriesDefaults,
  signal: AbortSignal,
): Promise<{ readonly backend?: string }> => {
  try {
    await backend.deviceType(deviceTypeId, { signal });
    return { backend: backend.identity.backend };
  } catch (error) {
    signal.throwIfAborted();
    if (!PaclineError.is(error) || error.entry.area !== 'backend') throw error;
    return {};
  }
};

/** Works on the units of this file and on no others. */
const flushed = async (
  provisioning: Provisioning,
  { pilot, listing, wait }: RegisterFileFlags & { readonly listing: string },
  progress: BulkProgress,
  { context: { signal }, console }: { readonly context: CommandContext; readonly console: Console },
): Promise<void> => {
  const { journal, registrar } = provisioning;
  await progress.start(journal);
  try {
    await registrar.lookAgain({ listing }, { signal });
    for (const debt of await journal.debts({ listing, limit: 1000 })) {
      await preflight(provisioning, debt, signal, console);
      if (pilot) await sendPilot(provisioning, debt, { signal, listing, console });
    }
    await registrar.flush({ listing }, { signal, batchFrom: 1, ...(wait !== undefined && { waitMs: wait * 1000 }) });
  } finally {
    await progress.stop();
  }
};

/** Rights, device type, tokens and quota are looked at before the first unit is sent. */
const preflight = async (
  { backend }: Provisioning,
  { deviceTypeId, certificate, units }: Debt,
  signal: AbortSignal,
  console: Console,
): Promise<void> => {
  const { tokensLeft, findings } = await backend.preflight(
    { name: '', namePrefix: '', deviceTypeId, certification: certificationOf(certificate) },
    { signal },
  );
  for (const { severity, code, message } of findings) {
    if (severity === 'block') throw new PaclineError(code, message);
    console.remark(`${message} (${code})`);
  }
  if (tokensLeft !== null && tokensLeft < units)
    console.remark(
      `${counted(units, 'unit is', 'units are')} owed, and ${tokensLeft} tokens are free: the first frame of a unit takes one.`,
    );
};

/** One object a unit of the file for programs; for people only what needs them, and the sum. Returns the sum. */
const reportEnds = async (
  file: string,
  reading: Omit<SeriesOptions<'new'>, 'purpose'>,
  { journal }: Provisioning,
  console: Console,
): Promise<Sum> => {
  const sum = { confirmed: 0, refused: 0, left: 0, owed: 0, inJobs: 0, accepted: 0, unknown: 0 };
  const jobs = new Map<string, string | null>();
  const jobOf = async (batch: string): Promise<string | null> => {
    const jobId = jobs.get(batch) ?? (await journal.batch(batch))?.jobId ?? null;
    jobs.set(batch, jobId);
    return jobId;
  };
  let page: NewUnit[] = [];
  const flush = async (): Promise<void> => {
    for (const record of (await journal.knownUnits(page)).registrations) {
      const outcome = outcomeOf(record);
      const code = registrationCode(record);
      const message = registrationSentence(record);
      sum[countOf(record)] += 1;
      if (isOpen(record.state)) sum.left += 1;
      const jobId = record.batch === null ? null : await jobOf(record.batch);
      if (console.json || outcome === 'fail')
        console.result(
          { deviceId: record.deviceId, outcome, code, state: record.state, message, jobId },
          `${console.styled('red', outcome)}  ${record.deviceId}  ${code}: ${message}`,
        );
    }
    page = [];
  };
  for await (const entry of readSeries(file, { purpose: 'new', ...reading })) {
    if (entry.kind === 'unit') page.push(entry);
    if (page.length === unitsPerPage) await flush();
  }
  await flush();
  console.result({ event: 'end', ...sum }, sumText(sum));
  return sum;
};

interface Sum {
  readonly confirmed: number;
  readonly refused: number;
  /** All that is open: the next ones together. */
  readonly left: number;
  readonly owed: number;
  readonly inJobs: number;
  readonly accepted: number;
  readonly unknown: number;
}

const sumText = ({ confirmed, refused, left, owed, inJobs, accepted, unknown }: Sum): string => {
  const open = [
    [owed, 'not sent yet'],
    [inJobs, 'in jobs of the backend'],
    [accepted, 'taken by the backend and not listed yet'],
    [unknown, 'of which it is not known, being looked for'],
  ] as const;
  const parts = [
    `${confirmed} confirmed`,
    `${refused} refused`,
    ...open.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`])),
  ];
  return `${parts.join(', ')}.${left === 0 ? '' : ' The same command goes on with them; nothing is sent twice.'}`;
};

const outcomeOf = ({ state }: RegistrationRecord): 'pass' | 'fail' | 'error' =>
  state === 'confirmed' ? 'pass' : isOpen(state) ? 'error' : 'fail';

const countOf = ({ state }: RegistrationRecord): Exclude<keyof Sum, 'left'> => {
  switch (state) {
    case 'confirmed':
      return 'confirmed';
    case 'refused':
    case 'withdrawn':
      return 'refused';
    case 'owed':
      return 'owed';
    case 'submitted':
      return 'inJobs';
    case 'accepted':
      return 'accepted';
    case 'intended':
    case 'unknown':
      return 'unknown';
  }
};
