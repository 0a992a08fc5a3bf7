import { brokenOff, refusedOnDemand, refusalWords, strangerAmong } from '../invented.ts';
import type { Refusal } from './refusal.ts';
import { wireId } from './entities.ts';

/** `edit` and `transfer` are read where `create` is; the others each at a place of their own. */
export type JobKind = 'create' | 'edit' | 'transfer' | 'restart' | 'suspend' | 'resume' | 'unsubscribe';

/** What goes wrong with one job, on demand. */
export interface JobTrouble {
  /** Stands still for so long before its first unit. */
  readonly lateMs: number;
  /** Every second unit is refused. */
  readonly isPartial: boolean;
  /** So many of the last units are spoken of neither as success nor as error; the first, third, … of them are done all the same. */
  readonly missing: number;
  /** Breaks off half-way with a SYSTEM error that names no unit. */
  readonly isBroken: boolean;
  /** Entities come in lower case with eight digits. */
  readonly isPadded: boolean;
  /** `half-way`: stops there for good; `at the end`: does every unit and never says that it is done. */
  readonly hangs: 'half-way' | 'at the end' | null;
  /** Counts so many more as success than it did. */
  readonly surplus: number;
  /** Also names an ID that is not of its units. */
  readonly hasStranger: boolean;
  /** `failing`: every poll of it is answered with 500; `forgotten`: unknown as soon as it has ended. */
  readonly polls: 'answered' | 'failing' | 'forgotten';
}

export interface JobOrder<T> {
  readonly kind: JobKind;
  readonly groupId: string;
  /** null: of no particular one. */
  readonly deviceTypeId: string | null;
  readonly units: readonly T[];
  readonly entity: (unit: T) => string;
  readonly carryOut: (unit: T, at: number) => Refusal | null;
}

/** @source official API description: 0 concerns one unit, 1 the server */
export interface JobError {
  readonly type: 0 | 1;
  readonly message: string;
  /** A device ID; left out where no unit is meant. */
  readonly entity?: string;
}

/** What a job looks like from outside. */
export interface JobReading {
  readonly id: string;
  readonly kind: JobKind;
  readonly groupId: string;
  readonly deviceTypeId: string | null;
  readonly total: number;
  readonly isDone: boolean;
  readonly success: number;
  readonly errors: readonly JobError[];
  /** What asking for it comes to. */
  readonly polls: JobTrouble['polls'];
}

interface JobTerms {
  readonly id: string;
  readonly startsAt: number;
  readonly durationMs: number;
  readonly trouble: JobTrouble;
}

/** Its units are due one after the other, spread evenly over its time; each is done when the job is advanced past it. */
export class Job<T> implements JobReading {
  readonly id: string;
  readonly kind: JobKind;
  readonly groupId: string;
  readonly deviceTypeId: string | null;
  readonly total: number;
  readonly #startsAt: number;
  readonly #durationMs: number;
  readonly #trouble: JobTrouble;
  readonly #errors: JobError[] = [];
  /** null when it is done, so that a finished job keeps nothing of its request. */
  #order: JobOrder<T> | null;
  #next = 0;
  #success = 0;

  constructor(order: JobOrder<T>, { id, startsAt, durationMs, trouble }: JobTerms) {
    this.id = id;
    this.kind = order.kind;
    this.groupId = order.groupId;
    this.deviceTypeId = order.deviceTypeId;
    this.total = order.units.length;
    this.#order = order;
    this.#trouble = trouble;
    this.#startsAt = startsAt;
    this.#durationMs = durationMs;
  }

  /** Nothing more will come of it. */
  get isOver(): boolean {
    return this.#order === null;
  }

  get isDone(): boolean {
    return this.isOver && this.#trouble.hangs === null;
  }

  get polls(): JobTrouble['polls'] {
    return this.#trouble.polls === 'forgotten' && !this.isOver ? 'answered' : this.#trouble.polls;
  }

  get success(): number {
    return this.#success;
  }

  get errors(): readonly JobError[] {
    return this.#errors;
  }

  advance(now: number): void {
    if (this.#order === null || now < this.#startsAt) return;
    const elapsedMs = now - this.#startsAt;
    const due = elapsedMs >= this.#durationMs ? this.total : Math.floor((this.total * elapsedMs) / this.#durationMs);
    const stopsHalfWay = this.#trouble.isBroken || this.#trouble.hangs === 'half-way';
    const end = stopsHalfWay ? Math.min(due, Math.floor(this.total / 2)) : due;
    for (const unit of this.#order.units.slice(this.#next, end)) {
      this.#perform(unit, this.#order);
      this.#next += 1;
    }
    if (due < this.total) return;
    this.#end(this.#order);
    this.#order = null;
  }

  #end({ units, entity }: JobOrder<T>): void {
    const { isBroken, hasStranger, surplus } = this.#trouble;
    if (isBroken) this.#errors.push({ type: 1, message: brokenOff });
    if (hasStranger)
      this.#errors.push({
        type: 0,
        message: refusalWords('unknown device'),
        entity: this.#written(strangerAmong(units.map(entity))),
      });
    this.#success += surplus;
  }

  #perform(unit: T, { carryOut, entity }: JobOrder<T>): void {
    const at = Math.floor(this.#startsAt + (this.#durationMs * (this.#next + 1)) / this.total);
    const unmentioned = this.#next - (this.total - this.#trouble.missing);
    if (unmentioned >= 0) {
      if (unmentioned % 2 === 0) carryOut(unit, at);
      return;
    }
    const refusal = this.#trouble.isPartial && this.#next % 2 === 1 ? 'on demand' : carryOut(unit, at);
    if (refusal === null) this.#success += 1;
    else
      this.#errors.push({
        type: 0,
        message: refusal === 'on demand' ? refusedOnDemand : refusalWords(refusal),
        entity: this.#written(entity(unit)),
      });
  }

  #written(entity: string): string {
    const id = wireId(entity);
    return this.#trouble.isPadded ? id.toLowerCase().padStart(8, '0') : id;
  }
}
