import { actorOf, blameOf } from '../domain/verdict/actor.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { actionAfter } from '../domain/verdict/next-step.ts';

/** An answer over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer to what ended in an error; a fault of ours is told without a word of what it was. */
export const refusalOf = (error: unknown): HttpAnswer => {
  if (!PaclineError.is(error)) return refused(500, new PaclineError('internal fault', 'A fault of pacline.'));
  return refused(statusOf(error), error);
};

const statusOf = ({ code }: PaclineError): number => {
  if (code === 'badges held back') return 429;
  return code === 'not allowed' || code === 'unknown badge' ? 403 : 409;
};

const refused = (status: number, error: PaclineError): HttpAnswer => {
  const { code, message } = error;
  const body = { outcome: 'refused', code, message, blame: blameOf(code), actor: actorOf(code) };
  const waitMs = error.context['waitMs'];
  return {
    status,
    ...(typeof waitMs === 'number' && { headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) } }),
    body: { ...body, action: actionAfter(error) },
  };
};
