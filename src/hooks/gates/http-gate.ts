import { z } from 'zod';
import type { Gate, GateAnswer, GateUnit } from '../../station/gate.ts';
import { reasonOr } from './gate-words.ts';
import type { NoAnswerRule } from '../hook-setting.ts';
import type { JsonPoster, PostOutcome } from '../json-poster.ts';

export interface HttpGateOptions {
  readonly poster: JsonPoster;
  /** For the header `Authorization: Bearer …`; null: none is sent. */
  readonly token: string | null;
  readonly noAnswer: NoAnswerRule;
}

const reason = z.string().nullish();
const routeAnswer = z.object({ allowed: z.boolean(), reason });
const resultAnswer = z.object({ verdict: z.enum(['pass', 'fail']), reason });

/** Asks the production system whether the unit is expected here: `{ "allowed": true | false, "reason": "…" }`. */
export const createHttpRouteGate = (options: HttpGateOptions): Gate => ({
  name: 'the route check',
  async ask(unit, { signal }) {
    const posted = await ask(options, unit, signal);
    const answer = routeAnswer.safeParse(bodyOf(posted)).data;
    if (answer === undefined)
      return {
        kind: 'no answer',
        code: 'route unanswered',
        reason: said(options.poster, posted),
        rule: options.noAnswer,
      };
    if (answer.allowed) return allowed;
    return {
      kind: 'refused',
      code: 'route refused',
      reason: reasonOr(answer.reason, `${options.poster.host} does not expect ${unit.deviceId} here`),
    };
  },
});

/** Asks for the radio test's verdict: `{ "verdict": "pass" | "fail", "reason": "…" }`; status 404: there is none yet. */
export const createHttpResultGate = (options: HttpGateOptions): Gate => ({
  name: 'the result of the radio test',
  async ask(unit, { signal }) {
    const posted = await ask(options, unit, signal);
    const answer = resultAnswer.safeParse(bodyOf(posted)).data;
    if (answer === undefined) {
      const none = posted.kind === 'answered' && posted.status === 404;
      const missing = none ? `${options.poster.host} has no result for ${unit.deviceId}` : said(options.poster, posted);
      return {
        kind: 'no answer',
        code: 'result missing',
        reason: missing,
        rule: options.noAnswer,
        ...(none ? { isReached: true } : {}),
      };
    }
    if (answer.verdict === 'pass') return allowed;
    return {
      kind: 'refused',
      code: 'result refused',
      reason: reasonOr(answer.reason, `${options.poster.host} says that ${unit.deviceId} failed`),
    };
  },
});

const allowed: GateAnswer = { kind: 'allowed' };

const ask = (
  { poster, token }: HttpGateOptions,
  { deviceId, serialNumber, product, order, slot, station }: GateUnit,
  signal: AbortSignal,
): Promise<PostOutcome> =>
  poster.post(
    JSON.stringify({ deviceId, serial: serialNumber, product, order, slot, station }),
    token === null ? {} : { authorization: `Bearer ${token}` },
    { signal },
  );

/** Only status 200 to 299 answers; null is no answer. */
const bodyOf = (posted: PostOutcome): unknown => {
  if (posted.kind === 'failed' || posted.status < 200 || posted.status > 299) return null;
  try {
    return JSON.parse(posted.text);
  } catch {
    return null;
  }
};

const said = ({ host }: JsonPoster, posted: PostOutcome): string => {
  if (posted.kind === 'failed') return `${host} did not answer: ${posted.reason}`;
  if (posted.status < 200 || posted.status > 299) return `${host} answered with status ${posted.status}`;
  return `${host} answered in a form that is not the agreed one`;
};
