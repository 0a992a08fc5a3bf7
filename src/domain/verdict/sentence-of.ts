import { errorTable } from '../errors/error-table.ts';
import type { ResultCode } from '../outcome.ts';

/** What a result means, for a person, where nobody had more to say. */
export const sentenceOf = (code: ResultCode): string => {
  switch (code) {
    case 'read':
    case 'registered':
      return 'The backend has confirmed the unit.';
    case 'already done':
      return 'The unit was registered before, as it should be.';
    case 'golden read':
      return 'The golden unit was read as it must be; it is not registered.';
    default:
      return `${errorTable[code].meaning}.`;
  }
};

/** A message without the code at its end, which stands beside it. */
export const withoutCode = (message: string | null, code: string | null): string => {
  const end = ` (${code})`;
  return message === null ? '' : message.endsWith(end) ? message.slice(0, -end.length) : message;
};
