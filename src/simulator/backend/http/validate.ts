import * as z from 'zod';
import type { FieldError } from './answer.ts';

/** A request part that was understood, or all that is wrong with it. */
export type Valid<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** Of a bulk body in which everything is wrong, as many as a person reads. */
const mostErrors = 100;

/** Never throws; errors name the field and never repeat its value. */
export const validate = <S extends z.ZodType>(
  schema: S,
  input: unknown,
  type: FieldError['type'],
): Valid<z.output<S>> => {
  const result = schema.safeParse(input);
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, errors: result.error.issues.slice(0, mostErrors).flatMap((issue) => fieldErrors(issue, type)) };
};

/** As `validate`, for a body that `readJson` read. */
export const validateBody = <S extends z.ZodType>(schema: S, body: unknown): Valid<z.output<S>> =>
  body === undefined
    ? { ok: false, errors: [{ type: 'body', field: '', message: 'not JSON' }] }
    : validate(schema, body, 'body');

/** undefined: not JSON. */
export const jsonOrUndefined = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const fieldErrors = (issue: z.core.$ZodIssue, type: FieldError['type']): FieldError[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ type, field: [...issue.path, key].join('.'), message: 'unknown property' }))
    : [{ type, field: issue.path.join('.'), message: issue.message }];
