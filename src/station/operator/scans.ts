import { later } from '../../async/later.ts';
import { unlessAborted } from '../../async/until-aborted.ts';
import type { Clock } from '../../domain/clock.ts';
import { matchesScan } from '../../domain/scanning/matches-scan.ts';
import { nothingScanned, type SlotScan } from '../slot-state.ts';

/** What a unit waits for somebody to scan. */
export type WantedScan =
  | { readonly kind: 'serial number'; readonly pattern: RegExp }
  | { readonly kind: 'label'; readonly code: string };

/** What became of a code. */
export type TakenScan =
  | { readonly kind: 'taken'; readonly slot: string }
  /** Nobody waits for it yet: it is for the unit in this slot, or for the next one there; null: for the next one anywhere. */
  | { readonly kind: 'kept'; readonly slot: string | null }
  /** The trigger was held too long: the same code once more. */
  | { readonly kind: 'repeated' }
  /** It may be meant for more than one unit: scan the slot first. */
  | { readonly kind: 'which slot'; readonly slots: readonly string[] }
  /** The units that it may be meant for take no code any more. */
  | { readonly kind: 'too late'; readonly slots: readonly string[] }
  /** Nobody waits for it, and no serial number looks like it. */
  | { readonly kind: 'no such code' };

/** What is scanned for one unit, from its seating to its removal. */
export interface UnitScans {
  /**
   * Resolves with the next code for this unit, or with the one that was kept for it, if that fits; the caller judges it.
   * @throws the signal's reason
   */
  next(wanted: WantedScan, options: { readonly signal: AbortSignal }): Promise<string>;
  /** The code that was kept for this unit, and is so no longer; null: there was none. */
  takeKept(): string | null;
  /** No serial number is wanted for this unit any more: what was kept for it is forgotten. */
  served(): void;
  /** The unit left its slot. */
  leave(): void;
}

interface Unit {
  readonly slot: string;
  /** `expected`: it may still want a serial number; `served`: it does not. */
  state: 'expected' | 'served' | { readonly wanted: WantedScan; readonly take: (code: string) => void };
}

interface KeptScan {
  readonly code: string;
  /** null: for the next unit, whichever slot it comes to. */
  readonly slot: string | null;
  /** null: the unit is not there yet. */
  readonly unit: Unit | null;
  readonly forgotten: AbortController;
}

export interface ScansOptions {
  readonly clock: Pick<Clock, 'uptime' | 'sleep'>;
  /** How long a code, or the choice of a slot, stands that nobody has asked for yet, in ms. */
  readonly keepMs: number;
}

/** The same code within this time is one scan, in ms. */
const repeatMs = 1000;

/** Brings what is scanned to the unit that it is meant for, and to no other: one scanner serves all slots. */
export class Scans {
  readonly #options: ScansOptions;
  readonly #units = new Map<string, Unit>();
  readonly #listeners = new Set<() => void>();
  #selected: { readonly slot: string; readonly at: number } | null = null;
  #kept: KeptScan | null = null;
  #last: { readonly code: string; readonly at: number } | null = null;

  constructor(options: ScansOptions) {
    this.#options = options;
  }

  /** Told whenever what a slot waits for, or what is kept for it, may have changed. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What is to be scanned, or was, for the unit in this slot, or for the next one there. */
  scanOf(slot: string): SlotScan {
    const unit = this.#units.get(slot);
    const wants = unit === undefined ? null : (waitOf(unit)?.wanted.kind ?? null);
    const kept = this.#kept;
    const isKept = kept !== null && (kept.slot ?? slot) === slot && (kept.unit ?? undefined) === unit;
    return wants === null && !isKept ? nothingScanned : { wants, kept: isKept ? kept.code : null };
  }

  /** Slots whose units wait for a scan. */
  get waiting(): readonly string[] {
    return [...this.#units.values()].filter((unit) => waitOf(unit) !== null).map(({ slot }) => slot);
  }

  /** The slot that the next code is for; null: whichever it fits. */
  get selected(): string | null {
    const { clock, keepMs } = this.#options;
    return this.#selected !== null && clock.uptime() - this.#selected.at < keepMs ? this.#selected.slot : null;
  }

  select(slot: string | null): void {
    this.#selected = slot === null ? null : { slot, at: this.#options.clock.uptime() };
  }

  /** Whether a unit waits for a code like this. */
  isWaitedFor(code: string): boolean {
    return [...this.#units.values()].some((unit) => {
      const wait = waitOf(unit);
      return wait !== null && fits(code, wait.wanted);
    });
  }

  /** Forgets the code that was kept, where it is for this slot, or, with null, for any. True: there was one. */
  forget(slot: string | null): boolean {
    const kept = this.#kept;
    if (kept === null || (slot !== null && (kept.slot ?? slot) !== slot)) return false;
    this.#drop(kept);
    return true;
  }

