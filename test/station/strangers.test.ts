import { expect, test } from 'vitest';
import { boardOf, openLine } from './line-bench.ts';

const hub = [
  { name: 'left', port: 'hub port 1', presence: 'port' },
  { name: 'fixture', port: 'hub port 2', presence: 'probe' },
] as const;

test('Ports that are no slot are left alone and shown for as long as they are there', async () => {
  const line = await openLine({ slots: hub });
  line.bench.plug('ttyUSB7', boardOf(1), { place: 'hub port 7' });
  line.bench.addSocket('ttyUSB1', { place: 'hub port 2' });
  void line.start();
  line.bench.plug('ttyUSB0', boardOf(2), { place: 'hub port 1' });
  expect((await line.judged('left')).verdict.colour).toBe('green');
  expect(line.station.unassignedPorts.map(({ path }) => path)).toEqual(['ttyUSB7']);
  expect((await line.journal.runs({ limit: 10_000 })).map(({ port }) => port)).toEqual(['ttyUSB0']);
  line.bench.unplug('ttyUSB7');
  line.bench.unplug('ttyUSB0');
  await line.empty('left');
  expect(line.station.unassignedPorts).toEqual([]);
});

test('The thirty-third port of a line that takes every port is a stranger', async () => {
  const line = await openLine({ slots: 'every port' });
  void line.start();
  for (let index = 0; index < 33; index += 1) line.bench.plug(`tty${index}`, boardOf(index + 1));
  await line.judged('tty31');
  expect(line.station.unassignedPorts.map(({ path }) => path)).toEqual(['tty32']);
});

test('A port must stand still for as long as its slot asks, in coming and in going', async () => {
  const line = await openLine({ slots: [{ name: 'left', port: 'left', presence: 'port', debounceMs: 300 }] });
  void line.start();
  for (let bounce = 0; bounce < 3; bounce += 1) {
    line.bench.plug('left', boardOf(1));
    await line.clock.advance(200);
    line.bench.unplug('left');
    await line.clock.advance(200);
  }
  expect(line.station.slots[0]?.state.kind).toBe('empty');
  line.bench.plug('left', boardOf(1));
  const judged = await line.judged('left');
  line.bench.unplug('left');
  await line.clock.advance(200);
  line.bench.plug('left', boardOf(1));
  await line.clock.advance(5000);
  expect(line.station.slots[0]?.state).toEqual(judged);
  line.bench.unplug('left');
  await line.empty('left');
  expect((await line.journal.runs({ limit: 10_000 })).length).toBe(1);
  expect(line.illegalEvents()).toBe(0);
});
