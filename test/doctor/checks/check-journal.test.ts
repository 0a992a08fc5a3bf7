import { join, dirname } from 'node:path';

import { expect, test } from 'vitest';

import { checkJournal, type JournalToCheck } from '../../../src/doctor/checks/check-journal.ts';
import { readJournalEnd } from '../../../src/doctor/journal-end.ts';
import type { JournalEvent } from '../../../src/journal/events.ts';
import { meddle, openTestJournal, startOfTime, temporaryJournalPath } from '../../journal/journal-bench.ts';
import { registrationEvents, runEnded, runStarted, sampleDevice, unitRead } from '../../journal/sample-events.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { createFakeMachine } from '../fake-machine.ts';
import { about, complaints, lookedAt } from '../looked-at.ts';

const hour = 3_600_000;

/** A journal that a station has written and closed. */
const written = async (...events: readonly JournalEvent[]): Promise<string> => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  if (events.length > 0) await journal.append(events);
  await journal.close();
  return path;
};

const look = (file: string, { after = 0, ...changes }: Partial<JournalToCheck> & { readonly after?: number } = {}) =>
  lookedAt(
    checkJournal({
      file,
      clock: new VirtualClock(startOfTime + after),
      debtLimit: null,
      onProgress: () => undefined,
      ...changes,
    }),
  );

const owed = (index: number): readonly JournalEvent[] => [
  runStarted(`run-${index}`),
  unitRead(index),
  registrationEvents(sampleDevice(index))['registration owed'],
  runEnded(`run-${index}`),
];

test('without a journal there is nothing to look at', async () => {
  expect(await look(temporaryJournalPath())).toMatchObject([
    { severity: 'skipped', message: expect.stringContaining('made with the first unit') },
  ]);
});

test('of a whole journal the length of the chain is told, and that nothing is left to do', async () => {
  const findings = await look(await written(runStarted('run-1'), runEnded('run-1')));
  expect(complaints(findings)).toEqual([]);
  expect(about(findings, 'hash chain').message).toBe('2 events, the chain holds.');
  expect(about(findings, 'owed registrations').message).toBe('none');
});

test('a chain that was altered is a fault, with the event where it breaks', async () => {
  const path = await written(runStarted('run-1'), runEnded('run-1'), runStarted('run-2'));
  meddle(path, `update event set body = replace(body, 'left', 'right') where sequence = 1`);
  const findings = await look(path);
  expect(complaints(findings)).toContain('fault: hash chain: journal broken');
  expect(about(findings, 'hash chain').message).toContain('breaks at event 1;');
});

test('a long chain tells how far it has come', async () => {
  const path = await written(...Array.from({ length: 1200 }, (_, index) => runStarted(`run-${index}`)));
  const heard: number[] = [];
  await look(path, { onProgress: (events) => heard.push(events) });
  expect(heard).toEqual([500, 1000]);
});

test('a chain is not gone through to the end by one who has left', async () => {
  const path = await written(...Array.from({ length: 1200 }, (_, index) => runStarted(`run-${index}`)));
  const leaving = new AbortController();
  const check = checkJournal({
    file: path,
    clock: new VirtualClock(),
    debtLimit: null,
    onProgress: () => leaving.abort(new Error('left')),
  });
  await expect(check.run({ signal: leaving.signal })).rejects.toThrow('left');
});

test('a file that is no journal is a fault', async () => {
  const path = await written();
  meddle(path, 'pragma user_version = 99');
  await expect(look(path)).rejects.toMatchObject({
    code: 'journal fault',
    message: expect.stringContaining('newer pacline'),
  });
});

test('a journal of an older version is a warning: the station brings it up to date', async () => {
  const path = await written();
  meddle(path, 'pragma user_version = 1');
  expect(await look(path)).toMatchObject([
    { subject: 'schema', severity: 'warning', message: expect.stringContaining('version 1') },
    { subject: 'file', severity: 'ok' },
    { subject: 'hash chain', severity: 'ok' },
    { subject: 'tables', severity: 'warning' },
    { subject: 'witness', severity: 'ok' },
  ]);
});

test('runs that nobody ended are told as left behind, or as under way where a station runs', async () => {
  const path = await written(runStarted('run-1'));
  expect(about(await look(path), 'open runs')).toMatchObject({
    severity: 'warning',
    message: expect.stringContaining('1 run not ended, in left'),
  });

  const { roots, run } = await createFakeMachine();
  await run({ pid: 77, program: 'pacline', opens: join(dirname(path), 'writer.lock') });
  const findings = await look(path, { proc: roots.proc });
  expect(about(findings, 'writer').message).toContain('pacline (process 77)');
  expect(about(findings, 'open runs')).toMatchObject({ severity: 'ok', message: expect.stringContaining('under way') });
});

test('a running station is found, and goes on writing while it is looked at', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  await journal.append([runStarted('run-1')]);
  const findings = await look(path);
  expect(about(findings, 'writer').message).toContain(`(process ${process.pid})`);
  await journal.append([runEnded('run-1')]);
  expect(complaints(findings)).toEqual([]);
});

test('debts are told with the age of the oldest, first as they are, then as a warning, then as the limit', async () => {
  const path = await written(...owed(1), ...owed(2));
  const debtLimit = { maxUnits: 200, maxHours: 8 };
  expect(about(await look(path, { after: 60_000, debtLimit }), 'owed registrations')).toMatchObject({
    severity: 'ok',
    message: '2 registrations owed, the oldest for 1 min.',
  });
  expect(about(await look(path, { after: 2 * hour, debtLimit }), 'owed registrations')).toMatchObject({
    severity: 'warning',
    action: expect.stringContaining('outbox drain'),
  });
  expect(about(await look(path, { after: 9 * hour, debtLimit }), 'owed registrations')).toMatchObject({
    severity: 'fault',
    code: 'debt limit',
  });
  expect(
    about(await look(path, { after: 60_000, debtLimit: { maxUnits: 2, maxHours: 8 } }), 'owed registrations'),
  ).toMatchObject({ severity: 'fault', code: 'debt limit' });
});

test('labels that are owed for long mean a printer that is down', async () => {
  const path = await written(...owed(1), { kind: 'label owed', deviceId: sampleDevice(1), run: 'run-1' });
  expect(complaints(await look(path, { after: 60_000 }))).toEqual([]);
  expect(complaints(await look(path, { after: 2 * hour }))).toContain('warning: owed labels: printer down');
});

test('the end of the journal is its last event; of none, and of what is no journal, there is none', async () => {
  const path = await written(runStarted('run-1'), runEnded('run-1'));
  expect(await readJournalEnd(path)).toMatchObject({ sequence: 2 });
  expect(await readJournalEnd(await written())).toBeNull();
  expect(await readJournalEnd(temporaryJournalPath())).toBeNull();
});
