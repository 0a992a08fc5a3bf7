import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { rebuildJournal } from '../../../src/journal/rebuild-journal.ts';
import { verifyJournal } from '../../../src/journal/verify/verify-journal.ts';
import { meddle, rowsOf, temporaryJournalPath } from '../journal-bench.ts';
import { runStarted, sampleDevice } from '../sample-events.ts';
import { attacks } from '../witness/attacks.ts';
import { eventsOnLine, killedJournal, open } from '../witness/killed-journal.ts';

const tables = (path: string): readonly unknown[] =>
  ['event', 'journal_head', 'run', 'unit', 'registration', 'slot'].map((table) => rowsOf(path, table, '1'));

const faultsOf = async (path: string): Promise<readonly unknown[]> =>
  (await verifyJournal({ path })).findings.filter(({ severity }) => severity === 'fault');

/** The page in which the rows of a table begin is zeroed. */
const zeroRootOf = (path: string, table: string): void => {
  const database = new DatabaseSync(path);
  database.exec('pragma journal_mode = delete');
  const row = database.prepare('select rootpage from sqlite_master where name = ?').get(table);
  database.close();
  const bytes = readFileSync(path);
  bytes.fill(0, (Number(row?.['rootpage']) - 1) * 4096, Number(row?.['rootpage']) * 4096);
  writeFileSync(path, bytes);
};

test.each([
  [
    'rows were forged',
    (path: string) => meddle(path, `update registration set state = 'refused' where device_id = '${sampleDevice(0)}'`),
  ],
  ['a table is damaged', (path: string) => zeroRootOf(path, 'registration')],
  ['an index is damaged', (path: string) => zeroRootOf(path, 'registration_by_state')],
])('A journal in which %s is made anew from its events, and the old file is kept', async (_, attack) => {
  const path = await killedJournal();
  await (await open(path)).close();
  const before = tables(path);
  attack(path);
  const damaged = readFileSync(path);
  expect(await faultsOf(path)).not.toEqual([]);

  const { head, events, kept } = await rebuildJournal({ path });

  expect(events).toBe(eventsOnLine);
  expect(tables(path)).toEqual(before);
  expect(await faultsOf(path)).toEqual([]);
  expect(readFileSync(kept)).toEqual(damaged);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const journal = await open(path);
  expect(await journal.head()).toEqual(head);
  expect(await journal.append([runStarted('next')])).toBe(eventsOnLine + 1);
  await journal.close();
});

test('What stands in the log of a station that was killed is in it as well', async () => {
  const path = await killedJournal();
  expect(await rebuildJournal({ path })).toMatchObject({ events: eventsOnLine });
  expect(await faultsOf(path)).toEqual([]);
});

test.each([
  [
    'an event was edited',
    (path: string) => meddle(path, `update event set body = replace(body, '00A1', '00B1') where sequence = 4`),
    /breaks at event 4/,
  ],
  ['the events are damaged', (path: string) => zeroRootOf(path, 'event'), /its events cannot be read/],
])('A journal in which %s cannot be made anew, and stays as it is', async (_, attack, words) => {
  const path = await killedJournal();
  await (await open(path)).close();
  attack(path);
  const before = readFileSync(path);
  await expect(rebuildJournal({ path })).rejects.toMatchObject({
    code: 'journal broken',
    message: expect.stringMatching(words) as string,
  });
  expect(readFileSync(path)).toEqual(before);
  expect(readdirSync(dirname(path)).filter((name) => name.includes('rebuil'))).toEqual([]);
});

test('A journal that was cut is not made anew: its log may be all that is left of the rest', async () => {
  const path = await killedJournal();
  attacks[0]?.play(path);
  const before = readFileSync(`${path}-wal`);
  await expect(rebuildJournal({ path })).rejects.toMatchObject({ code: 'journal incomplete' });
  expect(readFileSync(`${path}-wal`)).toEqual(before);
});

test('Given up in the middle, it leaves the old one in its place', async () => {
  const path = await killedJournal();
  const reason = new Error('enough');
  const stopped = new AbortController();
  stopped.abort(reason);
  await expect(rebuildJournal({ path, signal: stopped.signal })).rejects.toBe(reason);
  expect(existsSync(`${path}.rebuilding`)).toBe(false);
  expect(await faultsOf(path)).toEqual([]);
});

test('Where there is no journal none is made, and a running station is not disturbed', async () => {
  const never = temporaryJournalPath();
  await expect(rebuildJournal({ path: never })).rejects.toMatchObject({ code: 'journal fault' });
  expect(existsSync(dirname(never))).toBe(false);
  const path = await killedJournal();
  const journal = await open(path);
  await expect(rebuildJournal({ path })).rejects.toMatchObject({ code: 'journal in use' });
  await journal.close();
});
