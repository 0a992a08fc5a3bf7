import type { CreateResult } from '../backend/backend.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { RegistrationRecord } from '../journal/journal.ts';
import type { Backoff } from '../async/backoff.ts';
import { certificationOf } from './certification-of.ts';
import { acceptedByLook, conclude, hiddenSentence, wasSentTo } from './lookup/conclusion.ts';
import { submitBatch } from './in-batches.ts';
import type { Obstacle } from './registrar-options.ts';
import type { RegistrationTools } from './registration-tools.ts';
import type { SharedLookup } from './lookup/shared-lookup.ts';

export interface OneByOne {
  readonly tools: RegistrationTools;
  readonly lookup: SharedLookup;
  readonly backoff: Backoff<Obstacle>;
  /** Aborts when nobody waits any more. */
  readonly signal: AbortSignal;
  /** The same, or when the registrar is closed: looking may end at any time, a request that changes something is to be answered. */
  readonly lookSignal: AbortSignal;
}

/** Between the looks for an ID that the backend has and this station never sent, in ms; the last one again and again. */
const lookForOwnerMs = [0, 500, 1500, 2000, 4000, 8000, 15_000] as const;

/** Sends one owed unit, if a look-up does not show it already. Null: go on with the state that the journal has now. */
export const sendOne = async (
  record: RegistrationRecord,
  { tools, lookup, backoff, signal, lookSignal }: OneByOne,
): Promise<Obstacle | null> => {
  const { backend } = tools;
  const sentBefore = wasSentTo(backend.identity.backend, record);
  const { deviceId, deviceTypeId } = record;
  const found = await lookup.find(
    { deviceId, deviceTypeId, effort: sentBefore ? 'thorough' : 'quick' },
    { signal: lookSignal },
  );
  if (found !== undefined) return concludeOne(record, found, tools);
  const unit = await tools.journal.unit(deviceId);
  if (unit === null)
    throw new PaclineError('internal fault', `The journal owes a registration of ${deviceId} but never read it.`);
  if (unit.setAside !== null) return { code: 'set aside', message: `${deviceId} was set aside: ${unit.setAside}.` };
  if (backend.singles === 'as a job')
    return afterNothing(
      await submitBatch({ deviceTypeId, certificate: record.certificate }, [{ ...record, pac: unit.pac }], tools, {
        signal,
      }),
      backoff,
    );

  await tools.append({ kind: 'registration intended', deviceId, backend: backend.identity.backend });
  const request = {
    deviceId,
    pac: unit.pac,
    name: record.name,
    deviceTypeId,
    certification: certificationOf(record.certificate),
  };
  const result = await backend.create(request, { signal }).catch(async (error: unknown) => {
    // Thrown is only what kept it from being sent
    await tools.append({
      kind: 'registration postponed',
      deviceId,
      code: 'interrupted',
      reason: 'it was stopped before it was sent',
    });
    throw error;
  });
  return afterCreate(record, result, { tools, lookup, backoff, signal, lookSignal });
};

const afterCreate = async (
  record: RegistrationRecord,
  result: CreateResult,
  one: OneByOne,
): Promise<Obstacle | null> => {
  const { tools, backoff } = one;
  const { deviceId } = record;
  switch (result.kind) {
    case 'created':
      await tools.append({
        kind: 'registration accepted',
        deviceId,
        reason: 'the backend answered that it took the unit',
      });
      return null;
    case 'exists':
      if (!wasSentTo(tools.backend.identity.backend, record)) return lookForOwner(record, one);
      await tools.append({
        kind: 'registration accepted',
        deviceId,
        reason: 'the backend has it already, and this station sent it before',
      });
      return null;
    case 'refused':
      await tools.append(
        tools.endOfRefused(
          deviceId,
          { code: result.code, reason: result.words },
          { sentBefore: wasSentTo(tools.backend.identity.backend, record) },
        ),
      );
      return null;
    case 'postponed':
      await tools.append({ kind: 'registration postponed', deviceId, code: result.code, reason: result.reason });
      return afterNothing({ code: result.code, message: result.reason, retryAfterMs: result.retryAfterMs }, backoff);
    case 'unknown':
      await tools.append({ kind: 'registration unknown', deviceId, reason: result.reason });
      return null;
  }
};

interface NothingSent extends Obstacle {
  readonly retryAfterMs: number | null;
}

const afterNothing = (postponed: NothingSent | null, backoff: Backoff<Obstacle>): Obstacle | null => {
  if (postponed === null) return null;
  const { code, message, retryAfterMs } = postponed;
  backoff.failed({ code, message }, retryAfterMs);
  return { code, message };
};

/** The backend has the ID, and nothing that this station did explains it: its list may be late about another station's unit. */
const lookForOwner = async (
  record: RegistrationRecord,
  { tools, lookup, lookSignal: signal }: OneByOne,
): Promise<null> => {
  const { deviceId, deviceTypeId } = record;
  const reason = 'the backend has this ID already';
  await tools.append({ kind: 'registration postponed', deviceId, code: 'owned elsewhere', reason });
  const end = tools.clock.uptime() + tools.timing.absentAfterMs;
  for (let looks = 0; looks === 0 || tools.clock.uptime() < end; looks += 1) {
    await tools.clock.sleep(
      Math.min(
        lookForOwnerMs[Math.min(looks, lookForOwnerMs.length - 1)] ?? 0,
        Math.max(0, end - tools.clock.uptime()),
      ),
      { signal },
    );
    const found = await lookup.find({ deviceId, deviceTypeId, effort: 'thorough' }, { signal });
    if (found !== undefined) return concludeOne(record, found, tools).then(() => null);
  }
  await tools.append({
    kind: 'registration refused',
    deviceId,
    code: 'owned elsewhere',
    reason: 'The backend has this ID, but not where we can see it: somebody else registered it.',
  });
  return null;
};

/** Writes down what a look-up has shown of a unit. */
export const concludeOne = async (
  record: RegistrationRecord,
  found: Parameters<typeof conclude>[1],
  tools: RegistrationTools,
): Promise<Obstacle | null> => {
  const conclusion = conclude(record, found, tools);
  if (conclusion.kind === 'not enough') {
    await tools.append(...acceptedByLook(record));
    return { code: 'not shown', message: hiddenSentence(conclusion.hidden) };
  }
  tools.forgetWait(record);
  if (conclusion.kind === 'confirmed') tools.tellHidden(record.deviceId, conclusion.hidden);
  await tools.append(conclusion.event);
  return null;
};
