import { composeBatches, openDesk, type Desk } from '../../compose.ts';
import { errorTable, isErrorCode } from '../../domain/error-table.ts';
import type { ResultCode } from '../../domain/outcome.ts';
import { PaclineError } from '../../domain/pacline-error.ts';
import { sentenceOf } from '../../domain/sentence-of.ts';
import type { Debt, RegistrationRecord } from '../../journal/journal.ts';
import { certificationOf } from '../../registrar/certification-of.ts';
import { importSeries } from '../../series/import-series.ts';
import { parseColumnNames } from '../../series/series-columns.ts';
import { readSeries, type SeriesOptions } from '../../series/series-rows.ts';
import type { NewUnit } from '../../series/series-units.ts';
import { BulkProgress } from './bulk-progress.ts';
import type { CommandContext } from '../command-context.ts';
import type { Console } from '../console.ts';
import { required } from '../arguments.ts';
import { RowProgress } from '../series/row-progress.ts';
import { defaultsOf } from '../series/series-import.ts';
import { encodingOf, type ListFlags } from '../series/list-options.ts';
import { SeriesReport } from '../series/series-report.ts';
import { readStation, type ProductFlags } from '../workplace.ts';

export interface RegisterFileFlags extends ProductFlags, ListFlags {
  readonly allOrNothing?: true;
  readonly maxFaults: number;
  /** `false`: --no-pilot. */
  readonly pilot: boolean;
}

/** Units in one question to the journal. */
const unitsPerPage = 500;

/** A file of units, from its rows to their end: into the journal, one pilot by itself, then the rest in as few requests as can be. */
export const registerFile = async (file: string, flags: RegisterFileFlags, { context, console }: { readonly context: CommandContext; readonly console: Console }): Promise<number> => {
  const columns = required(parseColumnNames(flags.column, 'new'));
  const station = await readStation(context, flags);
  const defaults = defaultsOf(flags, station.settings);
  const progress = new BulkProgress({ console, clock: context.clock });
  const desk = await openDesk({ ...station, clock: context.clock, onWait: (wait) => progress.budget(wait) });
  try {
    const rows = new RowProgress({ console, clock: context.clock });
    const report = new SeriesReport({ console, progress: rows, maxFaults: flags.maxFaults });
    const counts = await importSeries(file, {
      journal: desk.journal,
      columns,
      defaults,
      ...encodingOf(flags),
      take: flags.allOrNothing === true ? 'all or nothing' : 'good rows',
      signal: context.signal,
      onFault: (fault) => report.fault(fault),
      onProgress: ({ doing, rows: done }) => rows.show(doing, done),
    }).finally(() => report.end());
    if (counts.heldBack > 0) throw new PaclineError('bad usage', `${counts.badRows} of ${counts.rows} rows are bad, and nothing was written. Correct them, or leave --all-or-nothing out.`);
    const failure = await settled(desk, flags, progress, context, console).then(() => null, (error: unknown) => ({ error }));
    context.signal.throwIfAborted();
    const sum = await reportEnds(file, { columns, defaults, ...encodingOf(flags), signal: context.signal }, desk, console);
    if (failure !== null) throw failure.error;
    if (sum.left > 0) return errorTable['registration unknown'].exitCode;
    return counts.badRows > 0 || sum.refused > 0 ? 1 : 0;
  } catch (error) {
    if (context.signal.aborted) console.remark('What is in the journal goes on with the same command, or with `pacline outbox drain`: nothing is sent twice.');
    throw error;
  } finally {
    await desk.close();
  }
};

const settled = async (desk: Desk, { pilot }: RegisterFileFlags, progress: BulkProgress, { clock, signal }: CommandContext, console: Console): Promise<void> => {
  const batches = composeBatches(desk, { clock, onActivity: (activity) => progress.activity(activity) });
  await progress.start(desk.journal);
  try {
    await batches.settleUnderWay({ signal });
    for (const debt of await desk.journal.debts()) {
      await preflight(desk, debt, signal, console);
      if (pilot) await sendPilot(desk, debt, { signal }, console);
      await batches.settleAll(debt, { signal });
    }
  } finally {
    await progress.stop();
  }
};

