import type { Backend, FindOptions, RegisteredDevice } from '../backend/backend.ts';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { DeviceId } from '../domain/device-id.ts';
import { isErrorCode, type ErrorCode } from '../domain/errors/error-table.ts';
import type { JournalEvent, RegistrationEvent } from '../journal/events.ts';
import type { Journal, JournalReader, RegistrationRecord } from '../journal/journal.ts';
import type { HiddenField } from './lookup/compare-device.ts';
import {
  defaultTiming,
  type RegistrarActivity,
  type RegistrarOptions,
  type RegistrarTiming,
  type RegistrationBackend,
} from './registrar-options.ts';

interface Refusal {
  readonly code: ErrorCode;
  readonly reason: string;
}

/** Why a unit that is looked for was refused although it was sent before; null: it was not. */
const refusalOf = ({ state, code, reason }: RegistrationRecord): Refusal | null =>
  state === 'unknown' && code !== null && code !== 'registration unknown' && isErrorCode(code)
    ? { code, reason: reason ?? code }
    : null;

/** So many waits are remembered at most. */
const mostWaits = 100_000;

/** The moment only tells one wait from another; how long it lasts is counted by uptime. */
const waitOf = ({ deviceId, batch, state, changedAt }: RegistrationRecord): string =>
  `${batch ?? deviceId} ${state} ${changedAt}`;

/** What both ways of registering work with: one by one, and in batches. */
export class RegistrationTools {
  readonly journal: Journal;
  readonly backend: Omit<RegistrationBackend, 'find'>;
  /** As the backend's own, without devices that are deleted and still listed. */
  readonly find: RegistrationBackend['find'];
  readonly clock: Clock;
  readonly timing: RegistrarTiming;
  readonly ifHidden: 'green' | 'amber';
  readonly #onActivity: (activity: RegistrarActivity) => void;
  #saidHidden = false;
  /** Since which uptime something is waited for: the wall clock of a bench may be set at any moment. */
  readonly #since = new Map<string, number>();

  constructor({ journal, backend, clock, timing, ifHidden = 'green', onActivity = () => undefined }: RegistrarOptions) {
    this.journal = journal;
    this.backend = backend;
    this.find = (deviceIds, options) => findFresh(backend, journal, deviceIds, options);
    this.clock = clock;
    this.timing = { ...defaultTiming, ...timing };
    this.ifHidden = ifHidden;
    this.#onActivity = onActivity;
  }

  tell(activity: RegistrarActivity): void {
    this.#onActivity(activity);
  }

  /** Said once in the life of the registrar: it is true of every unit. */
  tellHidden(deviceId: DeviceId, fields: readonly HiddenField[]): void {
    if (fields.length === 0 || this.#saidHidden) return;
    this.#saidHidden = true;
    this.tell({ kind: 'hidden', fields, deviceId });
  }

  async record(deviceId: DeviceId): Promise<RegistrationRecord> {
    const record = await this.journal.registration(deviceId);
    if (record === null) throw new PaclineError('internal fault', `No registration is owed for ${deviceId}.`);
    return record;
  }

  async append(...events: readonly JournalEvent[]): Promise<void> {
    await this.journal.append(events);
  }

  /**
   * For how long a unit, or the units of its batch that came into this state together, have been waited for, in ms of this
   * process's life; begins with the first question.
   */
  waitedMs(record: RegistrationRecord): number {
    const key = waitOf(record);
    const now = this.clock.uptime();
    const since = this.#since.get(key) ?? now;
    this.#since.set(key, since);
    if (this.#since.size > mostWaits) this.#forgetOldest();
    return now - since;
  }

  /** What is not waited for any more need not be remembered. */
  forgetWait(record: RegistrationRecord): void {
    if (record.batch === null) this.#since.delete(waitOf(record));
  }

  /** Who is forgotten is waited for anew, which only takes longer. */
  #forgetOldest(): void {
    for (const key of this.#since.keys()) {
      this.#since.delete(key);
      return;
    }
  }

  /** What was sent to another backend is not to be asked about here. */
  isHere({ backend }: { readonly backend: string | null }): boolean {
    return backend === null || backend === this.backend.identity.backend;
  }

  /**
   * What a refusal means. "It exists" may stand behind the words about a unit that was sent before: an earlier request of ours
   * which the list does not show yet. It is looked for first, and refused in these words if it never appears.
   */
  endOfRefused(
    deviceId: DeviceId,
    refusal: Refusal,
    { sentBefore }: { readonly sentBefore: boolean },
  ): RegistrationEvent {
    return sentBefore
      ? { kind: 'registration unknown', deviceId, ...refusal }
      : { kind: 'registration refused', deviceId, ...refusal };
  }

  /** The end of a unit that was looked for long enough. */
  endOfAbsent(record: RegistrationRecord): RegistrationEvent {
    const { deviceId } = record;
    const refusal = refusalOf(record);
    return refusal === null
      ? { kind: 'registration found absent', deviceId }
      : { kind: 'registration refused', deviceId, ...refusal };
  }

  /** A unit that the backend took this long ago and still does not list calls a person. */
  isOverdue(record: RegistrationRecord): boolean {
    return record.state === 'accepted' && this.waitedMs(record) >= this.timing.callAfterMs;
  }

  /** From when on a unit of which nothing was heard is believed not to be there, in ms. */
  async absentAfterMs(record: RegistrationRecord): Promise<number> {
    const { absentAfterMs, batchAbsentAfterMs, batchUnitMs, callAfterMs } = this.timing;
    // A refusal of what was sent before speaks for the first request having been taken: nobody is told otherwise before the list had all its time
    if (refusalOf(record) !== null) return callAfterMs;
    const units = record.batch === null ? 1 : ((await this.journal.batch(record.batch))?.units ?? 1);
    return units === 1 ? absentAfterMs : batchAbsentAfterMs + units * batchUnitMs;
  }
}

/**
 * The backend's list as it is, without devices that this station has deleted and that the list still shows: a deletion may be as
 * late in it as a registration. A device that was registered anew has another PAC there; where none is shown, nothing can be told.
 */
const findFresh = async (
  backend: Pick<Backend, 'find'>,
  journal: Pick<JournalReader, 'deletedPacs'>,
  deviceIds: readonly DeviceId[],
  options: FindOptions,
): Promise<ReadonlyMap<DeviceId, RegisteredDevice>> => {
  const found = await backend.find(deviceIds, options);
  const deleted = await journal.deletedPacs([...found.keys()]);
  if (deleted.size === 0) return found;
  return new Map(
    [...found].filter(([deviceId, { pac }]) => pac === undefined || deleted.get(deviceId)?.equals(pac) !== true),
  );
};
