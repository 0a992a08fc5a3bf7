import type { VerdictColour } from '../../domain/outcome.ts';
import type { RunRecord } from '../../journal/journal.ts';
import type { Console } from '../shared/console.ts';
import { marks } from '../shared/marks.ts';

export const describeRun = (run: RunRecord): Readonly<Record<string, unknown>> => ({ ...run, transcript: undefined });

export const runLine = (run: RunRecord, console: Console): string => {
  const end = run.endedAt === null ? 'not ended' : `${run.outcome ?? ''}, ${run.code ?? ''}`;
  const colour: VerdictColour | null = run.colour;
  const mark =
    colour === null ? '…' : console.styled(marks[colour].style, `${marks[colour].shape} ${colour.padEnd(5)}`);
  return `${utcSecond(run.startedAt)}  ${mark}  ${run.deviceId ?? '--------'}  ${run.slot}  ${end}`;
};

/** In UTC. */
export const utcSecond = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, 19);
