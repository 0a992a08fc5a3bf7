import type { JournalReader, RunRecord } from '../journal/journal.ts';
import type { ReportWindow } from './report-window.ts';

/** A run without its dialogue, which is the greater part of it. */
export type BriefRun = Omit<RunRecord, 'transcript'>;

const runsPerPage = 500;
/** Runs that began at the same time by a clock that stood still. */
const mostAtOnce = 100_000;

/** The runs of a window, in the order of the wall clock. Never more than a page of dialogues is held at once. */
export const readRuns = async (
  reader: Pick<JournalReader, 'runs'>,
  { from, to, order }: Pick<ReportWindow, 'from' | 'to' | 'order'>,
): Promise<readonly BriefRun[]> => {
  const runs: BriefRun[] = [];
  const filter = order === null ? {} : { order };
  for await (const page of pages(reader, filter, { from: from ?? 0, to: to ?? Number.MAX_SAFE_INTEGER })) {
    for (const { transcript: _, ...run } of page.toReversed()) runs.push(run);
  }
  return runs.toSorted((a, b) => a.startedAt - b.startedAt);
};

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The journal lists runs as they were written down, which is not the order of the clock where that was set back: a span that
 * holds too many is therefore cut in two by time, never continued from its last run.
 */
async function* pages(
  reader: Pick<JournalReader, 'runs'>,
  filter: { readonly order?: string },
  { from, to }: Span,
): AsyncGenerator<readonly RunRecord[], void, undefined> {
  const page = await reader.runs({ ...filter, from, to, limit: runsPerPage });
  if (page.length < runsPerPage) {
    yield page;
    return;
  }
  const times = page.map(({ startedAt }) => startedAt).toSorted((a, b) => a - b);
  const cut = times.slice(Math.floor(runsPerPage / 4)).find((time) => time > from);
  if (cut === undefined) {
    // All of them in one millisecond: no line is so fast, but a clock may stand still
    yield await reader.runs({ ...filter, from, to, limit: mostAtOnce });
    return;
  }
  yield* pages(reader, filter, { from, to: cut });
  yield* pages(reader, filter, { from: cut, to });
}
