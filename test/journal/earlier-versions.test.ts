import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RegistrationState } from '../../src/domain/registration.ts';
import { deviceId, meddle, openTestJournal, rowsOf, temporaryJournalPath } from './journal-bench.ts';

/** A copy, for opening it changes it. */
const earlierJournal = (schema: string): string => {
  const path = temporaryJournalPath();
  mkdirSync(dirname(path), { mode: 0o700, recursive: true });
  copyFileSync(join(import.meta.dirname, 'earlier-versions', `schema-${schema}.sqlite`), path);
  return path;
};

const states: Readonly<Record<string, RegistrationState>> = {
  '00A10001': 'owed',
  '00A10002': 'intended',
  '00A10003': 'unknown',
  '00A10004': 'confirmed',
  '00A10005': 'refused',
  // Answered 201 once, and believed absent by the version that wrote it
  '00A10006': 'owed',
  '00A10010': 'confirmed',
  '00A10011': 'confirmed',
  '00A10012': 'unknown',
  '00A10013': 'unknown',
  '00A10020': 'submitted',
  '00A10021': 'submitted',
  '00A10030': 'intended',
  '00A10031': 'intended',
  '00A10040': 'owed',
};

describe.each(['1', '2', '3', '3-with-line', '4'])('A journal that was written with schema %s', (schema) => {
  test('opens, verifies, and every unit stands as it stood', async () => {
    const journal = await openTestJournal(earlierJournal(schema));
    expect(await journal.verify()).toEqual({ events: 42, brokenAt: null });
    const records = await Promise.all(Object.keys(states).map((id) => journal.registration(deviceId(id))));
    expect(Object.fromEntries(records.map((record) => [record?.deviceId, record?.state]))).toEqual(states);
    expect(await journal.countRegistrations()).toEqual({
      owed: 3,
      intended: 3,
      submitted: 2,
      unknown: 3,
      confirmed: 3,
      refused: 1,
    });
    expect(await journal.batches(['submitted'], { limit: 10_000 })).toMatchObject([
      { batch: 'batch-running', jobId: 'job-3', units: 2, backend: null },
    ]);
  });

  test('tells how often each unit may have been sent, and nothing that was not kept then', async () => {
    const journal = await openTestJournal(earlierJournal(schema));
    const records = await Promise.all(
      ['00A10001', '00A10003', '00A10006', '00A10012', '00A10040'].map((id) => journal.registration(deviceId(id))),
    );
    expect(records.map((record) => record?.sends)).toEqual([0, 1, 1, 1, 0]);
    expect(records.map((record) => record?.backend)).toEqual([null, null, null, null, null]);
    expect(records.map((record) => record?.listing)).toEqual([null, null, null, null, null]);
  });

  test('has the same rows when they are made anew, and can be written on', async () => {
    const path = earlierJournal(schema);
    const tables = () => ['unit', 'registration', 'batch', 'run', 'intake'].map((table) => rowsOf(path, table, '1'));
    const journal = await openTestJournal(path);
    expect(
      await journal.append([{ kind: 'registration accepted', deviceId: '00A10003', reason: 'a job that counts it' }]),
    ).toBe(43);
    await journal.close();
    const before = tables();
    meddle(path, 'update journal_head set projection_version = 0');
    const again = await openTestJournal(path);
    expect(tables()).toEqual(before);
    expect(await again.verify()).toEqual({ events: 43, brokenAt: null });
  });
});

test('A unit that an earlier version called unknown because the list was late was accepted', async () => {
  const journal = await openTestJournal(earlierJournal('4'));
  await journal.append([
    { kind: 'registration intended', deviceId: '00A10001' },
    {
      kind: 'registration unknown',
      deviceId: '00A10001',
      reason: 'the backend accepted the unit, but does not list it yet',
    },
  ]);
  expect(await journal.registration(deviceId('00A10001'))).toMatchObject({ state: 'accepted', code: 'accepted' });
});
