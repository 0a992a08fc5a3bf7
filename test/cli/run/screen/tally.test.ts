import { expect, test } from 'vitest';

import { Tally } from '../../../../src/cli/run/screen/tally.ts';
import type { ResultCode, VerdictColour } from '../../../../src/domain/outcome.ts';
import { openJournal } from '../../../../src/journal/open-journal.ts';
import { emptySlot, type Slot } from '../../../../src/station/slot-state.ts';
import { temporaryJournalPath } from '../../../journal/journal-bench.ts';
import { runEnded, runStarted } from '../../../journal/sample-events.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const bench = () => {
  const listeners = new Set<(slot: Slot) => void>();
  const onChange = (listener: (slot: Slot) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const judge = (slot: string, run: string, colour: VerdictColour, code: ResultCode): void => {
    const unit = { port: 'p', run, deviceId: null, serialNumber: null, order: null, isHeld: false };
    const verdict = { colour, code, outcome: 'pass', message: '' } as const;
    for (const listener of listeners) listener({ ...emptySlot(slot), state: { kind: 'judged', ...unit, verdict } });
  };
  return { station: { onChange }, judge };
};

const text = (tally: Tally): string =>
  tally
    .line()
    .map((span) => span.text)
    .join('')
    .replaceAll('\u00A0', ' ');

test('counts each run once, as it stands now, and tells of the rarer kinds only where there are any', () => {
  const { station, judge } = bench();
  const tally = new Tally({ station, clock: new VirtualClock(), journal: null });
  expect(text(tally)).toBe('● 0 green  ▲ 0 amber  ■ 0 red');
  judge('left', 'a', 'amber', 'owed');
  judge('right', 'b', 'red', 'no answer');
  judge('left', 'a', 'amber', 'owed');
  expect(text(tally)).toBe('● 0 green  ▲ 1 amber  ■ 1 red');
  judge('left', 'a', 'green', 'registered');
  expect(text(tally)).toBe('● 1 green  ▲ 0 amber  ■ 1 red');
});

test('counts a unit that was done already and one that was turned away apart from green and red', () => {
  const { station, judge } = bench();
  const tally = new Tally({ station, clock: new VirtualClock(), journal: null });
  judge('left', 'a', 'green', 'already done');
  judge('left', 'b', 'red', 'golden due');
  judge('left', 'c', 'blue', 'golden read');
  expect(text(tally)).toBe('● 0 green  ● 1 already done  ▲ 0 amber  ■ 0 red  ⊘ 1 not taken  ◆ 1 golden');
  expect(tally.counts).toMatchObject({ green: 0, 'already done': 1, red: 0, 'turned away': 1, blue: 1 });
});

test('goes on after a restart where the shift stood, and begins anew with the next one', async () => {
  const clock = new VirtualClock();
  const journal = await openJournal({ path: temporaryJournalPath(), station: 'bench-1', clock });
  const midnight = new Date(clock.now());
  const minutes = midnight.getHours() * 60 + midnight.getMinutes();
  await journal.append([runStarted('of-before'), runEnded('of-before', { colour: 'red', code: 'no answer' })]);
  await clock.advance(120_000);
  await journal.append([runStarted('early'), runEnded('early', { colour: 'green', code: 'registered' })]);
  const { station, judge } = bench();
  const shiftStarts = () => [(minutes + 1) % 1440, (minutes + 10) % 1440];
  const tally = new Tally({ station, clock, journal, shiftStarts });
  await tally.look();
  judge('left', 'a', 'amber', 'owed');
  expect(text(tally)).toMatch(/^since \d\d:\d\d {2}● 1 green {2}▲ 1 amber {2}■ 0 red$/);
  expect(tally.counts).toMatchObject({ green: 0, amber: 1 });

  await clock.advance(600_000);
  await tally.look();
  expect(text(tally)).toMatch(/● 0 green {2}▲ 0 amber {2}■ 0 red$/);
  // What is settled now was begun in the shift before
  judge('left', 'a', 'green', 'registered');
  expect(text(tally)).toMatch(/● 0 green {2}▲ 0 amber {2}■ 0 red$/);
  expect(tally.counts).toMatchObject({ green: 1, amber: 0 });
  await journal.close();
});
