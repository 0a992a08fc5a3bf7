import type { DeviceId } from '../domain/device-id.ts';
import type { ErrorCode } from '../domain/errors/error-table.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { ModemReading } from '../modem/read-modem.ts';
import type { LineOptions } from './line-options.ts';
import type { UnitScans } from './operator/scans.ts';
import { isAnother, lookIntoSlot, type SlotLookOptions, type SlotContent } from './presence/look-into-slot.ts';
import type { SeatedPort } from './seated-port.ts';
import { tellsRemoval, type Presence } from './slot-setting.ts';

export interface StayOptions {
  readonly slot: string;
  readonly port: SeatedPort;
  readonly line: LineOptions;
  /** All units of the line whose ID is known. */
  readonly occupants: Set<Stay>;
  readonly presence: Presence;
  /** Aborts when the line stops. */
  readonly signal: AbortSignal;
}

/** What is known of a unit that is gone. */
interface Whereabouts {
  /** Where it may be, behind a colon. */
  readonly where: string;
  /** Who is there in its place. */
  readonly other: string | null;
}

const unknownWhere: Whereabouts = { where: '', other: null };

/** One unit's stay in a slot, from its seating to its removal: who it is, and what ends its run while nobody uses its port. */
export class Stay {
  readonly slot: string;
  readonly port: SeatedPort;
  readonly #options: StayOptions;
  readonly #left = new AbortController();
  readonly #givenUp = new AbortController();
  readonly #doubled = new AbortController();
  readonly #read = Promise.withResolvers<ModemReading | null>();
  readonly #judged = Promise.withResolvers<void>();
  #reading: ModemReading | null = null;
  #bootMs = 0;
  #scans: UnitScans | null = null;
  #whereabouts = unknownWhere;

  constructor(options: StayOptions) {
    this.slot = options.slot;
    this.port = options.port;
    this.#options = options;
  }

  /** What was read, as soon as the run does not use the port any more; null: nothing, or there was no run. Never rejects. */
  get read(): Promise<ModemReading | null> {
    return this.#read.promise;
  }

  /** The end of the run. Never rejects. */
  get judged(): Promise<void> {
    return this.#judged.promise;
  }

  get hasLeft(): boolean {
    return this.#left.signal.aborted;
  }

