import { randomBytes } from 'node:crypto';

import { Backoff } from '../../async/backoff.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Person } from '../../station/operator/person.ts';

/** Somebody at a page. */
export interface Session {
  /** Who signed in at this page; null: nobody did. */
  person: Person | null;
  /** On this machine: what is scanned here is scanned at the bench. */
  readonly isBench: boolean;
}

export interface SessionsOptions {
  readonly clock: Clock;
  /** Whose badge or PIN this is; null: nobody's. */
  readonly findPerson: (code: string) => Promise<Person | null>;
  readonly cookie: string;
}

/** A page that was left alone for so long is signed out, in ms. */
const idleMs = 12 * 3_600_000;
const mostSessions = 500;
/** Wrong codes within a minute of each other before the next one has to wait: a scanner reads a badge wrong now and then. */
const freeTries = 5;
const forgottenAfterMs = 60_000;

interface SessionEntry {
  readonly session: Session;
  usedAt: number;
}

/** Who is at which page, by a cookie that no script reads; and how often badges and PINs may be tried, by all pages together. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #kept = new Map<string, SessionEntry>();
  readonly #backoff: Backoff<'wrong code'>;
  #wrong = 0;
  #wrongAt = 0;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.clock);
  }

  /** The session of a request's cookies; null: there is none, or it is over. */
  of(cookies: string | undefined): Session | null {
    const token = (cookies ?? '')
      .split(';')
      .map((pair) => pair.trim().split('='))
      .find(([name]) => name === this.#options.cookie)?.[1];
    const kept = token === undefined ? undefined : this.#kept.get(token);
    const now = this.#options.clock.uptime();
    if (token === undefined || kept === undefined) return null;
    if (now - kept.usedAt > idleMs) {
      this.#kept.delete(token);
      return null;
    }
    kept.usedAt = now;
    return kept.session;
  }

  /** Begins one; returns the value of its cookie. */
  begin(session: Session): string {
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size >= mostSessions && oldest !== undefined) this.#kept.delete(oldest);
    const token = randomBytes(24).toString('base64url');
    this.#kept.set(token, { session, usedAt: this.#options.clock.uptime() });
    return token;
  }

  /** How long until a badge or PIN may be tried, in ms; 0: now. */
  get waitMs(): number {
    return this.#wrong < freeTries ? 0 : this.#backoff.leftMs;
  }

  /** Somebody tried a code that is none, wherever: of many wrong ones each waits longer than the one before, up to a minute. */
  wrong(): void {
    const now = this.#options.clock.uptime();
    if (now - this.#wrongAt > forgottenAfterMs) this.#forget();
    this.#wrong += 1;
    this.#wrongAt = now;
    if (this.#wrong >= freeTries) this.#backoff.failed('wrong code');
  }

  /** Whose code this is; null: nobody's. Only to be asked when `waitMs` is 0. */
  async find(code: string): Promise<Person | null> {
    const person = await this.#options.findPerson(code);
    if (person === null) this.wrong();
    else this.#forget();
    return person;
  }

  #forget(): void {
    this.#wrong = 0;
    this.#backoff.succeeded();
  }
}
