import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openJournalReader } from '../../src/journal/open-journal-reader.ts';
import { openJournal, startJournal } from '../../src/journal/open-journal.ts';
import { meddle, openTestJournal, temporaryJournalPath, tickingClock } from './journal-bench.ts';
import { runStarted } from './sample-events.ts';

const writeTen = async (path: string): Promise<void> => {
  const journal = await openTestJournal(path);
  await journal.append(Array.from({ length: 10 }, (_, index) => runStarted(`run-${index}`)));
  await journal.close();
};

const swap = (first: number, second: number, columns: readonly string[]): string =>
  columns
    .map(
      (column) =>
        `update event set ${column} = (select ${column} from before where sequence = ${first} + ${second} - event.sequence) where sequence in (${first}, ${second});`,
    )
    .join('');

const column = (name: string, value: string): string => `update event set ${name} = ${value} where sequence = 4`;

test.each([
  { what: 'a body that was edited', sql: column('body', `replace(body, 'left', 'right')`), events: 3, brokenAt: 4 },
  { what: 'a time that was edited', sql: column('at', 'at + 1'), events: 3, brokenAt: 4 },
  { what: 'a station that was edited', sql: column('station', `'other'`), events: 3, brokenAt: 4 },
  { what: 'a kind that was edited', sql: column('kind', `'unit read'`), events: 3, brokenAt: 4 },
  { what: 'a run that was edited', sql: column('run', 'null'), events: 3, brokenAt: 4 },
  { what: 'a slot that was edited', sql: column('slot', `'right'`), events: 3, brokenAt: 4 },
  { what: 'a device that was filled in', sql: column('device_id', `'00A10001'`), events: 3, brokenAt: 4 },
  { what: 'a hash that was edited', sql: column('hash', `upper(hash) || '0'`), events: 3, brokenAt: 4 },
  { what: 'the first row removed', sql: 'delete from event where sequence = 1', events: 0, brokenAt: 1 },
  { what: 'a middle row removed', sql: 'delete from event where sequence = 4', events: 3, brokenAt: 4 },
  {
    what: 'a middle row removed and the rest moved up',
    sql: 'delete from event where sequence = 4; update event set sequence = sequence - 1 where sequence > 4',
    events: 3,
    brokenAt: 4,
  },
  { what: 'the last row removed', sql: 'delete from event where sequence = 10', events: 9, brokenAt: 10 },
  { what: 'all rows removed', sql: 'delete from event', events: 0, brokenAt: 1 },
  { what: 'the head removed', sql: 'delete from journal_head', events: 10, brokenAt: 1 },
  { what: 'the hash in the head edited', sql: `update journal_head set hash = 'x'`, events: 10, brokenAt: 10 },
  {
    what: 'two rows swapped',
    sql: `create temp table before as select * from event; ${swap(4, 5, ['at', 'station', 'kind', 'run', 'slot', 'device_id', 'body', 'hash'])}`,
    events: 3,
    brokenAt: 4,
  },
  {
    what: 'two rows swapped, hashes left where they were',
    sql: `create temp table before as select * from event; ${swap(4, 5, ['run', 'body'])}`,
    events: 3,
    brokenAt: 4,
  },
  {
    what: 'a row put before the first',
    sql: `insert into event select 0, at, station, kind, run, slot, device_id, body, hash from event where sequence = 1`,
    events: 0,
    brokenAt: 0,
  },
  {
    what: 'a row put behind the last',
    sql: `insert into event select 11, at, station, kind, run, slot, device_id, body, hash from event where sequence = 10`,
    events: 10,
    brokenAt: 11,
  },
])('$what is found', async ({ sql, events, brokenAt }) => {
  const path = temporaryJournalPath();
  await writeTen(path);
  meddle(path, sql);
  const reader = await openJournalReader({ path, ifContradicted: () => undefined });
  expect(await reader.verify()).toEqual({ events, brokenAt });
  await reader.close();
});

test('a station does not write on behind a tail that was cut off', async () => {
  const path = temporaryJournalPath();
  await writeTen(path);
  meddle(path, 'delete from event where sequence > 8');
  const refused = { context: { path, expected: 10, found: 8 } };
  const identity = { path, station: 'bench-1', clock: tickingClock() };
  await expect(openJournal(identity)).rejects.toMatchObject({ ...refused, code: 'journal incomplete' });
  // Where nothing stands beside the journal, its head row tells
  await expect(startJournal({ ...identity, database: new DatabaseSync(path) })).rejects.toMatchObject({
    ...refused,
    code: 'journal broken',
  });
});

test('a row that was cut off and written again with other words is found', async () => {
  const path = temporaryJournalPath();
  await writeTen(path);
  meddle(path, `update event set body = replace(body, 'left', 'right') where sequence = 10`);
  const journal = await openTestJournal(path);
  expect(await journal.verify()).toEqual({ events: 9, brokenAt: 10 });
});

test('verifying goes along while events are appended', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  await journal.append(Array.from({ length: 1200 }, (_, index) => runStarted(`run-${index}`)));
  const verified = journal.verify();
  await Promise.all(Array.from({ length: 20 }, async (_, index) => journal.append([runStarted(`late-${index}`)])));
  expect((await verified).brokenAt).toBeNull();
  expect(await journal.verify()).toEqual({ events: 1220, brokenAt: null });
});
