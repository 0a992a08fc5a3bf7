import * as z from 'zod';
import type { JobTrouble } from '../world/job.ts';

/**
 * What goes wrong. `when` tells whether the request has been carried out by then: after a commit the device exists, whatever
 * the client saw.
 * - `status`: an answer of this status, without a body for 5xx;
 * - `lost`: the connection is reset instead of an answer;
 * - `html`: a page with status 200, as a portal on the way to the network gives;
 * - `truncated`: the right answer, cut in the middle of its body; always after the commit;
 * - `redirect`: 307 to another host; always before the commit;
 * - `latency`: the request waits before it is carried out, even if the client has gone meanwhile;
 * - `job-…`: the request is answered as it should be, but the job that it starts has this trouble.
 */
const faultEffect = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    when: z.enum(['before-commit', 'after-commit']),
  }),
  z.strictObject({ kind: z.literal('lost'), when: z.enum(['before-commit', 'after-commit']) }),
  z.strictObject({ kind: z.literal('html'), when: z.enum(['before-commit', 'after-commit']) }),
  z.strictObject({ kind: z.literal('truncated') }),
  z.strictObject({ kind: z.literal('redirect'), location: z.url() }),
  z.strictObject({ kind: z.literal('latency'), latencyMs: z.int().min(0).max(3_600_000) }),
  z.strictObject({ kind: z.literal('job-late'), lateMs: z.int().min(0).max(86_400_000) }),
  z.strictObject({ kind: z.enum(['job-missing', 'job-surplus']), units: z.int().min(1) }),
  z.strictObject({
    kind: z.enum([
      'job-partial',
      'job-system',
      'job-padding',
      'job-stuck',
      'job-endless',
      'job-stranger',
      'job-500',
      'job-forgotten',
    ]),
  }),
]);

/**
 * Which of the matching requests are hit, counted from 1; a chance is drawn from its seed, so that it can be repeated. For
 * trouble of jobs only the requests that start a job count.
 */
const occurrence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('every') }),
  z
    .strictObject({ kind: z.literal('range'), from: z.int().min(1), to: z.int().min(1) })
    .refine(({ from, to }) => from <= to, 'a range ends where it begins, or later'),
  z.strictObject({ kind: z.literal('chance'), probability: z.number().min(0).max(1), seed: z.int() }),
]);

/** One fault as plain data. `path` is the whole path with the API's version; `*` stands for anything, a closing slash for nothing. */
export const faultSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE', '*']),
  path: z.string().startsWith('/').or(z.literal('*')),
  effect: faultEffect,
  occurrence,
  /** Hits only creates of this device; left out: all that fit. */
  deviceId: z.string().optional(),
});

export type Fault = Readonly<z.infer<typeof faultSchema>>;
export type FaultEffect = Fault['effect'];

type JobEffect = Extract<FaultEffect, { readonly kind: `job-${string}` }>;

/** The effects that hit one request: all its latencies together, and the first of its other faults. */
export interface FaultsOfRequest {
  readonly latencyMs: number;
  readonly effect: Exclude<FaultEffect, JobEffect | { readonly kind: 'latency' }> | null;
}

/** Whether the request has been carried out when this effect shows. */
export const strikesAfterCommit = (struck: NonNullable<FaultsOfRequest['effect']>): boolean =>
  struck.kind === 'truncated' || (struck.kind !== 'redirect' && struck.when === 'after-commit');

/** What a fault may look at of a request. */
interface Struck {
  readonly method: string;
  readonly path: string;
  readonly body: string | null;
}

interface ArmedFault<E extends FaultEffect> {
  readonly effect: E;
  readonly fits: (request: Struck) => boolean;
  readonly strikes: () => boolean;
}

/** Counts requests against a list of faults. Every fault counts every request that fits it, whether or not another one strikes. */
export class FaultScript {
  readonly #ofRequests: readonly ArmedFault<Exclude<FaultEffect, JobEffect>>[];
  readonly #ofJobs: readonly ArmedFault<JobEffect>[];

  constructor(faults: readonly Fault[]) {
    const armed = faults.map((fault) => ({
      effect: fault.effect,
      fits: matcherOf(fault),
      strikes: strikerOf(fault.occurrence),
    }));
    this.#ofRequests = armed.flatMap(({ effect, ...rest }) => (isOfJobs(effect) ? [] : [{ effect, ...rest }]));
    this.#ofJobs = armed.flatMap(({ effect, ...rest }) => (isOfJobs(effect) ? [{ effect, ...rest }] : []));
  }

  /** To be asked once for each request. */
  next(request: Struck): FaultsOfRequest {
    let latencyMs = 0;
    let struck: FaultsOfRequest['effect'] = null;
    for (const { effect, fits, strikes } of this.#ofRequests) {
      if (!fits(request) || !strikes()) continue;
      if (effect.kind === 'latency') latencyMs += effect.latencyMs;
      else struck ??= effect;
    }
    return { latencyMs, effect: struck };
  }

  /** To be asked once for each request that starts a job. */
  nextJob(request: Struck): JobTrouble {
    const struck = this.#ofJobs.filter(({ fits, strikes }) => fits(request) && strikes()).map(({ effect }) => effect);
    const has = (kind: JobEffect['kind']): boolean => struck.some((effect) => effect.kind === kind);
    return {
      lateMs: sum(struck.map((effect) => (effect.kind === 'job-late' ? effect.lateMs : 0))),
      missing: sum(struck.map((effect) => (effect.kind === 'job-missing' ? effect.units : 0))),
      isPartial: has('job-partial'),
      isBroken: has('job-system'),
      isPadded: has('job-padding'),
      hangs: has('job-stuck') ? 'half-way' : has('job-endless') ? 'at the end' : null,
      surplus: sum(struck.map((effect) => (effect.kind === 'job-surplus' ? effect.units : 0))),
      hasStranger: has('job-stranger'),
      polls: has('job-500') ? 'failing' : has('job-forgotten') ? 'forgotten' : 'answered',
    };
  }
}

const isOfJobs = (struck: FaultEffect): struck is JobEffect => struck.kind.startsWith('job-');

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const matcherOf = (fault: Fault): ((request: Struck) => boolean) => {
  const literal = fault.path
    .replace(/\/$/, '')
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${literal.join('.*')}/?$`);
  const { deviceId } = fault;
  return ({ method, path, body }) =>
    (fault.method === '*' || fault.method === method) &&
    pattern.test(path) &&
    (deviceId === undefined || (body ?? '').includes(`"id":"${deviceId}"`));
};

const strikerOf = (rule: Fault['occurrence']): (() => boolean) => {
  if (rule.kind === 'every') return () => true;
  if (rule.kind === 'chance') {
    const draw = drawsFrom(rule.seed);
    return () => draw() < rule.probability;
  }
  let count = 0;
  return () => {
    count += 1;
    return count >= rule.from && count <= rule.to;
  };
};

/** Numbers from 0 up to 1, the same ones for the same seed (the generator known as mulberry32). */
const drawsFrom = (seed: number): (() => number) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
};
