import { mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { dropColumns, DropFolder, dropFileName } from '../../../src/hooks/receivers/drop-folder.ts';
import { publicEvent } from '../../../src/hooks/public-event.ts';
import type { JournalEvent } from '../../../src/journal/events.ts';
import { runEnded, runStarted, sampleHash, samplePac, unitRead } from '../../journal/sample-events.ts';
import { createDelivery, openBench, runDelivery, temporaryFolder } from '../hook-bench.ts';

const signal = new AbortController().signal;
const leaving = (event: JournalEvent) =>
  publicEvent({ sequence: 42, at: 0, station: 'bench-1', hash: sampleHash, event });

test('each event is a file of its own, by name in the order of events, with no PAC in it', async () => {
  const bench = await openBench();
  const folder = temporaryFolder();
  await bench.journal.append([runStarted('run-1'), unitRead(1), runEnded('run-1')]);
  runDelivery(createDelivery(bench, { receiver: new DropFolder({ folder }) }));
  await bench.clock.untilSleeping();
  const names = readdirSync(folder).toSorted();
  expect(names).toEqual([
    'bench-1-0000000001-run-started.csv',
    'bench-1-0000000002-unit-read.csv',
    'bench-1-0000000003-run-ended.csv',
  ]);
  expect(names.map((name) => readFileSync(join(folder, name), 'utf8')).join('')).not.toContain(samplePac(1));
});

test('the columns are the same for every kind, and what has none stands in the last as JSON', async () => {
  const folder = temporaryFolder();
  const receiver = new DropFolder({ folder });
  const ended = leaving(runEnded('run-1', { message: 'two\nlines, "quoted"; and more' }));
  const read = leaving(unitRead(1));
  for (const event of [ended, read]) await receiver.deliver(event, { signal });
  const rows = [ended, read].map((event) => parse(readFileSync(join(folder, dropFileName(event))), { columns: true }));
  expect(rows[0]).toEqual([
    {
      id: 'bench-1:42',
      sequence: '42',
      at: '1970-01-01T00:00:00.000Z',
      station: 'bench-1',
      kind: 'run ended',
      run: 'run-1',
      slot: '',
      deviceId: '',
      colour: 'amber',
      outcome: 'pass',
      code: 'read',
      message: 'two\nlines, "quoted"; and more',
      reason: '',
      elapsedMs: '120',
      hash: sampleHash,
      more: '{}',
    },
  ]);
  expect(rows[1]).toMatchObject([
    {
      kind: 'unit read',
      deviceId: '00A10001',
      more: '{"pacSource":"modem","dialect":"sample-dialect","firmware":"1.0"}',
    },
  ]);
  expect(readFileSync(join(folder, dropFileName(read)), 'utf8').split('\r\n')[0]).toBe(dropColumns.join(','));
});

test('an event that comes again writes the same file over, and a part of an earlier try is no obstacle', async () => {
  const folder = temporaryFolder();
  const receiver = new DropFolder({ folder });
  const event = leaving(runStarted('run-1'));
  await receiver.deliver(event, { signal });
  const first = readFileSync(join(folder, dropFileName(event)), 'utf8');
  await receiver.deliver(event, { signal });
  expect(readdirSync(folder)).toEqual([dropFileName(event)]);
  expect(readFileSync(join(folder, dropFileName(event)), 'utf8')).toBe(first);
});

test('a share that is not mounted is down and is not made; once there, it gets the event', async () => {
  const folder = join(temporaryFolder(), 'share');
  const receiver = new DropFolder({ folder });
  const event = leaving(runStarted('run-1'));
  await expect(receiver.deliver(event, { signal })).rejects.toMatchObject({
    code: 'hook down',
    message: expect.stringContaining('not there'),
  });
  mkdirSync(folder);
  await receiver.deliver(event, { signal });
  expect(readdirSync(folder)).toEqual([dropFileName(event)]);
});

test('a file that cannot be written is said, and no half file has the name of a whole one', async () => {
  const folder = temporaryFolder();
  const receiver = new DropFolder({ folder });
  const event = leaving(runStarted('run-1'));
  const part = join(folder, `${dropFileName(event)}.part`);
  // Nothing can be made ready where a folder stands
  mkdirSync(part);
  await expect(receiver.deliver(event, { signal })).rejects.toMatchObject({
    code: 'hook down',
    message: expect.stringContaining('EEXIST'),
  });
  expect(readdirSync(folder)).toEqual([`${dropFileName(event)}.part`]);
  rmdirSync(part);
  await receiver.deliver(event, { signal });
  expect(readdirSync(folder)).toEqual([dropFileName(event)]);
});

test('the name of a station cannot lead out of the folder', () => {
  expect(dropFileName({ station: '../../hall 2', sequence: 7, kind: 'run ended' })).toBe(
    '..-..-hall-2-0000000007-run-ended.csv',
  );
});
