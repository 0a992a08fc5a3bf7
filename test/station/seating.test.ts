import { expect, test } from 'vitest';
import type { JournalEvent } from '../../src/journal/events.ts';
import { unitOf } from '../registrar/registrar-bench.ts';
import { boardOf, openLine, slotsNamed } from './line-bench.ts';
import { openSlowLine } from './slow-journal.ts';

const isRunEnded = ({ kind }: JournalEvent): boolean => kind === 'run ended';

test('A board that is pulled in mid-answer is an aborted run, and the next one works', async () => {
  const line = await openLine();
  void line.start();
  line.bench.plug('left', boardOf(1, { line: [{ kind: 'unplug', answer: 4, byte: 3 }] }));
  expect((await line.judged('left')).verdict).toMatchObject({ colour: 'red', outcome: 'aborted', code: 'port lost' });
  await line.empty('left');
  expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({ colour: 'green', code: 'registered' });
  expect(await line.journal.runs({ open: true, limit: 100 })).toEqual([]);
  expect(line.illegalEvents()).toBe(0);
});

test('The order of events of one unit is the one that the documentation lists', async () => {
  const line = await openLine();
  void line.start();
  await line.pass('left', boardOf(1));
  await line.stop();
  expect(await line.kinds()).toEqual([
    'station started',
    'run started',
    'unit read',
    'registration owed',
    'registration intended',
    'registration accepted',
    'registration confirmed',
    'run ended',
    'unit removed',
    'station stopped',
  ]);
});

test('A contact that bounces leaves no run', async () => {
  const line = await openLine({ contactBounceMs: 100 });
  void line.start();
  for (let bounce = 0; bounce < 3; bounce += 1) {
    line.bench.plug('left', boardOf(1));
    await line.until('left', (state) => state.kind === 'seated');
    await line.clock.advance(50);
    line.bench.unplug('left');
    await line.empty('left');
  }
  line.bench.plug('left', boardOf(1));
  expect((await line.judged('left')).verdict.colour).toBe('green');
  expect((await line.journal.runs({ limit: 10_000 })).length).toBe(1);
  expect(line.illegalEvents()).toBe(0);
});

test('A port that is seen twice is one unit', async () => {
  const line = await openLine({
    ports: (bench) => ({
      list: () => bench.list(),
      open: (...asked) => bench.open(...asked),
      async *watch(signal) {
        for await (const change of bench.watch(signal)) {
          yield change;
          if (change.kind === 'seen') yield change;
        }
      },
    }),
  });
  void line.start();
  await line.pass('left', boardOf(1));
  expect((await line.journal.runs({ limit: 10_000 })).length).toBe(1);
  expect(line.illegalEvents()).toBe(0);
});

test('A unit that comes while the one before is still being written down gets its run', async () => {
  const { line, slow } = await openSlowLine(isRunEnded);
  void line.start();
  line.bench.plug('left', boardOf(1));
  await line.settle(slow.reached);
  line.bench.unplug('left');
  line.bench.plug('left', boardOf(2));
  await line.clock.advance(100);
  slow.goOn();
  const state = await line.until('left', (now) => now.kind === 'judged' && now.deviceId === unitOf(2).deviceId);
  expect(state).toMatchObject({ verdict: { colour: 'green' } });
  expect(line.illegalEvents()).toBe(0);
});

test('A unit that comes to the same place under another path while the one before is written down gets its run', async () => {
  // Linux gives the next number while the old port is still open
  const { line, slow } = await openSlowLine(isRunEnded, {
    slots: [{ name: 'left', port: 'hub port 1', presence: 'port' }],
  });
  void line.start();
  line.bench.plug('ttyUSB0', boardOf(1), { place: 'hub port 1' });
  await line.settle(slow.reached);
  line.bench.unplug('ttyUSB0');
  line.bench.plug('ttyUSB1', boardOf(2), { place: 'hub port 1' });
  await line.clock.advance(100);
  slow.goOn();
  const state = await line.until('left', (now) => now.kind === 'judged' && now.deviceId === unitOf(2).deviceId);
  expect(state).toMatchObject({ port: 'ttyUSB1', verdict: { colour: 'green' } });
  line.bench.unplug('ttyUSB1');
  await line.empty('left');
  expect(line.illegalEvents()).toBe(0);
});

