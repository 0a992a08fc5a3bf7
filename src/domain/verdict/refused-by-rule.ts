import type { ResultCode, Verdict, VerdictColour } from '../outcome.ts';

const ruleCodes: ReadonlySet<ResultCode> = new Set(['slot locked', 'golden due', 'debt limit', 'order complete']);

/** The line's rules turned the unit away: nothing was found out about it, nor about the slot. */
export const isRefusedByRule = (code: ResultCode): boolean => ruleCodes.has(code);

/** How a verdict is shown and counted: a unit that a rule has turned away is no red unit. */
export type VerdictSign = VerdictColour | 'turned away';

export const signOf = ({ colour, code }: Pick<Verdict, 'colour' | 'code'>): VerdictSign =>
  isRefusedByRule(code) ? 'turned away' : colour;
