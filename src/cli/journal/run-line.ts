import type { RunRecord } from '../../journal/journal.ts';
import type { Console } from '../shared/console.ts';
import { verdictMark } from '../shared/marks.ts';

export const describeRun = (run: RunRecord): Readonly<Record<string, unknown>> => ({ ...run, transcript: undefined });

export const runLine = (run: RunRecord, console: Console): string => {
  const end = run.endedAt === null ? 'not ended' : `${run.outcome ?? ''}, ${run.code ?? ''}`;
  const { colour, code } = run;
  const mark = colour === null || code === null ? '…' : verdictMark({ colour, code }, console);
  return `${utcSecond(run.startedAt)}  ${mark}  ${run.deviceId ?? '--------'}  ${run.slot}  ${end}`;
};

/** In UTC. */
export const utcSecond = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, 19);
