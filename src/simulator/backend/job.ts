import { brokenOff, refusedOnDemand, refusalWords } from './invented.ts';
import type { Refusal } from './refusal.ts';
import { wireId } from './wire-id.ts';

/** How long a job takes: so much whatever its size, and so much more for every 1,000 units. 0 of both: done at the first look. */
export interface JobPace {
  readonly perJobMs: number;
  readonly perThousandMs: number;
}

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

  constructor(order: JobOrder<T>, { id, pace, trouble, at }: { readonly id: string; readonly pace: JobPace; readonly trouble: JobTrouble; readonly at: number }) {
    this.id = id;
    this.kind = order.kind;
    this.groupId = order.groupId;
    this.deviceTypeId = order.deviceTypeId;
    this.total = order.units.length;
    this.#order = order;
    this.#trouble = trouble;
    this.#startsAt = at + trouble.lateMs;
    this.#durationMs = pace.perJobMs + (pace.perThousandMs * this.total) / 1000;
  }

  get isDone(): boolean {
    return this.#order === null;
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
    const end = this.#trouble.isBroken ? Math.min(due, Math.floor(this.total / 2)) : due;
    for (const unit of this.#order.units.slice(this.#next, end)) {
      this.#perform(unit, this.#order);
      this.#next += 1;
    }
    if (due < this.total) return;
    if (this.#trouble.isBroken) this.#errors.push({ type: 1, message: brokenOff });
    this.#order = null;
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
    else this.#errors.push({ type: 0, message: refusal === 'on demand' ? refusedOnDemand : refusalWords(refusal), entity: this.#written(entity(unit)) });
  }

  #written(entity: string): string {
    const id = wireId(entity);
    return this.#trouble.isPadded ? id.toLowerCase().padStart(8, '0') : id;
  }
}
