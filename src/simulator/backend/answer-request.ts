import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../domain/clock.ts';
import {
  badCredentials,
  badRequest,
  forbidden,
  methodNotAllowed,
  notFound,
  serverFault,
  type ApiAnswer,
} from './http/answer.ts';
import type { ApiUser } from './world/entities.ts';
import { strikesAfterCommit, type FaultScript } from './faults/faults.ts';
import { fieldsRefused, throttled, tooLarge } from './invented.ts';
import type { JobPace } from './world/job-board.ts';
import type { RateGate } from './http/rate-limits.ts';
import type { Registry } from './world/registry.ts';
import type { Reticence } from './faults/reticence.ts';
import { matchRoute, type ApiRoute, type ApiRequest } from './http/route.ts';
import { asV1, isOfV1 } from './v1/as-v1.ts';
import { jsonOrUndefined } from './http/validate.ts';
import { writeAnswer, writeFault } from './http/write-answer.ts';

/** @source vendor slides on bulk creation: the largest request body */
const maxBodyBytes = 10_000_000;

/** What all requests of one simulated backend share. */
export interface ExchangeContext {
  readonly routes: readonly ApiRoute[];
  readonly world: Registry;
  readonly faults: FaultScript;
  readonly gate: RateGate;
  readonly pace: JobPace;
  readonly reticence: Reticence;
  /** Of what is drawn for each job. */
  readonly latenessSeed: number;
  /** How many times faster than in the published limits, and in late jobs, time passes. */
  readonly timeFactor: number;
  readonly jobStartStatus: ApiRequest['jobStartStatus'];
  readonly clock: Clock;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Aborts when the backend closes. */
  readonly signal: AbortSignal;
}

/**
 * One request from its first byte to its answer: arrival noted, faults drawn, waited, carried out, answered.
 * A client that hangs up while the request waits does not stop it, as it would not stop the real one.
 * Rejects when the client hangs up within the body, or when the backend closes.
 */
export const answerRequest = async (
  context: ExchangeContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { routes, world, faults, clock, origin, signal } = context;
  const text = await readBody(request);
  const body = text === null ? undefined : jsonOrUndefined(text);
  const method = request.method ?? '';
  const target = new URL(`${origin}${request.url ?? '/'}`);
  const match = matchRoute(routes, method, target.pathname);
  if (match.kind === 'found') match.route.arrived?.({ world, body, now: clock.now() });

  const { latencyMs, effect } = faults.next({ method, path: target.pathname, body: text });
  if (latencyMs > 0) await clock.sleep(latencyMs, { signal });
  if (effect !== null && !strikesAfterCommit(effect)) return writeFault(response, effect, null);
  const answered = carryOut(context, request, { match, target, text, body });
  const answer = isOfV1(target.pathname) ? asV1(answered) : answered;
  if (effect !== null) return writeFault(response, effect, answer);
  writeAnswer(response, answer);
};

interface Understood {
  readonly match: ReturnType<typeof matchRoute>;
  readonly target: URL;
  /** null: longer than the backend takes. */
  readonly text: string | null;
  readonly body: unknown;
}

const carryOut = (
  context: ExchangeContext,
  request: IncomingMessage,
  { match, target, text, body }: Understood,
): ApiAnswer => {
  const { world, gate, clock, origin, pace, latenessSeed, reticence, timeFactor, faults, jobStartStatus } = context;
  const { route, params } = match.kind === 'found' ? match : { route: null, params: {} };
  if (!gate.admits({ address: request.socket.remoteAddress ?? '', route, params })) return throttled;
  const user = authenticate(world, request.headers.authorization);
  if (user === null) return badCredentials;
  if (match.kind === 'other method') return methodNotAllowed(request.method ?? '', match.allowedMethods);
  if (route === null) return notFound;
  if (text === null) return tooLarge;
  if (route.method !== 'GET' && user.rights !== 'write') return forbidden();
  if (reticence.refusesFields && target.searchParams.has('fields')) return badRequest([fieldsRefused]);
  const now = clock.now();
  const startJob: ApiRequest['startJob'] = (order) => {
    const trouble = faults.nextJob({ method: route.method, path: target.pathname, body: text });
    return world.jobs.start(order, {
      pace,
      trouble: { ...trouble, lateMs: trouble.lateMs / timeFactor },
      at: now,
      seed: latenessSeed,
    });
  };
  try {
    world.advance(now);
    const url = `${origin}${target.pathname}`;
    return route.answer({
      world,
      user,
      reticence,
      params,
      query: target.searchParams,
      body,
      now,
      url,
      jobStartStatus,
      startJob,
    });
  } catch {
    return serverFault;
  }
};

const authenticate = (world: Registry, authorization = ''): ApiUser | null => {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization) ?? [];
  if (encoded === undefined) return null;
  const [login = '', ...password] = Buffer.from(encoded, 'base64').toString().split(':');
  return world.authenticate(login, password.join(':'));
};

/** null: longer than the backend takes; the rest is read and thrown away, so that the client gets its answer. */
const readBody = async (request: IncomingMessage): Promise<string | null> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  return bytes > maxBodyBytes ? null : Buffer.concat(chunks).toString();
};
