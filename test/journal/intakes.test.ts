import { expect, test } from 'vitest';

import type { UnitsListed } from '../../src/journal/events.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { temporaryJournalPath } from './journal-bench.ts';
import { registrationEvents, runEnded, runStarted, sampleDevice, samplePac, unitRead } from './sample-events.ts';

const listed = (indices: readonly number[], changes: Partial<UnitsListed> = {}): UnitsListed => ({
  kind: 'units listed',
  list: 'units.csv',
  listing: 'digest-1',
  deviceTypeId: 'a1b2c3d4e5f6a1b2c3d4e5f6',
  certificate: null,
  units: indices.map((index) => ({ deviceId: sampleDevice(index), pac: samplePac(index), name: `unit ${index}` })),
  ...changes,
});

const open = async () => {
  const clock = { time: 1000 };
  const journal = await openJournal({
    path: temporaryJournalPath(),
    station: 'bench-1',
    clock: { now: () => clock.time },
  });
  return { clock, journal };
};

test('a unit that was typed and a file are occasions of their own, newest first; a unit in a slot is none', async () => {
  const { clock, journal } = await open();
  await journal.append([runStarted('run-1'), unitRead(1), runEnded('run-1', { deviceId: sampleDevice(1) })]);
  clock.time = 2000;
  await journal.append([unitRead(2, { run: 'none', dialect: 'typed', pacSource: 'typed' })]);
  clock.time = 3000;
  await journal.append([listed([3, 4])]);
  expect(await journal.intakes({ limit: 10 })).toEqual([
    { kind: 'file', station: 'bench-1', at: 3000, lastAt: 3000, list: 'units.csv', listing: 'digest-1', units: 2 },
    { kind: 'typed', station: 'bench-1', at: 2000, lastAt: 2000, deviceId: sampleDevice(2) },
  ]);
  await journal.close();
});

test('a file that comes in pages, or again under another name, is one; another file of its name is another', async () => {
  const { clock, journal } = await open();
  await journal.append([listed([1])]);
  clock.time = 2000;
  await journal.append([listed([2, 3], { list: 'copy.csv' })]);
  await journal.append([listed([4], { listing: 'digest-2' })]);
  expect(await journal.intakes({ limit: 10 })).toMatchObject([
    { listing: 'digest-2', units: 1 },
    { listing: 'digest-1', units: 3, at: 1000, lastAt: 2000 },
  ]);
  await journal.close();
});

test('those of a time are those that overlap with it', async () => {
  const { clock, journal } = await open();
  await journal.append([listed([1])]);
  clock.time = 5000;
  await journal.append([listed([2])]);
  const between = async (from: number, to: number) => (await journal.intakes({ from, to, limit: 10 })).length;
  expect([await between(0, 1000), await between(0, 1001), await between(2000, 3000)]).toEqual([0, 1, 1]);
  expect([await between(5000, 6000), await between(5001, 6000)]).toEqual([1, 0]);
  await journal.close();
});

test('units of a file that were in a slot of that time are told apart from the others', async () => {
  const { clock, journal } = await open();
  await journal.append([listed([1, 2])]);
  const { 'registration intended': intended, 'registration confirmed': confirmed } = registrationEvents(
    sampleDevice(1),
  );
  await journal.append([intended, confirmed]);
  clock.time = 2000;
  await journal.append([runStarted('run-1'), unitRead(1), runEnded('run-1', { deviceId: sampleDevice(1) })]);
  const listing = 'digest-1';
  expect(await journal.countRegistrations({ listing, unseated: { from: 0, to: 3000 } })).toEqual({ owed: 1 });
  expect(await journal.countRegistrations({ listing, unseated: { from: 0, to: 2000 } })).toEqual({
    owed: 1,
    confirmed: 1,
  });
  await journal.close();
});
