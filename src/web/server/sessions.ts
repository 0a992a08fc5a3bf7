import { randomBytes } from 'node:crypto';

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
  readonly cookie: string;
}

/** A page that was left alone for so long is signed out, in ms. */
const idleMs = 12 * 3_600_000;
const mostSessions = 500;

interface SessionEntry {
  readonly session: Session;
  usedAt: number;
}

/** Who is at which page, by a cookie that no script reads. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #kept = new Map<string, SessionEntry>();

  constructor(options: SessionsOptions) {
    this.#options = options;
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
}
