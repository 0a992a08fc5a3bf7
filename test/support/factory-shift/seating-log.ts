import { appendFileSync, existsSync, readFileSync } from 'node:fs';

import { isRefusedByRule } from '../../../src/domain/verdict/refused-by-rule.ts';
import type { ResultCode, VerdictColour } from '../../../src/domain/outcome.ts';
import { faultsOf, type SeatKind } from './shift-boards.ts';

export interface Seat {
  readonly seat: number;
  readonly slot: string;
  readonly unit: number;
  readonly kind: SeatKind;
}

export interface TakenOut {
  readonly out: number;
  readonly colour: VerdictColour;
  readonly code: ResultCode;
}

/** The port of a seating: each has its own, so that the journal's runs can be held against the bench. */
export const portOf = (seat: number): string => `seat-${seat}`;

/** So many units pass before a unit that is done is put back into a slot by mistake. */
const mistakenAfter = 20;

/**
 * What the bench remembers by itself, whatever becomes of the line's process: which unit was put into which slot and what came
 * of it, a line of JSON each, on disk before the unit is. The boxes beside the slots follow from it.
 */
export class SeatingLog {
  readonly #file: string;
  readonly #seed: number;
  readonly seats: Seat[] = [];
  readonly outs = new Map<number, TakenOut>();
  readonly #open = new Map<string, Seat>();
  readonly #again = new Map<string, number[]>();
  readonly #reds = new Map<number, number>();
  readonly #mistaken: { readonly unit: number; readonly fromSeat: number }[] = [];
  readonly #wasMistaken = new Set<number>();
  /** Units that were amber when they were taken out, oldest first. */
  readonly amber: number[] = [];
  #nextUnit = 0;

  constructor(file: string, seed: number) {
    this.#file = file;
    this.#seed = seed;
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    // A process that died in mid-line leaves half a line, whose board was never put in.
    for (const line of text.split('\n').slice(0, -1)) this.#take(JSON.parse(line));
  }

  openIn(slot: string): Seat | null {
    return this.#open.get(slot) ?? null;
  }

  seat(slot: string, unit: number, kind: SeatKind): Seat {
    return this.#write({ seat: this.seats.length, slot, unit, kind });
  }

  takeOut(line: TakenOut): void {
    this.#write(line);
  }

  /** Whether a unit lies in one of the boxes. */
  hasWork(slot: string): boolean {
    return this.amber.length > 0 || this.#mistaken.length > 0 || (this.#again.get(slot)?.length ?? 0) > 0;
  }

  /** What lies ready for this slot: what has to be tried again here, what somebody mistakes for a new unit, or a new one if there may be one. */
  take(
    slot: string,
    { isOver }: { readonly isOver: boolean },
  ): { readonly unit: number; readonly kind: SeatKind } | null {
    const again = this.#again.get(slot)?.shift();
    if (again !== undefined) return { unit: again, kind: 'again' };
    if (this.#mistaken[0] !== undefined && (isOver || this.seats.length >= this.#mistaken[0].fromSeat))
      return { unit: this.#mistaken.shift()?.unit ?? 0, kind: 'again' };
    return isOver ? null : { unit: this.#nextUnit++, kind: 'unit' };
  }

  #write<Line extends Seat | TakenOut>(line: Line): Line {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
    this.#take(line);
    return line;
  }

  #take(line: Seat | TakenOut): void {
    if ('seat' in line) {
      this.seats.push(line);
      this.#open.set(line.slot, line);
      if (line.kind === 'unit') this.#nextUnit = Math.max(this.#nextUnit, line.unit + 1);
      for (const box of [this.amber, this.#again.get(line.slot) ?? []])
        if (box.includes(line.unit)) box.splice(box.indexOf(line.unit), 1);
      const mistaken = this.#mistaken.findIndex(({ unit }) => unit === line.unit);
      if (mistaken >= 0) this.#mistaken.splice(mistaken, 1);
      return;
    }
    const seat = this.seats[line.out];
    if (seat === undefined) throw new Error(`nothing was seated as ${line.out}`);
    this.outs.set(line.out, line);
    this.#open.delete(seat.slot);
    if (seat.kind === 'unit' || seat.kind === 'again') this.#sort(seat, line);
  }

  /** Into which box a unit goes that comes out of its slot. */
  #sort({ unit, slot }: Seat, { colour, code }: TakenOut): void {
    if (colour === 'amber') this.amber.push(unit);
    if (colour === 'red') {
      const reds = (this.#reds.get(unit) ?? 0) + (isRefusedByRule(code) ? 0 : 1);
      this.#reds.set(unit, reds);
      // Seated once more; who is red again is set aside.
      if (reds < 2) this.#again.set(slot, [...(this.#again.get(slot) ?? []), unit]);
    }
    if (colour !== 'green' || this.#wasMistaken.has(unit) || !faultsOf(unit, this.#seed).isSeatedTwice) return;
    this.#wasMistaken.add(unit);
    this.#mistaken.push({ unit, fromSeat: this.seats.length + mistakenAfter });
  }
}
