import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import type { JournalEvent } from '../../src/journal/events.ts';
import { openJournalReader } from '../../src/journal/open-journal-reader.ts';
import { logBytes } from '../../src/journal/sqlite/fold-log.ts';
import { openTestJournal, temporaryJournalPath } from './journal-bench.ts';
import { runEnded, runStarted } from './sample-events.ts';
import { eventsOnLine, killedJournal, open } from './witness/killed-journal.ts';

const longRun = (count: number): readonly JournalEvent[] => [
  runStarted(`run-${count}`),
  runEnded(`run-${count}`, { transcript: 'x'.repeat(1_000_000) }),
];

/** SQLite cannot make the files beside a journal, as on a disk that is full or can only be read. */
const takeItsPlaces = (path: string): void => mkdirSync(`${path}-shm`);

test('A journal can be read where SQLite can make no file beside it', async () => {
  const path = await killedJournal();
  await (await open(path)).close();
  takeItsPlaces(path);
  const before = readFileSync(path);
  const reader = await openJournalReader({ path });
  expect(await reader.lastSequence()).toBe(eventsOnLine);
  expect(await reader.verify()).toEqual({ events: eventsOnLine, brokenAt: null });
  await reader.close();
  expect(readFileSync(path)).toEqual(before);
});

test('What stands in the log of a station that was killed is read there as well, and no copy is left behind', async () => {
  const path = await killedJournal();
  takeItsPlaces(path);
  const before = readFileSync(`${path}-wal`);
  const reader = await openJournalReader({ path });
  expect(await reader.lastSequence()).toBe(eventsOnLine);
  await reader.close();
  expect(readFileSync(`${path}-wal`)).toEqual(before);
});

test('A moment after the last event all of it stands in the database, and the log is empty', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  await journal.append([runStarted('run-1')]);
  expect(logBytes(path)).toBeGreaterThan(0);
  await vi.waitFor(() => expect(logBytes(path)).toBe(0), 20_000);
  expect(await journal.append([runStarted('run-2')])).toBe(2);
}, 30_000);

test('The log does not grow with what is written', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  const logs: number[] = [];
  for (let count = 0; count < 40; count += 1) {
    await journal.append(longRun(count));
    logs.push(logBytes(path));
  }
  expect(Math.max(...logs)).toBeLessThan(8_000_000);
});

test('A reader that looks for long keeps nobody from writing, and the log is emptied after it', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  await journal.append([runStarted('run-0')]);
  const looking = new DatabaseSync(path, { readOnly: true });
  looking.exec('begin');
  looking.prepare('select count(*) from event').get();
  for (let count = 1; count < 12; count += 1) await journal.append(longRun(count));
  expect(logBytes(path)).toBeGreaterThan(8_000_000);
  looking.close();
  for (let count = 12; count < 20; count += 1) await journal.append(longRun(count));
  expect(logBytes(path)).toBeLessThan(8_000_000);
  expect(await journal.verify()).toEqual({ events: 39, brokenAt: null });
});

test('The start of a station that was killed carries its log over', async () => {
  const path = await killedJournal();
  expect(logBytes(path)).toBeGreaterThan(0);
  const journal = await open(path);
  expect(logBytes(path)).toBe(0);
  await journal.close();
  rmSync(`${path}-wal`, { force: true });
  expect(existsSync(`${path}-wal`)).toBe(false);
  expect(await (await openJournalReader({ path })).lastSequence()).toBe(eventsOnLine);
});
