import { expect, test } from 'vitest';

import type { JournalEvent } from '../../src/journal/events.ts';
import { readRuns } from '../../src/report/read-runs.ts';
import { runEnded, runStarted } from '../journal/sample-events.ts';
import { MadeUpLine, morning } from './made-up-line.ts';

const whole = { from: null, to: null, order: null };

/** `count` runs, all at the time that the clock shows. */
const seated = async (line: MadeUpLine, name: string, count: number): Promise<void> => {
  const events = Array.from({ length: count }, (_, index): readonly JournalEvent[] => [
    runStarted(`${name} ${index}`),
    runEnded(`${name} ${index}`),
  ]);
  await line.journal.append(events.flat());
};

test('the runs of a window are read page by page, each once, in the order of the clock, without their dialogues', async () => {
  const line = await MadeUpLine.open();
  for (let block = 0; block < 6; block++) {
    line.setClock(morning + block);
    await seated(line, `run ${String(block).padStart(2, '0')}`, 120);
  }
  const runs = await readRuns(line.journal, whole);
  expect(new Set(runs.map(({ run }) => run)).size).toBe(6 * 120);
  expect(runs).toHaveLength(6 * 120);
  expect(runs.map(({ startedAt }) => startedAt)).toEqual(
    runs.map(({ startedAt }) => startedAt).toSorted((a, b) => a - b),
  );
  expect(runs.slice(0, 3).map(({ run }) => run)).toEqual(['run 00 0', 'run 00 1', 'run 00 2']);
  expect(runs[0]).not.toHaveProperty('transcript');
  expect(await readRuns(line.journal, { ...whole, from: morning + 3, to: morning + 5 })).toHaveLength(240);
});

test('runs are missed neither where the clock was set back nor where it stood still', async () => {
  const line = await MadeUpLine.open();
  line.setClock(morning + 5000);
  await seated(line, 'before', 510);
  line.setClock(morning);
  await seated(line, 'after', 510);
  const runs = await readRuns(line.journal, whole);
  expect(new Set(runs.map(({ run }) => run)).size).toBe(1020);
  expect(runs[0]?.run).toBe('after 0');
});
