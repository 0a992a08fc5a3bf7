import type { IncomingMessage } from 'node:http';

import { mayActAs, type Role } from '../../domain/role.ts';
import type { Session } from './sessions.ts';

export interface RouteRequest {
  readonly query: URLSearchParams;
  /** null: nobody has a session; only where the route asks for none. */
  readonly session: Session | null;
  /** The body, which is JSON; null where the method has none. */
  readonly body: unknown;
  /** Aborts when the page no longer waits. */
  readonly signal: AbortSignal;
}

export interface RouteAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Who is answered. `anybody at the bench`: whoever sits at this machine, and from the network who is signed in. `a session`: one of our
 * pages. A role: who is signed in with it.
 */
export type Audience = 'anybody' | 'anybody at the bench' | 'a session' | Role;

/** What a page or a program may ask for, by `METHOD /path`. */
export interface Route {
  readonly audience: Audience;
  /** @throws PaclineError, which is told as a reason */
  answer(request: RouteRequest): Promise<RouteAnswer>;
}

export const okAnswer = (body: unknown): RouteAnswer => ({ status: 200, body });

/** Why a request is not for this audience; null: it is. `person`: who is signed in there, at the page or at the bench. */
export const whyNotAnswered = (
  audience: Audience,
  {
    session,
    isHere,
    person,
  }: { readonly session: Session | null; readonly isHere: boolean; readonly person: { readonly role: Role } | null },
): RouteAnswer | null => {
  if (audience === 'anybody' || (audience === 'anybody at the bench' && isHere)) return null;
  if (session === null || (!session.isBench && session.person === null)) return notSignedIn;
  if (audience === 'anybody at the bench' || audience === 'a session') return null;
  return person !== null && mayActAs(person.role, audience)
    ? null
    : refusal(403, 'not allowed', `This takes a person with the role ${audience}.`);
};

const refusal = (status: number, code: string, message: string): RouteAnswer => ({ status, body: { code, message } });

const notSignedIn = refusal(401, 'not signed in', 'Sign in with a badge or a PIN first.');

/** Longest body that is taken, in bytes: no scanner types more. */
const longestBody = 4000;

/** The body as JSON; a number: the status with which it is refused. */
export const readJson = async (request: IncomingMessage): Promise<{ readonly value: unknown } | number> => {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return 415;
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > longestBody) return 413;
    pieces.push(piece);
  }
  try {
    return { value: JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown };
  } catch {
    return 400;
  }
};
