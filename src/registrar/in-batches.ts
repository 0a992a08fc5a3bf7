import type { CallOptions, BatchStart, RegisteredDevice } from '../backend/backend.ts';
import type { DeviceId } from '../domain/device-id.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { BatchRecord, Debt, OwedUnit } from '../journal/journal.ts';
import { certificationOf } from './certification-of.ts';
import { turnDown } from './follow-batch.ts';
import { concludeFound } from './lookup/look-for-units.ts';
import type { Obstacle } from './registrar-options.ts';
import type { RegistrationTools } from './registration-tools.ts';

/** Most units in one request, whatever their size: what is held in memory at a time. Five such requests, which the backend takes in ten minutes, are 300,000 units. */
const maxUnits = 60_000;
/** Units in one look-up. */
const pageLength = 500;

export type ProductDebt = Omit<Debt, 'units'> & { readonly listing?: string | null };

/** As many owed units as one request may hold, by their encoded bytes, oldest debt first; those that `skip` says are left out. */
export const nextOwed = async (
  product: ProductDebt,
  { journal, backend }: RegistrationTools,
  skip: ReadonlySet<DeviceId>,
): Promise<readonly OwedUnit[]> => {
  const owed = (await journal.owedUnits(product, { limit: maxUnits + skip.size })).filter(
    ({ deviceId }) => !skip.has(deviceId),
  );
  let bytes = 0;
  const end = owed.findIndex(
    (unit, place) => place === maxUnits || (bytes += backend.encodedLength(unit)) > backend.maxBatchBytes,
  );
  return end < 0 ? owed : owed.slice(0, end);
};

/**
 * Sends one request for many units of one product. The batch is on disk before its request leaves, its job before anybody asks
 * for it. Null: it was taken, or nobody knows; else why nothing was sent.
 * @throws PaclineError of the journal; the signal's reason, if nothing was sent
 */
export const submitBatch = async (
  { deviceTypeId, certificate }: Omit<Debt, 'units'>,
  units: readonly OwedUnit[],
  tools: RegistrationTools,
  { signal }: CallOptions,
): Promise<(Obstacle & { readonly retryAfterMs: number | null }) | null> => {
  const { backend } = tools;
  const batch = crypto.randomUUID();
  await tools.append({
    kind: 'batch intended',
    batch,
    deviceTypeId,
    certificate,
    deviceIds: units.map(({ deviceId }) => deviceId),
    backend: backend.identity.backend,
  });
  tools.tell({ kind: 'sending', units: units.length });
  const start = await backend
    .createBatch({ deviceTypeId, certification: certificationOf(certificate), units }, { signal })
    .catch(async (error: unknown) => {
      // Thrown is only what kept it from being sent: most often Ctrl-C while it waits for the backend's limits
      await tools.append({
        kind: 'batch postponed',
        batch,
        code: PaclineError.is(error) ? error.code : 'interrupted',
        reason: 'it was stopped before it was sent',
      });
      throw error;
    });
  return afterStart({ batch, deviceTypeId }, units, start, tools, { signal });
};

const afterStart = async (
  { batch, deviceTypeId }: Pick<BatchRecord, 'batch' | 'deviceTypeId'>,
  units: readonly OwedUnit[],
  start: BatchStart,
  tools: RegistrationTools,
  options: CallOptions,
): Promise<(Obstacle & { readonly retryAfterMs: number | null }) | null> => {
  switch (start.kind) {
    case 'started':
      await tools.append({ kind: 'batch submitted', batch, jobId: start.jobId });
      await turnDownRejected(start.rejected, deviceTypeId, units, tools, options);
      return null;
    case 'answered':
      await tools.append({ kind: 'batch unknown', batch, reason: 'the backend answered without a job' });
      await turnDownRejected(start.rejected, deviceTypeId, units, tools, options);
      return null;
    case 'unknown':
      await tools.append({ kind: 'batch unknown', batch, reason: start.reason });
      return null;
    case 'refused':
      if (units.length === 1) return refuseOnly(batch, units, start, tools);
      await tools.append({ kind: 'batch postponed', batch, code: start.code, reason: start.words });
      throw new PaclineError(start.code, `The backend does not take the whole request: ${start.words}`);
    case 'postponed':
      await tools.append({ kind: 'batch postponed', batch, code: start.code, reason: start.reason });
      return { code: start.code, message: start.reason, retryAfterMs: start.retryAfterMs };
  }
};

/** A request for one unit that is refused speaks of that unit. */
const refuseOnly = async (
  batch: string,
  units: readonly OwedUnit[],
  { code, words }: Extract<BatchStart, { kind: 'refused' }>,
  tools: RegistrationTools,
): Promise<null> => {
  const ends = units.map(({ deviceId, sends }) =>
    tools.endOfRefused(deviceId, { code, reason: words }, { sentBefore: sends > 0 }),
  );
  await tools.append({ kind: 'batch unknown', batch, reason: `the backend refused it: ${words}` }, ...ends);
  return null;
};

const turnDownRejected = async (
  rejected: Extract<BatchStart, { kind: 'started' }>['rejected'],
  deviceTypeId: string,
  units: readonly OwedUnit[],
  tools: RegistrationTools,
  options: CallOptions,
): Promise<void> => {
  const sent = new Set(units.map(({ deviceId }) => deviceId));
  await turnDown(
    deviceTypeId,
    new Map(
      rejected
        .filter(({ deviceId }) => sent.has(deviceId))
        .map(({ deviceId, words }) => [deviceId, { words, system: false }]),
    ),
    tools,
    options,
  );
};

/**
 * Directly before a batch leaves, its units are looked up: those that were sent before thoroughly, the others as cheaply as can
 * be, for somebody else may have registered them. Those that are there are concluded as far as they are shown. Returns those that
 * are there: they are not to be sent.
 */
export const lookBeforeSending = async (
  { deviceTypeId }: ProductDebt,
  units: readonly OwedUnit[],
  tools: RegistrationTools,
  { signal }: CallOptions,
): Promise<ReadonlySet<DeviceId>> => {
  const before = units.filter(({ sends }) => sends > 0).map(({ deviceId }) => deviceId);
  const there = new Set<DeviceId>();
  const conclude = async (found: ReadonlyMap<DeviceId, RegisteredDevice>): Promise<void> => {
    const records = await Promise.all([...found.keys()].map((deviceId) => tools.record(deviceId)));
    await concludeFound(records, found, tools);
    for (const deviceId of found.keys()) there.add(deviceId);
  };
  const first = units.filter(({ sends }) => sends === 0).map(({ deviceId }) => deviceId);
  if (first.length > 1) await conclude(await tools.find(first, { effort: 'quick', deviceTypeId, signal }));
  for (let from = 0; from < before.length; from += pageLength) {
    const page = before.slice(from, from + pageLength);
    tools.tell({ kind: 'looking up', units: before.length - from });
    await conclude(await tools.find(page, { effort: 'thorough', deviceTypeId, signal }));
  }
  return there;
};
