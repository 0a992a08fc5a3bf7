import { expect, test } from 'vitest';
import type { JournalEvent } from '../../src/journal/events.ts';
import { meddle, openTestJournal, temporaryJournalPath } from './journal-bench.ts';
import { runEnded, runStarted, sampleDevice, samplePac, unitRead } from './sample-events.ts';

test.each<{ readonly what: string; readonly before: readonly JournalEvent[]; readonly event: JournalEvent }>([
  { what: 'a run that starts twice', before: [runStarted('a')], event: runStarted('a') },
  { what: 'a run that ends without a start', before: [], event: runEnded('a') },
  { what: 'a run that ends twice', before: [runStarted('a'), runEnded('a')], event: runEnded('a') },
  {
    what: 'a unit read in a run that has ended',
    before: [runStarted('a'), runEnded('a')],
    event: unitRead(1, { run: 'a' }),
  },
  { what: 'an ID that was never parsed', before: [], event: unitRead(1, { deviceId: 'a10001' }) },
  {
    what: 'an ID at the end of a run that was never parsed',
    before: [runStarted('a')],
    event: runEnded('a', { deviceId: 'a10001' }),
  },
  { what: 'a PAC that was never parsed', before: [], event: unitRead(1, { pac: samplePac(1).toLowerCase() }) },
])('$what is a fault of the program and is not written', async ({ before, event }) => {
  const journal = await openTestJournal(temporaryJournalPath());
  const last = await journal.append(before);
  await expect(journal.append([event])).rejects.toMatchObject({
    code: 'internal fault',
    context: { event: event.kind },
  });
  expect(await journal.append([])).toBe(last);
});

test.each([
  { what: 'an ID that comes with another PAC', event: unitRead(1, { pac: samplePac(2) }), code: 'two pacs for one id' },
  {
    what: 'a PAC that comes with another ID',
    event: unitRead(1, { deviceId: sampleDevice(2) }),
    code: 'two ids for one pac',
  },
])('$what is refused with the reason of its own, without the digits of the PAC', async ({ event, code }) => {
  const journal = await openTestJournal(temporaryJournalPath());
  await journal.append([unitRead(1)]);
  const error: unknown = await journal.append([event]).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code });
  expect(String(error)).toContain(sampleDevice(1));
  expect(String(error)).not.toMatch(new RegExp(`${samplePac(1)}|${samplePac(2)}`));
  expect(await journal.append([])).toBe(1);
});

test('of two slots that read the same PAC at once one is refused', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  const results = await Promise.allSettled([
    journal.append([unitRead(1)]),
    journal.append([unitRead(1, { run: 'run-2', deviceId: sampleDevice(2) })]),
  ]);
  expect(results).toMatchObject([
    { status: 'fulfilled', value: 1 },
    { status: 'rejected', reason: { code: 'two ids for one pac' } },
  ]);
});

test('of appends that are asked for together, one that is impossible writes nothing, and the others are written in the order of asking', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  const asked = [[runStarted('a'), runEnded('a')], [runStarted('b'), runEnded('a')], [], [runStarted('c')]].map(
    (events) => journal.append(events),
  );
  const seen = journal.run('c');
  expect(await Promise.allSettled(asked)).toMatchObject([
    { status: 'fulfilled', value: 2 },
    { status: 'rejected', reason: { code: 'internal fault', context: { event: 'run ended' } } },
    { status: 'fulfilled', value: 2 },
    { status: 'fulfilled', value: 3 },
  ]);
  expect(await seen).toMatchObject({ run: 'c', endedAt: null });
  expect(await journal.run('b')).toBeNull();
  expect(await journal.verify()).toEqual({ events: 3, brokenAt: null });
});

test('the table of units itself takes no PAC twice', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  await journal.append([unitRead(1), unitRead(2)]);
  expect(() => meddle(path, `update unit set pac = '${samplePac(1)}' where device_id = '${sampleDevice(2)}'`)).toThrow(
    'UNIQUE',
  );
});
