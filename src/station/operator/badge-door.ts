import { Mutex } from '../../async/mutex.ts';
import type { Clock } from '../../domain/clock.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Journal } from '../../journal/journal.ts';
import type { BadgePlace } from '../../journal/line-events.ts';
import type { Person } from './person.ts';

/** A scanner reads a badge wrong now and then. */
const freeTries = 3;
const firstWaitMs = 1000;
const longestWaitMs = 15 * 60_000;
/** From so many wrong ones in a row on, only an engineer's badge is taken. */
export const triesBeforeEngineer = 10;
/** Codes that may be badges, and need be none: so many are tried in this time, and more are taken for no badge. */
const mostGuesses = 10;
const guessesWithinMs = 10 * 60_000;

export interface BadgeDoorOptions {
  /** In which refusals are written down; null: none can be, and what was wrong is forgotten with the process. */
  readonly journal: Pick<Journal, 'append' | 'badgesRefusedInRow'> | null;
  readonly clock: Pick<Clock, 'uptime'>;
  /** Whose badge or PIN this is; null: nobody's. */
  readonly findPerson: (code: string) => Promise<Person | null>;
}

export interface ShowOptions {
  readonly place: BadgePlace;
  readonly signal: AbortSignal;
}

/**
 * The one door through which badges and PINs are tried at a station, wherever they are scanned or typed. Codes that are wrong in a row
 * make the next one wait, each twice as long as the one before; after many of them only an engineer is let in. Every refusal is
 * written down, without the code, and a restart forgets none.
 */
export class BadgeDoor {
  readonly #options: BadgeDoorOptions;
  /** One at a time: who tries many codes at once waits for each of them. */
  readonly #turn = new Mutex();
  #guesses: readonly number[] = [];
  /** Wrong ones in a row; null: the journal has not been asked yet. */
  #wrong: number | null = null;
  #until = 0;
  #hasToldOfWait = false;

  constructor(options: BadgeDoorOptions) {
    this.#options = options;
  }

  /**
   * Whose badge one of these codes is, which are one as it may be written.
   * @throws PaclineError unknown badge | badges held back; of the journal; the signal's reason
   */
  async show(codes: readonly string[], { place, signal }: ShowOptions): Promise<Person> {
    return this.#turn.run(
      async () => {
        const wrong = await this.#wrongSoFar();
        if (this.#waitMs > 0) {
          if (!this.#hasToldOfWait) await this.#refuse(place, 'too soon', wrong);
          this.#hasToldOfWait = true;
          throw heldBack(this.#waitMs, wrong);
        }
        const person = await this.#whose(codes);
        if (person !== null && (wrong < triesBeforeEngineer || person.role === 'engineer')) {
          await this.#letIn(person, place, wrong);
          return person;
        }
        this.#wrong = wrong + 1;
        this.#wait(wrong + 1);
        await this.#refuse(place, person === null ? 'unknown' : 'no engineer', wrong + 1);
        // What was wrong, the code or the role, is not for those who guess
        if (wrong >= triesBeforeEngineer) throw heldBack(this.#waitMs, wrong + 1);
        throw new PaclineError(
          'unknown badge',
          `Nobody of this station has this badge.${this.#nextSentence(wrong + 1)}`,
        );
      },
      { signal },
    );
  }

  /** The same of a code that need be no badge: null, and nothing said, where it is none or too many were tried lately. */
  async recognise(codes: readonly string[], { place, signal }: ShowOptions): Promise<Person | null> {
    return this.#turn.run(
      async () => {
        const now = this.#options.clock.uptime();
        const wrong = await this.#wrongSoFar();
        this.#guesses = this.#guesses.filter((at) => now - at < guessesWithinMs);
        if (this.#waitMs > 0 || this.#guesses.length >= mostGuesses) return null;
        const person = await this.#whose(codes);
        if (person !== null && (wrong < triesBeforeEngineer || person.role === 'engineer')) {
          await this.#letIn(person, place, wrong);
          return person;
        }
        this.#guesses = [...this.#guesses, now];
        return null;
      },
      { signal },
    );
  }

  get #waitMs(): number {
    return Math.max(0, this.#until - this.#options.clock.uptime());
  }

  /** Behind a restart the whole wait begins anew: what time it is may have been changed meanwhile. */
  async #wrongSoFar(): Promise<number> {
    if (this.#wrong === null) {
      this.#wrong = (await this.#options.journal?.badgesRefusedInRow()) ?? 0;
      this.#wait(this.#wrong);
    }
    return this.#wrong;
  }

  #wait(wrong: number): void {
    if (wrong < freeTries) return;
    this.#until = this.#options.clock.uptime() + Math.min(longestWaitMs, firstWaitMs * 2 ** (wrong - freeTries));
    this.#hasToldOfWait = false;
  }

  /** How long it takes does not tell which of them was right. */
  async #whose(codes: readonly string[]): Promise<Person | null> {
    const found = await Promise.all(codes.map((code) => this.#options.findPerson(code)));
    return found.find((person) => person !== null) ?? null;
  }

  async #letIn({ name, role }: Person, place: BadgePlace, wrong: number): Promise<void> {
    if (wrong > 0)
      await this.#options.journal?.append([{ kind: 'badge refusals cleared', operator: name, role, place }]);
    this.#wrong = 0;
    this.#until = 0;
    this.#guesses = [];
  }

  async #refuse(place: BadgePlace, why: 'unknown' | 'no engineer' | 'too soon', inRow: number): Promise<void> {
    await this.#options.journal?.append([{ kind: 'badge refused', place, why, inRow }]);
  }

  #nextSentence(wrong: number): string {
    if (wrong >= triesBeforeEngineer) return ` ${onlyEngineers(wrong)}`;
    return this.#waitMs > 0 ? ` The next one is taken in ${seconds(this.#waitMs)} s.` : '';
  }
}

const seconds = (ms: number): number => Math.ceil(ms / 1000);

const onlyEngineers = (wrong: number): string =>
  `${wrong} wrong badges in a row: only the badge of an engineer is taken now.`;

const heldBack = (waitMs: number, wrong: number): PaclineError =>
  new PaclineError(
    'badges held back',
    wrong >= triesBeforeEngineer
      ? `${onlyEngineers(wrong)}${waitMs > 0 ? ` The next one is taken in ${seconds(waitMs)} s.` : ''}`
      : `Too many wrong badges: the next one is taken in ${seconds(waitMs)} s.`,
    { context: { waitMs } },
  );
