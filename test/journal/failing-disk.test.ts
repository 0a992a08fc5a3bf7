import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openJournalReader } from '../../src/journal/open-journal-reader.ts';
import { openJournal, startJournal } from '../../src/journal/open-journal.ts';
import { meddle, openTestJournal, temporaryJournalPath, tickingClock } from './journal-bench.ts';
import { runEnded, runStarted } from './sample-events.ts';

const station = { station: 'bench-1', clock: tickingClock() };

test('a full disk is said, nothing of that append is visible, and the journal goes on when there is room', async () => {
  const path = temporaryJournalPath();
  mkdirSync(dirname(path));
  const database = new DatabaseSync(path);
  const journal = await startJournal({ ...station, path, database });
  onTestFinished(async () => journal.close());
  await journal.append([runStarted('before')]);
  const pages = Number(database.prepare('pragma page_count').get()?.['page_count']);
  database.exec(`pragma max_page_count = ${pages + 2}`);

  const tooMuch = journal.append([runStarted('big'), runEnded('big', { transcript: 'x'.repeat(100_000) })]);

  await expect(tooMuch).rejects.toMatchObject({ code: 'journal full', context: { path } });
  expect(await journal.run('big')).toBeNull();
  expect(await journal.verify()).toEqual({ events: 1, brokenAt: null });
  expect(await journal.append([runStarted('small')])).toBe(2);

  database.exec('pragma max_page_count = 1000000');
  expect(await journal.append([runStarted('big'), runEnded('big', { transcript: 'x'.repeat(100_000) })])).toBe(4);
  expect(await journal.verify()).toEqual({ events: 4, brokenAt: null });
});

test('a disk that fills up under appends that are asked for together fails all of them, and writes none', async () => {
  const path = temporaryJournalPath();
  mkdirSync(dirname(path));
  const database = new DatabaseSync(path);
  const journal = await startJournal({ ...station, path, database });
  onTestFinished(async () => journal.close());
  const pages = Number(database.prepare('pragma page_count').get()?.['page_count']);
  database.exec(`pragma max_page_count = ${pages + 2}`);
  const asked = [[runStarted('small')], [runStarted('big'), runEnded('big', { transcript: 'x'.repeat(100_000) })]].map(
    (events) => journal.append(events),
  );
  expect(await Promise.allSettled(asked)).toMatchObject(
    [1, 2].map(() => ({ status: 'rejected', reason: { code: 'journal full', context: { path } } })),
  );
  expect(await journal.append([runStarted('small')])).toBe(1);
});

test('a folder that nobody can write to is said to be read-only', async () => {
  // The kernel lets neither a user nor root make a folder here, whatever the system mounts it as
  const path = '/sys/pacline-journal-test/journal.sqlite';
  await expect(openJournal({ ...station, path })).rejects.toMatchObject({
    code: 'journal read-only',
    context: { path },
  });
});

test('a database that can only be read is said to be read-only, and nothing is written', async () => {
  const path = temporaryJournalPath();
  await (await openTestJournal(path)).close();
  const journal = await startJournal({ ...station, path, database: new DatabaseSync(path, { readOnly: true }) });
  await expect(journal.append([runStarted('run-1')])).rejects.toMatchObject({ code: 'journal read-only' });
  expect(await journal.verify()).toEqual({ events: 0, brokenAt: null });
  await journal.close();
});

test.each([
  { what: 'that is no database', content: 'this is no database at all. '.repeat(100) },
  { what: 'with a damaged header', content: `SQLite format 3\0${'?'.repeat(4096)}` },
])('a file $what is a journal fault that names it, to writer and reader', async ({ content }) => {
  const path = temporaryJournalPath();
  mkdirSync(dirname(path));
  writeFileSync(path, content);
  await expect(openJournal({ ...station, path })).rejects.toMatchObject({
    code: 'journal fault',
    message: expect.stringContaining(path),
  });
  await expect(openJournalReader({ path })).rejects.toMatchObject({
    code: 'journal fault',
    message: expect.stringContaining(path),
  });
});

test('a folder where the file belongs is a journal fault', async () => {
  const path = temporaryJournalPath();
  mkdirSync(path, { recursive: true });
  await expect(openJournal({ ...station, path })).rejects.toMatchObject({
    code: 'journal fault',
    message: expect.stringContaining('not a file'),
  });
  await expect(openJournalReader({ path })).rejects.toMatchObject({
    code: 'journal fault',
    message: expect.stringContaining('not a file'),
  });
});

test('another program that holds the file is said to use it, and the append can be made again', async () => {
  const path = temporaryJournalPath();
  mkdirSync(dirname(path));
  const journal = await startJournal({ ...station, path, database: new DatabaseSync(path, { timeout: 0 }) });
  onTestFinished(async () => journal.close());
  const other = new DatabaseSync(path);
  other.exec('begin immediate');
  await expect(journal.append([runStarted('run-1')])).rejects.toMatchObject({ code: 'journal in use' });
  other.close();
  expect(await journal.append([runStarted('run-1')])).toBe(1);
});

test('a reader says that there is no journal, and makes none', async () => {
  const path = temporaryJournalPath();
  await expect(openJournalReader({ path })).rejects.toMatchObject({
    code: 'journal fault',
    message: expect.stringContaining('There is no journal'),
  });
  expect(existsSync(dirname(path))).toBe(false);
});

test('a reader does not take an empty file for a journal', async () => {
  const path = temporaryJournalPath();
  mkdirSync(dirname(path));
  writeFileSync(path, '');
  await expect(openJournalReader({ path })).rejects.toMatchObject({
    code: 'journal fault',
    message: expect.stringContaining('no journal yet'),
  });
});

test('a journal of a newer version is left alone', async () => {
  const path = temporaryJournalPath();
  await (await openTestJournal(path)).close();
  meddle(path, 'pragma user_version = 99');
  await expect(openJournal({ ...station, path })).rejects.toMatchObject({
    code: 'journal fault',
    context: { version: 99 },
  });
  await expect(openJournalReader({ path })).rejects.toMatchObject({ code: 'journal fault', context: { version: 99 } });
});

test('a failed opening leaves the folder free for the next', async () => {
  const path = temporaryJournalPath();
  await (await openTestJournal(path)).close();
  const before = `${path}.before`;
  copyFileSync(path, before);
  meddle(path, 'pragma user_version = 99');
  await expect(openJournal({ ...station, path })).rejects.toMatchObject({ code: 'journal fault' });
  copyFileSync(before, path);
  expect(await (await openTestJournal(path)).append([])).toBe(0);
});
