import { expect, test } from 'vitest';
import type { SlotSetting } from '../../src/station/station.ts';
import { boardOf, openLine, type LineBenchOptions } from './line-bench.ts';

const fixture: readonly SlotSetting[] = [
  { name: 'fixture', port: 'ttyS1', presence: 'start' },
  { name: 'left', port: 'left', presence: 'port' },
];

const openFixture = async (options: LineBenchOptions = {}) => {
  const line = await openLine({ slots: fixture, dialect: 'ax-wisol', ...options });
  line.bench.addSocket('ttyS1');
  void line.start();
  return line;
};

test('A board waits untouched until somebody says start, and has left when it no longer answers', async () => {
  const line = await openFixture();
  for (const index of [1, 2]) {
    line.bench.insert('ttyS1', boardOf(index));
    await line.clock.advance(10_000);
    expect(line.station.slots[0]?.state.kind).toBe('empty');
    expect(line.station.start('fixture')).toBe('started');
    expect(await line.judged('fixture')).toMatchObject({
      deviceId: boardOf(index).unit.deviceId,
      verdict: { colour: 'green', code: 'registered' },
    });
    await line.clock.advance(10_000);
    line.bench.remove('ttyS1');
    await line.empty('fixture');
  }
  expect((await line.journal.runs({ limit: 10_000 })).length).toBe(2);
  expect(line.illegalEvents()).toBe(0);
});

test('A start while the unit has no verdict is refused as busy, and one for no slot of this kind as unknown', async () => {
  const line = await openFixture();
  line.bench.insert('ttyS1', boardOf(1));
  expect(line.station.start('fixture')).toBe('started');
  expect(line.station.start('fixture')).toBe('busy');
  await line.working('fixture');
  expect(line.station.start('fixture')).toBe('busy');
  expect(line.station.start('left')).toBe('unknown slot');
  expect(line.station.start('nowhere')).toBe('unknown slot');
  await line.judged('fixture');
  expect((await line.journal.runs({ limit: 10_000 })).length).toBe(1);
});

test('The next start is the next unit, whether or not the one before was missed', async () => {
  const line = await openFixture();
  line.bench.insert('ttyS1', boardOf(1));
  line.station.start('fixture');
  const first = await line.judged('fixture');
  line.bench.insert('ttyS1', boardOf(2));
  expect(line.station.start('fixture')).toBe('started');
  const second = await line.until('fixture', (state) => state.kind === 'judged' && state.run !== first.run);
  expect(second).toMatchObject({ deviceId: boardOf(2).unit.deviceId, verdict: { colour: 'green' } });
  expect((await line.journal.runs({ limit: 10_000 })).length).toBe(2);
  expect(line.illegalEvents()).toBe(0);
});

test('A board that was swapped without a start empties the slot and is not judged', async () => {
  const line = await openFixture();
  line.bench.insert('ttyS1', boardOf(1));
  line.station.start('fixture');
  await line.judged('fixture');
  line.bench.insert('ttyS1', boardOf(2));
  await line.empty('fixture');
  await line.clock.advance(5000);
  expect((await line.journal.runs({ limit: 10_000 })).length).toBe(1);
});

test('The red of a mute board stands until the next start, for nobody can miss what never answered', async () => {
  const line = await openFixture();
  line.bench.insert('ttyS1', boardOf(1, { modem: ['mute'] }));
  line.station.start('fixture');
  const red = await line.judged('fixture');
  expect(red.verdict).toMatchObject({ colour: 'red', code: 'no answer' });
  await line.clock.advance(30_000);
  expect(line.station.slots[0]?.state).toEqual(red);
  line.bench.insert('ttyS1', boardOf(2));
  expect(line.station.start('fixture')).toBe('started');
  await line.until('fixture', (state) => state.kind === 'judged' && state.verdict.colour === 'green');
});

test('A start before the line runs is kept until it does', async () => {
  const line = await openLine({ slots: fixture, dialect: 'ax-wisol' });
  line.bench.addSocket('ttyS1');
  line.bench.insert('ttyS1', boardOf(1));
  expect(line.station.start('fixture')).toBe('started');
  void line.start();
  expect((await line.judged('fixture')).verdict.colour).toBe('green');
});

test('A line that is stopped while it waits for a start ends at once', async () => {
  const line = await openFixture();
  await line.stop();
  expect((await line.kinds()).at(-1)).toBe('station stopped');
  expect(line.clock.sleeping).toBe(0);
});