test('A unit that came and went while the one before was written down leaves no run', async () => {
  const { line, slow } = await openSlowLine(isRunEnded);
  void line.start();
  line.bench.plug('left', boardOf(1));
  await line.settle(slow.reached);
  line.bench.unplug('left');
  line.bench.plug('left', boardOf(2));
  line.bench.unplug('left');
  await line.clock.advance(100);
  slow.goOn();
  await line.empty('left');
  await line.pass('left', boardOf(3));
  expect(await line.journal.unit(unitOf(2).deviceId)).toBeNull();
  expect((await line.journal.runs({ limit: 10_000 })).length).toBe(2);
  expect(line.illegalEvents()).toBe(0);
});

test('Two ports that claim one slot are served one after the other', async () => {
  const line = await openLine({ slots: [{ name: 'left', port: 'hub port 1', presence: 'port' }] });
  void line.start();
  line.bench.plug('ttyUSB0', boardOf(1), { place: 'hub port 1' });
  line.bench.plug('ttyUSB1', boardOf(2), { place: 'hub port 1' });
  expect(await line.judged('left')).toMatchObject({ port: 'ttyUSB0' });
  line.bench.unplug('ttyUSB0');
  expect(await line.until('left', (now) => now.kind === 'judged' && now.port === 'ttyUSB1')).toMatchObject({
    verdict: { colour: 'green' },
  });
  expect(line.illegalEvents()).toBe(0);
});

test('A port that another program holds for a moment is waited for', async () => {
  const line = await openLine();
  line.bench.plug('left', boardOf(1));
  const held = await line.bench.open('left', { baudRate: 9600 }, { signal: new AbortController().signal });
  void line.start();
  await line.working('left');
  await line.clock.advance(8000);
  await held.close();
  expect((await line.judged('left')).verdict).toMatchObject({ colour: 'green', code: 'registered' });
});

test('A port that another program does not let go of is a verdict in the end', async () => {
  const line = await openLine();
  line.bench.plug('left', boardOf(1));
  await line.bench.open('left', { baudRate: 9600 }, { signal: new AbortController().signal });
  void line.start();
  expect((await line.judged('left')).verdict).toMatchObject({ colour: 'red', outcome: 'error', code: 'port busy' });
});

test('Ports that no slot is taught for are left alone', async () => {
  const line = await openLine({ slots: slotsNamed('left') });
  void line.start();
  line.bench.plug('elsewhere', boardOf(1));
  expect((await line.pass('left', boardOf(2))).verdict.colour).toBe('green');
  expect((await line.journal.runs({ limit: 10_000 })).map(({ port }) => port)).toEqual(['left']);
});

test('Where every port is a slot, 32 boards are read at once, and a 33rd port is left alone', async () => {
  const line = await openLine({ slots: 'every port' });
  void line.start();
  const names = Array.from({ length: 33 }, (_, index) => `port ${index + 1}`);
  for (const [index, name] of names.entries()) line.bench.plug(name, boardOf(index + 1));
  for (const name of names.slice(0, 32))
    expect((await line.judged(name)).verdict).toMatchObject({ colour: 'green', code: 'registered' });
  expect(line.station.slots.map(({ name }) => name)).toEqual(names.slice(0, 32));
  for (const name of names) line.bench.unplug(name);
  for (const name of names.slice(0, 32)) await line.empty(name);
  expect((await line.journal.registrations(['confirmed'], { limit: 10_000 })).length).toBe(32);
  expect(line.illegalEvents()).toBe(0);
});

test('What is plugged before the line starts is served', async () => {
  const line = await openLine();
  line.bench.plug('left', boardOf(1));
  void line.start();
  expect((await line.judged('left')).verdict.colour).toBe('green');
});
