import type { ApiAnswer, FieldError } from '../http/answer.ts';
import { statusOfV1 } from '../invented.ts';

export const isOfV1 = (pathname: string): boolean => pathname.startsWith('/api/');

interface ErrorBody {
  readonly message: string;
  readonly errors?: readonly FieldError[];
}

/**
 * An answer as v1 gives it: statuses that it does not have become others, and an error is nothing but a message.
 * @source official v1 reference for the statuses; a real 403 for the body
 */
export const asV1 = (answer: ApiAnswer): ApiAnswer => {
  const status = statusOfV1.get(answer.status) ?? answer.status;
  return status < 400 || !isErrorBody(answer.body)
    ? { ...answer, status }
    : { status, body: { message: wordsOf(answer.body) } };
};

const isErrorBody = (body: unknown): body is ErrorBody =>
  typeof body === 'object' && body !== null && 'message' in body;

const wordsOf = ({ message, errors = [] }: ErrorBody): string =>
  [message, ...errors.map(({ field, message: words }) => `${field}: ${words}`)].join('; ');
