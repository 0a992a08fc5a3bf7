import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import type { DeviceId } from '../domain/device-id.ts';
import type { JournalEvent } from '../journal/events.ts';
import type { Journal, RegistrationRecord } from '../journal/journal.ts';
import type { HiddenField } from './compare-device.ts';
import { defaultTiming, type RegistrarActivity, type RegistrarOptions, type RegistrarTiming, type RegistrationBackend } from './registrar-options.ts';

/** What both ways of registering work with: one by one, and in batches. */
export class RegistrationTools {
  readonly journal: Journal;
  readonly backend: RegistrationBackend;
  readonly clock: Clock;
  readonly timing: RegistrarTiming;
  readonly ifHidden: 'green' | 'amber';
  readonly #onActivity: (activity: RegistrarActivity) => void;
  /** Units that were sent again, and which the backend then refused: what it said, until it is known whether the first request was taken. */
  readonly refusedAgain = new Map<DeviceId, string>();
  #saidHidden = false;
  /** Since which uptime something is waited for: the wall clock of a bench may be set at any moment. */
  readonly #since = new Map<string, number>();

  constructor({ journal, backend, clock, timing, ifHidden = 'green', onActivity = () => undefined }: RegistrarOptions) {
    this.journal = journal;
    this.backend = backend;
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

  /** For how long a unit, or its batch, has been waited for in this state, in ms of this process's life; begins with the first question. */
  waitedMs({ deviceId, batch, state }: RegistrationRecord): number {
    const key = `${batch ?? deviceId} ${state}`;
    const now = this.clock.uptime();
    const since = this.#since.get(key) ?? now;
    this.#since.set(key, since);
    return now - since;
  }

  /** A unit that is waited for later in the same state is waited for anew. */
  forgetWait({ deviceId, batch, state }: RegistrationRecord): void {
    if (batch === null) this.#since.delete(`${deviceId} ${state}`);
  }

  /** A unit that the backend took this long ago and still does not list calls a person. */
  isOverdue(record: RegistrationRecord): boolean {
    return record.state === 'accepted' && this.waitedMs(record) >= this.timing.callAfterMs;
  }

  /** From when on a unit of which nothing was heard is believed not to be there, in ms. */
  async absentAfterMs({ deviceId, batch }: RegistrationRecord): Promise<number> {
    const { absentAfterMs, batchAbsentAfterMs, batchUnitMs, callAfterMs } = this.timing;
    // A refusal of what was sent before speaks for the first request having been taken: nobody is told otherwise before the list had all its time
    if (this.refusedAgain.has(deviceId)) return callAfterMs;
    const units = batch === null ? 1 : ((await this.journal.batch(batch))?.units ?? 1);
    return units === 1 ? absentAfterMs : batchAbsentAfterMs + units * batchUnitMs;
  }
}