/** Rights, device type, tokens and quota are looked at before the first unit is sent. */
const preflight = async ({ backend }: Desk, { deviceTypeId, certificate, units }: Debt, signal: AbortSignal, console: Console): Promise<void> => {
  const { tokensLeft, findings } = await backend.preflight({ name: '', namePrefix: '', deviceTypeId, certification: certificationOf(certificate) }, { signal });
  for (const { severity, code, message } of findings) {
    if (severity === 'block') throw new PaclineError(code, message);
    console.remark(`${message} (${code})`);
  }
  if (tokensLeft !== null && tokensLeft < units) console.remark(`${units} units are owed, and ${tokensLeft} tokens are free: the first frame of a unit takes one.`);
};

/** What the backend does not want of one unit it will not want of a hundred thousand: certificate, device type, rights. */
const sendPilot = async ({ journal, registrar, backend }: Desk, debt: Debt, { signal }: { readonly signal: AbortSignal }, console: Console): Promise<void> => {
  const [oldest] = await journal.owedUnits(debt, { limit: 1 });
  if (oldest === undefined) return;
  // Not every version of the API can tell, and "cannot confirm" is not "bad"
  const pair = await backend.productCertificateOf(oldest, { signal }).catch((error: unknown) => {
    if (PaclineError.is(error, 'not in this api', 'no rights')) return null;
    throw error;
  });
  if (pair?.kind === 'not confirmed') console.remark(`The registration authority does not confirm ID and PAC of the pilot ${oldest.deviceId}, which need not mean anything.`);
  const { state, code, message } = await registrar.register(oldest.deviceId, { signal });
  if (state === 'confirmed') return;
  const failed = isErrorCode(code) ? code : 'registration unknown';
  throw new PaclineError(failed, `The pilot unit ${oldest.deviceId} was not registered: ${message} Nothing else was sent; --no-pilot sends the rest all the same`, { context: { deviceId: oldest.deviceId } });
};

/** One object a unit of the file for programs; for people only what needs them, and the sum. Returns the sum. */
const reportEnds = async (file: string, reading: Omit<SeriesOptions<'new'>, 'purpose'>, { journal }: Desk, console: Console): Promise<Sum> => {
  const sum = { confirmed: 0, refused: 0, left: 0 };
  const jobs = new Map((await journal.batches(['submitted', 'done', 'unknown'])).map(({ batch, jobId }) => [batch, jobId]));
  let page: NewUnit[] = [];
  const flush = async (): Promise<void> => {
    for (const record of (await journal.standing(page)).registrations) {
      const { outcome, code, message } = endOf(record);
      sum[outcome === 'pass' ? 'confirmed' : outcome === 'fail' ? 'refused' : 'left'] += 1;
      const jobId = record.batch === null ? null : (jobs.get(record.batch) ?? null);
      if (console.json || outcome === 'fail') console.result({ deviceId: record.deviceId, outcome, code, message, jobId }, `${console.styled('red', outcome)}  ${record.deviceId}  ${code}: ${message}`);
    }
    page = [];
  };
  for await (const entry of readSeries(file, { purpose: 'new', ...reading })) {
    if (entry.kind === 'unit') page.push(entry);
    if (page.length === unitsPerPage) await flush();
  }
  await flush();
  console.result({ event: 'end', ...sum }, `${sum.confirmed} confirmed, ${sum.refused} refused, ${sum.left} still owed.`);
  return sum;
};

interface Sum {
  readonly confirmed: number;
  readonly refused: number;
  readonly left: number;
}

const endOf = ({ state, code, reason }: RegistrationRecord): { readonly outcome: 'pass' | 'fail' | 'error'; readonly code: ResultCode; readonly message: string } => {
  const known = code ?? 'registration unknown';
  const outcome = state === 'confirmed' ? 'pass' : state === 'refused' ? 'fail' : 'error';
  return { outcome, code: known, message: reason ?? sentenceOf(known) };
};
