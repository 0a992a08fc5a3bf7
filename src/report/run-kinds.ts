import { isRefusedByRule } from '../domain/verdict/refused-by-rule.ts';
import type { BriefRun } from './read-runs.ts';

/** What a run was about. Only seatings speak of units; every run is exactly one of these. */
export type RunKind = 'golden' | 'turned away' | 'seating';

/** A golden unit's run that the process died in has left no word of its purpose: it is a seating. */
export const kindOf = ({ purpose, colour, code }: BriefRun): RunKind => {
  if (purpose === 'golden' || colour === 'blue') return 'golden';
  return code !== null && isRefusedByRule(code) ? 'turned away' : 'seating';
};

/** Nothing was found out about the unit: it was taken out, the line stopped, or the run has no end. */
export const isCutShort = ({ endedAt, outcome }: BriefRun): boolean => endedAt === null || outcome === 'aborted';
