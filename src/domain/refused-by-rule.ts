import type { ResultCode } from './outcome.ts';

const ruleCodes: ReadonlySet<ResultCode> = new Set(['slot locked', 'golden due', 'debt limit', 'order complete']);

/** The line's rules turned the unit away: nothing was found out about it, nor about the slot. */
export const isRefusedByRule = (code: ResultCode): boolean => ruleCodes.has(code);
