import { expect, test } from 'vitest';

import type { JournalEvent } from '../../../src/journal/events.ts';
import { openJournal } from '../../../src/journal/open-journal.ts';
import { BadgeDoor, triesBeforeEngineer } from '../../../src/station/operator/badge-door.ts';
import type { Person } from '../../../src/station/operator/person.ts';
import { temporaryJournalPath } from '../../journal/journal-bench.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const people: Readonly<Record<string, Person>> = {
  'B-4711': { name: 'Tom', role: 'technician' },
  'B-9999': { name: 'Eva', role: 'engineer' },
};
const signal = new AbortController().signal;
const atBench = { place: 'bench', signal } as const;

const openDoor = async (path = temporaryJournalPath(), clock = new VirtualClock()) => {
  const journal = await openJournal({ path, station: 'bench-1', clock });
  const looked: string[] = [];
  const door = new BadgeDoor({
    journal,
    clock,
    findPerson: async (code) => {
      looked.push(code);
      return people[code] ?? null;
    },
  });
  const show = (code: string) => door.show([code], atBench);
  /** What became of a code, in a word. */
  const became = (code: string): Promise<string> =>
    show(code).then(
      ({ name }) => name,
      (error: { readonly code: string }) => error.code,
    );
  const events = async (): Promise<readonly JournalEvent[]> =>
    (await Array.fromAsync(journal.read())).map(({ event }) => event);
  /** Wrong ones, each after the wait for the one before. */
  const wrong = async (count: number): Promise<void> => {
    for (let nth = 0; nth < count; nth += 1) {
      await clock.advance(15 * 60_000);
      await became(`B-${nth}`);
    }
  };
  return { path, clock, journal, door, looked, show, became, events, wrong };
};

test('three wrong badges cost nothing, and each further one makes the next wait twice as long', async () => {
  const { became, clock, looked, wrong } = await openDoor();
  for (const code of ['B-1', 'B-2', 'B-3']) expect(await became(code)).toBe('unknown badge');
  for (const waitMs of [1000, 2000, 4000, 8000]) {
    await clock.advance(waitMs - 1);
    expect(await became('B-4711')).toBe('badges held back');
    await clock.advance(1);
    expect(await became('B-0')).toBe('unknown badge');
  }
  expect(looked).toHaveLength(7);
  await wrong(1);
  await clock.advance(15 * 60_000);
  expect(await became('B-4711')).toBe('Tom');
  expect(await became('B-0')).toBe('unknown badge');
});

test('whoever tries many at once waits for each of them', async () => {
  const { became, looked } = await openDoor();
  const outcomes = await Promise.all(Array.from({ length: 50 }, (_, index) => became(`B-${4700 + index}`)));
  expect(outcomes.filter((outcome) => outcome === 'badges held back')).toHaveLength(47);
  expect(looked).toEqual(['B-4700', 'B-4701', 'B-4702']);
});

test('after many of them only an engineer is let in, and nobody learns which code would have been right', async () => {
  const { became, clock, wrong, show } = await openDoor();
  await wrong(triesBeforeEngineer);
  await clock.advance(15 * 60_000);
  const refusals = [];
  for (const code of ['B-4711', 'B-1']) {
    refusals.push(await show(code).catch((error: Error) => error.message.replaceAll(/\d+/g, '…')));
    await clock.advance(15 * 60_000);
  }
  expect(refusals[0]).toBe(refusals[1]);
  expect(refusals[0]).toContain('only the badge of an engineer is taken now');
  expect(await became('B-9999')).toBe('Eva');
  expect(await became('B-4711')).toBe('Tom');
});

test('every refusal is written down without the code, and what came too soon once for each wait', async () => {
  const { became, events, clock } = await openDoor();
  for (const code of ['B-4680', 'B-4681', 'B-4682', 'B-4683', 'B-4684']) await became(code);
  await clock.advance(1000);
  await became('B-4711');
  expect(await events()).toEqual([
    { kind: 'badge refused', place: 'bench', why: 'unknown', inRow: 1 },
    { kind: 'badge refused', place: 'bench', why: 'unknown', inRow: 2 },
    { kind: 'badge refused', place: 'bench', why: 'unknown', inRow: 3 },
    { kind: 'badge refused', place: 'bench', why: 'too soon', inRow: 3 },
    { kind: 'badge refusals cleared', operator: 'Tom', role: 'technician', place: 'bench' },
  ]);
  expect(JSON.stringify(await events())).not.toMatch(/468|4711/);
});

test('a restart forgets none of them, and the wait begins anew', async () => {
  const before = await openDoor();
  await before.wrong(6);
  await before.journal.close();
  const after = await openDoor(before.path);
  expect(await after.became('B-4711')).toBe('badges held back');
  await after.clock.advance(8000);
  expect(await after.became('B-4711')).toBe('Tom');
  await after.journal.close();
  const last = await openDoor(before.path);
  expect(await last.became('B-4711')).toBe('Tom');
});

test('codes that need be no badge are tried ten times in ten minutes, and are never counted as wrong', async () => {
  const { door, clock, events, looked } = await openDoor();
  for (let index = 0; index < 100; index += 1) expect(await door.recognise([`${index}`], atBench)).toBeNull();
  expect(looked).toHaveLength(10);
  expect(await door.recognise(['B-4711'], atBench)).toBeNull();
  await clock.advance(10 * 60_000);
  expect(await door.recognise(['B-4711'], atBench)).toEqual(people['B-4711']);
  expect(await events()).toEqual([]);
});
