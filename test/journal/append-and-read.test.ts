import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/journal/open-journal.ts';
import { openJournalReader } from '../../src/journal/open-journal-reader.ts';
import { collect, deviceId, openTestJournal, pac, startOfTime, temporaryJournalPath } from './journal-bench.ts';
import { registrationEvents, runEnded, runStarted, sampleDevice, samplePac, unitRead } from './sample-events.ts';

test('events come back as they were written, numbered from one without gaps', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  const events = [runStarted('run-1'), unitRead(1), runEnded('run-1', { deviceId: sampleDevice(1) })];

  expect(await journal.append(events.slice(0, 1))).toBe(1);
  expect(await journal.append(events.slice(1))).toBe(3);

  const recorded = await collect(journal.read());
  expect(recorded.map(({ event }) => event)).toEqual(events);
  expect(recorded.map(({ sequence, at, station }) => ({ sequence, at, station }))).toEqual([
    { sequence: 1, at: startOfTime, station: 'bench-1' },
    { sequence: 2, at: startOfTime + 1, station: 'bench-1' },
    { sequence: 3, at: startOfTime + 1, station: 'bench-1' },
  ]);
  expect(await collect(journal.read({ after: 2 }))).toEqual(recorded.slice(2));
});

test('appending nothing writes nothing and answers with the last sequence', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  expect(await journal.append([])).toBe(0);
  await journal.append([runStarted('run-1')]);
  expect(await journal.append([])).toBe(1);
  expect(await journal.verify()).toEqual({ events: 1, brokenAt: null });
});

test('thirty-two slots that append at once are written one after the other, in the order of asking', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  const slots = Array.from({ length: 32 }, (_, index) => index);

  const sequences = await Promise.all(
    slots.map(async (slot) => journal.append([runStarted(`run-${slot}`), unitRead(slot), runEnded(`run-${slot}`)])),
  );

  expect(sequences).toEqual(slots.map((slot) => 3 * (slot + 1)));
  const recorded = await collect(journal.read());
  expect(recorded.map(({ event }) => ('run' in event ? event.run : null))).toEqual(
    slots.flatMap((slot) => Array(3).fill(`run-${slot}`)),
  );
  expect(await journal.verify()).toEqual({ events: 96, brokenAt: null });
});

test('reading goes on over page after page', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  await journal.append(Array.from({ length: 1001 }, (_, index) => runStarted(`run-${index}`)));
  const recorded = await collect(journal.read());
  expect(recorded.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 1001 }, (_, index) => index + 1));
  expect(await journal.verify()).toEqual({ events: 1001, brokenAt: null });
});

test('a run, its unit and its registration can be looked up as soon as they are appended', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  const device = deviceId(sampleDevice(1));
  await journal.append([runStarted('run-1')]);
  await journal.append([unitRead(1), registrationEvents(device)['registration owed']]);
  await journal.append([runEnded('run-1', { deviceId: device })]);

  expect(await journal.run('run-1')).toMatchObject({
    run: 'run-1',
    station: 'bench-1',
    slot: 'left',
    port: '/dev/ttyS9',
    startedAt: startOfTime,
    endedAt: startOfTime + 2,
    deviceId: device,
    colour: 'amber',
    outcome: 'pass',
    code: 'read',
    message: 'Read, registration owed',
    elapsedMs: 120,
    transcript: '> AT<CR>\n< OK<CR><LF>\n',
  });
  const unit = await journal.unit(device);
  expect(unit).toMatchObject({
    deviceId: device,
    pacSource: 'modem',
    dialect: 'sample-dialect',
    firmware: '1.0',
    firstReadAt: startOfTime + 1,
    lastReadAt: startOfTime + 1,
  });
  expect(unit?.pac.equals(pac(samplePac(1)))).toBe(true);
  expect((await journal.unitByPac(pac(samplePac(1))))?.deviceId).toBe(device);
  expect(await journal.registration(device)).toEqual({
    deviceId: device,
    deviceTypeId: 'a1b2c3d4e5f6a1b2c3d4e5f6',
    certificate: 'P_00A1_B2C3_01',
    name: `sample ${device}`,
    state: 'owed',
    code: null,
    reason: null,
    owedAt: startOfTime + 1,
    changedAt: startOfTime + 1,
    batch: null,
    listing: null,
    sends: 0,
    backend: null,
    apiUser: null,
    acceptedAt: null,
    confirmedAt: null,
  });
});

test('what was never written is null', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  expect(await journal.run('run-1')).toBeNull();
  expect(await journal.unit(deviceId(sampleDevice(1)))).toBeNull();
  expect(await journal.unitByPac(pac(samplePac(1)))).toBeNull();
  expect(await journal.registration(deviceId(sampleDevice(1)))).toBeNull();
});