  /** Aborts when the unit leaves, or the line stops. */
  get here(): AbortSignal {
    return AbortSignal.any([this.#options.signal, this.#left.signal]);
  }

  /** Aborts besides when the same ID turns up in another slot; with the error that says so. */
  get alone(): AbortSignal {
    return AbortSignal.any([this.here, this.#doubled.signal]);
  }

  /** Aborts besides when somebody gives the run up. */
  get wanted(): AbortSignal {
    return AbortSignal.any([this.alone, this.#givenUp.signal]);
  }

  /** Why the same ID is in two slots; null: it is not. */
  get doubled(): PaclineError | null {
    const { reason } = this.#doubled.signal;
    return PaclineError.is(reason) ? reason : null;
  }

  /** It is this unit's turn in its slot: what is scanned for the slot is its own from now on. */
  come(): void {
    this.#scans ??= this.#options.line.scans.admit(this.slot);
  }

  get scans(): UnitScans {
    if (this.#scans === null)
      throw new PaclineError('internal fault', `It is not the turn of the unit in ${this.slot}.`);
    return this.#scans;
  }

  /** The run does not use the port any more. `bootMs`: how long the board may be deaf when its port is opened again. */
  free(reading: ModemReading | null, bootMs: number): void {
    this.#reading = reading;
    this.#bootMs = bootMs;
    if (reading !== null && !this.hasLeft) this.#options.occupants.add(this);
    this.#read.resolve(reading);
  }

  /** The run is over. */
  end(): void {
    this.#scans?.served();
    this.#read.resolve(null);
    this.#judged.resolve();
  }

  /** The unit is not in the slot any more. */
  leave(whereabouts: Whereabouts = unknownWhere): void {
    if (this.hasLeft) return;
    this.#whereabouts = whereabouts;
    this.#options.occupants.delete(this);
    this.#scans?.leave();
    this.#left.abort(takenOut(this.slot, whereabouts, this.#options.presence));
  }

  /** Of a unit that has left. */
  get whereabouts(): Whereabouts {
    return this.#whereabouts;
  }

  giveUp(): void {
    this.#givenUp.abort(new PaclineError('given up', 'Somebody at the bench has given the run up.'));
  }

  /**
   * Reads the ID again: a unit that is not there any more has left. False: it is there, but was not seen at once, so that what was
   * scanned may be another's. @throws PaclineError taken out; what keeps the ID from being read; the signal's reason
   */
  async isStillThere({ signal, onAdvice }: Pick<SlotLookOptions, 'signal' | 'onAdvice'>): Promise<boolean> {
    const found = await this.#readAgain({ signal, ...(onAdvice === undefined ? {} : { onAdvice }) });
    if (typeof found !== 'string') this.leave(found);
    signal.throwIfAborted();
    return found === 'there';
  }

  /** No other slot has the same ID: a unit that was moved has left the other one. @throws PaclineError one id in two slots; the signal's reason */
  async requireAlone({ signal }: Pick<SlotLookOptions, 'signal'>): Promise<void> {
    const twins = [...this.#options.occupants].filter((other) => other !== this && other.deviceId === this.deviceId);
    for (const twin of twins) {
      if (await twin.#mayBeThere({ signal })) {
        twin.#doubled.abort(twoSlots(twin, this));
        throw twoSlots(this, twin);
      }
      twin.leave({ where: `: it is in ${this.slot} now`, other: null });
    }
  }

  get deviceId(): DeviceId | null {
    return this.#reading?.identity.deviceId ?? null;
  }

  /** What cannot be found out is no sign that the unit was moved. */
  async #mayBeThere({ signal }: Pick<SlotLookOptions, 'signal'>): Promise<boolean> {
    if (this.#reading?.dialect.announcement !== undefined) return tellsRemoval(this.#options.presence);
    try {
      return typeof (await this.#readAgain({ signal: AbortSignal.any([signal, this.here]) })) === 'string';
    } catch (error) {
      signal.throwIfAborted();
      if (!PaclineError.is(error)) throw error;
      return !this.hasLeft;
    }
  }

  /** One look may be disturbed: two in a row count. @throws PaclineError of the port or the modem; the signal's reason */
  async #readAgain(
    options: Pick<SlotLookOptions, 'signal' | 'onAdvice'>,
  ): Promise<'there' | 'there after all' | Whereabouts> {
    if (this.#reading === null) return 'there';
    const { dialect, identity } = this.#reading;
    // A board that only speaks when somebody resets it is not asked where it would be seen to leave
    if (dialect.announcement?.after === 'power-up' && tellsRemoval(this.#options.presence)) return 'there';
    const look = () => lookIntoSlot(this.port, this.#options.line, { ...options, dialect, bootMs: this.#bootMs });
    const isThere = (sight: SlotContent): boolean => sight.kind === 'unit' && sight.deviceId === identity.deviceId;
    if (isThere(await look())) return 'there';
    const sight = await look();
    if (isThere(sight)) return 'there after all';
    if (isAnother(sight, identity.deviceId)) return placeTaken(sight.kind === 'unit' ? sight.deviceId : 'another unit');
    if (sight.kind === 'unit') return 'there after all';
    if (sight.kind === 'unreadable' || portsCodes.has(sight.error.code)) throw sight.error;
    return { where: ': nothing answers there any more', other: null };
  }
}

/** These tell of the port, and not of who is on it. */
const portsCodes: ReadonlySet<ErrorCode> = new Set(['port busy', 'port forbidden', 'port fault']);

const placeTaken = (other: string): Whereabouts => ({ where: `: ${other} is in its place`, other });

const takenOut = (slot: string, { where }: Whereabouts, presence: Presence): PaclineError =>
  new PaclineError('taken out', `The unit in ${slot} was taken out before its run was over${where}.`, {
    context: { slot, where, presence },
  });

const twoSlots = ({ deviceId, slot }: Stay, other: Stay): PaclineError =>
  new PaclineError('one id in two slots', `${deviceId} is in ${slot} and in ${other.slot} at once.`, {
    context: { deviceId, slot, other: other.slot },
  });