  /** A unit came into the slot. What was kept for the next one is its own from now on. */
  admit(slot: string): UnitScans {
    const unit: Unit = { slot, state: 'expected' };
    this.#units.set(slot, unit);
    const kept = this.#kept;
    if (kept !== null && kept.unit === null && (kept.slot ?? slot) === slot) this.#kept = { ...kept, slot, unit };
    this.#tell();
    return {
      next: (wanted, options) => this.#next(unit, wanted, options),
      takeKept: () => this.#takeKept(unit),
      served: () => this.#serve(unit),
      leave: () => {
        this.#serve(unit);
        if (this.#units.get(slot) === unit) this.#units.delete(slot);
        this.#tell();
      },
    };
  }

  /** `pattern`: what serial numbers of the product look like; default: it has none. */
  offer(code: string, { pattern = null }: { readonly pattern?: RegExp | null } = {}): TakenScan {
    const { clock } = this.#options;
    if (this.#last?.code === code && clock.uptime() - this.#last.at < repeatMs) return { kind: 'repeated' };
    const isOfProduct = pattern !== null && isSerialNumber(code, pattern);
    const { selected } = this;
    this.#selected = null;
    const taken = selected === null ? this.#offerToAny(code, isOfProduct) : this.#offerTo(selected, code, isOfProduct);
    // A scan that was refused may be repeated at once
    if (taken.kind === 'taken' || taken.kind === 'kept') this.#last = { code, at: clock.uptime() };
    return taken;
  }

  #offerTo(slot: string, code: string, isOfProduct: boolean): TakenScan {
    const unit = this.#units.get(slot) ?? null;
    const wait = unit === null ? null : waitOf(unit);
    if (wait !== null) {
      wait.take(code);
      return { kind: 'taken', slot };
    }
    if (!isOfProduct) return { kind: 'no such code' };
    return unit === null || unit.state === 'expected'
      ? this.#keep({ code, slot, unit })
      : { kind: 'too late', slots: [slot] };
  }

  #offerToAny(code: string, isOfProduct: boolean): TakenScan {
    const units = [...this.#units.values()];
    const fitting = units.filter((unit) => {
      const wait = waitOf(unit);
      return wait === null ? isOfProduct && unit.state === 'expected' : fits(code, wait.wanted);
    });
    // One that fits nothing goes to the only unit that waits, which says what it waits for
    const meant = fitting.length > 0 ? fitting : units.filter((unit) => waitOf(unit) !== null);
    const [one] = meant;
    if (meant.length > 1) return { kind: 'which slot', slots: meant.map(({ slot }) => slot) };
    if (one !== undefined) return this.#offerTo(one.slot, code, isOfProduct);
    if (!isOfProduct) return { kind: 'no such code' };
    return units.length > 0
      ? { kind: 'too late', slots: units.map(({ slot }) => slot) }
      : this.#keep({ code, slot: null, unit: null });
  }

  #keep(what: Omit<KeptScan, 'forgotten'>): TakenScan {
    if (this.#kept !== null) this.#drop(this.#kept);
    const { clock, keepMs } = this.#options;
    const kept: KeptScan = { ...what, forgotten: new AbortController() };
    this.#kept = kept;
    this.#tell();
    void later(keepMs, () => this.#drop(kept), { clock, signal: kept.forgotten.signal });
    return { kind: 'kept', slot: what.slot };
  }

  /** The same code may have found its unit in the meantime. */
  #drop({ forgotten }: KeptScan): void {
    if (this.#kept?.forgotten !== forgotten) return;
    this.#kept = null;
    forgotten.abort();
    this.#tell();
  }

  #takeKept(unit: Unit): string | null {
    const kept = this.#kept;
    if (kept === null || kept.unit !== unit) return null;
    this.#drop(kept);
    return kept.code;
  }

  #serve(unit: Unit): void {
    this.#takeKept(unit);
    unit.state = 'served';
  }

  async #next(unit: Unit, wanted: WantedScan, { signal }: { readonly signal: AbortSignal }): Promise<string> {
    signal.throwIfAborted();
    const kept = this.#takeKept(unit);
    if (kept !== null && fits(kept, wanted)) return kept;
    const { promise, resolve } = Promise.withResolvers<string>();
    const end = (): void => {
      unit.state = 'served';
      this.#tell();
    };
    const take = (code: string): void => {
      end();
      resolve(code);
    };
    unit.state = { wanted, take };
    this.#tell();
    try {
      return await unlessAborted(promise, { signal });
    } catch (error) {
      end();
      throw error;
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const waitOf = ({ state }: Unit): Exclude<Unit['state'], string> | null => (typeof state === 'string' ? null : state);

/** No serial number is longer: a pattern is never let loose on a text of any length. */
const longestSerialNumber = 64;

export const isSerialNumber = (code: string, pattern: RegExp): boolean =>
  code.length <= longestSerialNumber && pattern.test(code);

const fits = (code: string, wanted: WantedScan): boolean =>
  wanted.kind === 'serial number' ? isSerialNumber(code, wanted.pattern) : matchesScan(wanted.code, code);
