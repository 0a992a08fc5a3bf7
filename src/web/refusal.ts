import { actorOf, blameOf } from '../domain/verdict/actor.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { actionAfter } from '../domain/verdict/next-step.ts';

/** An answer over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The answer to what ended in an error; a fault of ours is told without a word of what it was. */
export const refusalOf = (error: unknown): HttpAnswer => {
  if (!PaclineError.is(error)) return refused(500, new PaclineError('internal fault', 'A fault of pacline.'));
  return refused(error.code === 'not allowed' || error.code === 'unknown badge' ? 403 : 409, error);
};

const refused = (status: number, error: PaclineError): HttpAnswer => {
  const { code, message } = error;
  const body = { outcome: 'refused', code, message, blame: blameOf(code), actor: actorOf(code) };
  return { status, body: { ...body, action: actionAfter(error) } };
};