test('runs come newest first and can be limited, by device, or only those that have not ended', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  await journal.append([
    runStarted('first'),
    unitRead(1, { run: 'first' }),
    runEnded('first'),
    runStarted('second'),
    runStarted('third'),
  ]);
  await journal.append([unitRead(1, { run: 'third' })]);
  const names = async (
    filter: Omit<Parameters<typeof journal.runs>[0], 'limit'> & { readonly limit?: number },
  ): Promise<readonly string[]> => (await journal.runs({ limit: 100, ...filter })).map(({ run }) => run);

  expect(await names({})).toEqual(['third', 'second', 'first']);
  expect(await names({ limit: 2 })).toEqual(['third', 'second']);
  expect(await names({ deviceId: deviceId(sampleDevice(1)) })).toEqual(['third', 'first']);
  expect(await names({ open: true })).toEqual(['third', 'second']);
});

test('registrations come oldest debt first, and owing again goes to the end', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  for (const index of [3, 1, 2])
    await journal.append([unitRead(index), registrationEvents(sampleDevice(index))['registration owed']]);
  await journal.append([registrationEvents(sampleDevice(3))['registration owed']]);
  await journal.append([registrationEvents(sampleDevice(2))['registration intended']]);

  const owed = await journal.registrations(['owed'], { limit: 10_000 });
  expect(owed.map((record) => record.deviceId)).toEqual([sampleDevice(1), sampleDevice(3)]);
  const all = await journal.registrations(['owed', 'intended'], { limit: 10_000 });
  expect(all.map((record) => record.deviceId)).toEqual([sampleDevice(1), sampleDevice(2), sampleDevice(3)]);
  expect(await journal.registrations([], { limit: 10_000 })).toEqual([]);
});

test('a unit seen again keeps its first reading and brings the rest up to date', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  await journal.append([unitRead(1)]);
  await journal.append([unitRead(1, { run: 'run-2', firmware: '2.0' })]);
  expect(await journal.unit(deviceId(sampleDevice(1)))).toMatchObject({
    firmware: '2.0',
    firstReadAt: startOfTime,
    lastReadAt: startOfTime + 1,
  });
});

test('a record never shows the digits of its PAC', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  await journal.append([unitRead(1)]);
  const unit = await journal.unit(deviceId(sampleDevice(1)));
  expect(`${inspect(unit, { depth: 9, showHidden: true })}${JSON.stringify(unit)}`).not.toContain(samplePac(1));
});

const rights = (file: string): string => (statSync(file).mode & 0o777).toString(8);

test('folder and files are for their owner alone', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  await journal.append([runStarted('run-1')]);
  expect(rights(dirname(path))).toBe('700');
  expect([path, `${path}-wal`, `${path}-shm`].map(rights)).toEqual(['600', '600', '600']);
});

test('a reader sees what a working writer has appended, and goes on seeing it', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  const reader = await openJournalReader({ path });
  await journal.append([runStarted('run-1')]);
  expect(await reader.run('run-1')).toMatchObject({ run: 'run-1', endedAt: null });
  await journal.append([runEnded('run-1')]);
  expect(await reader.run('run-1')).toMatchObject({ run: 'run-1', outcome: 'pass' });
  expect(await reader.verify()).toEqual({ events: 2, brokenAt: null });
  await reader.close();
  expect(await journal.append([runStarted('run-2')])).toBe(3);
});

test('a reader opens a journal whose writer has gone', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  await journal.append([runStarted('run-1')]);
  await journal.close();
  const reader = await openJournalReader({ path });
  expect(await collect(reader.read())).toHaveLength(1);
  await reader.close();
});

test('closing finishes what was asked before and refuses what comes after', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  const before = [1, 2, 3].map(async (index) => journal.append([runStarted(`run-${index}`)]));
  const closed = journal.close();
  await expect(journal.append([runStarted('late')])).rejects.toMatchObject({ code: 'interrupted' });
  expect(await Promise.all(before)).toEqual([1, 2, 3]);
  await closed;
  await journal.close();
  await expect(collect(journal.read())).rejects.toMatchObject({ code: 'interrupted' });
});

test('opening gives up with the reason of its signal, and leaves the journal free', async () => {
  const path = temporaryJournalPath();
  const reason = new Error('enough');
  await expect(
    openJournal({ path, station: 'bench-1', clock: { now: () => 0 }, signal: AbortSignal.abort(reason) }),
  ).rejects.toBe(reason);
  expect(await (await openTestJournal(path)).append([])).toBe(0);
});
