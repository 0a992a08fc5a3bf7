import { expect, test } from 'vitest';
import type { SlotSetting } from '../../src/station/station.ts';
import { boardOf, openLine, type BoardChanges, type LineBenchOptions } from './line-bench.ts';

const fixture = (changes: Partial<Extract<SlotSetting, { presence: 'line' }>> = {}): readonly SlotSetting[] => [
  { name: 'fixture', port: 'ttyS1', presence: 'line', line: 'cts', debounceMs: 200, ...changes },
];

const openFixture = async (options: LineBenchOptions = {}) => {
  const line = await openLine({ slots: fixture(), ...options });
  line.bench.addSocket('ttyS1');
  void line.start();
  return {
    line,
    close: (index: number, changes?: BoardChanges): void => {
      line.bench.insert('ttyS1', boardOf(index, changes));
      line.bench.closeLid('ttyS1', 'cts');
    },
    open: (): void => {
      line.bench.openLid('ttyS1', 'cts');
      line.bench.remove('ttyS1');
    },
  };
};

test.each([{ dialect: undefined }, { dialect: 'ax-wisol' }])(
  'Closing the lid is the seating and opening it the removal, board after board (dialect: $dialect)',
  async ({ dialect }) => {
    const { line, close, open } = await openFixture(dialect === undefined ? {} : { dialect });
    for (const index of [1, 2, 3]) {
      close(index);
      expect(await line.judged('fixture')).toMatchObject({
        deviceId: boardOf(index).unit.deviceId,
        verdict: { colour: 'green', code: 'registered' },
      });
      await line.clock.advance(20_000);
      open();
      await line.empty('fixture');
    }
    expect((await line.journal.runs({ limit: 10_000 })).length).toBe(3);
    expect((await line.kinds()).filter((kind) => kind === 'unit removed').length).toBe(3);
    expect(line.illegalEvents()).toBe(0);
  },
);

test('A board under an open lid is nobody', async () => {
  const { line } = await openFixture();
  line.bench.insert('ttyS1', boardOf(1));
  await line.clock.advance(10_000);
  expect(line.station.slots[0]?.state.kind).toBe('empty');
  expect(await line.journal.runs({ limit: 10_000 })).toEqual([]);
});

test('Only the line that the slot names is its lid', async () => {
  const { line } = await openFixture({ slots: fixture({ line: 'dsr' }) });
  line.bench.insert('ttyS1', boardOf(1));
  line.bench.closeLid('ttyS1', 'cts');
  line.bench.closeLid('ttyS1', 'dcd');
  await line.clock.advance(5000);
  expect(line.station.slots[0]?.state.kind).toBe('empty');
  line.bench.closeLid('ttyS1', 'dsr');
  expect((await line.judged('fixture')).verdict.colour).toBe('green');
});

test('A lid that bounces counts neither while it closes nor while it is knocked', async () => {
  const { line, close, open } = await openFixture();
  for (let bounce = 0; bounce < 5; bounce += 1) {
    line.bench.closeLid('ttyS1', 'cts');
    await line.clock.advance(150);
    line.bench.openLid('ttyS1', 'cts');
    await line.clock.advance(100);
  }
  expect(await line.journal.runs({ limit: 10_000 })).toEqual([]);
  close(1);
  const judged = await line.judged('fixture');
  for (let knock = 0; knock < 5; knock += 1) {
    line.bench.openLid('ttyS1', 'cts');
    await line.clock.advance(150);
    line.bench.closeLid('ttyS1', 'cts');
    await line.clock.advance(100);
  }
  await line.clock.advance(5000);
  expect(line.station.slots[0]?.state).toEqual(judged);
  expect((await line.journal.runs({ limit: 10_000 })).length).toBe(1);
  open();
  await line.empty('fixture');
});

test('A lid that is opened in mid-run ends the run, and the next board works', async () => {
  const { line, close, open } = await openFixture({ dialect: 'ax-wisol' });
  close(1, { modem: ['mute'] });
  await line.until('fixture', (state) => state.kind === 'working' && state.phase === 'reading');
  open();
  expect((await line.judged('fixture')).verdict).toMatchObject({
    colour: 'red',
    outcome: 'aborted',
    code: 'taken out',
    message: 'Taken out before it was read. (taken out)',
  });
  await line.empty('fixture');
  close(2);
  expect(await line.judged('fixture')).toMatchObject({
    deviceId: boardOf(2).unit.deviceId,
    verdict: { colour: 'green' },
  });
  expect(await line.journal.runs({ open: true, limit: 100 })).toEqual([]);
  expect(line.illegalEvents()).toBe(0);
});

test('A fixture whose cable is pulled is an empty slot, and is served again when it is back under another path', async () => {
  const { line } = await openFixture({ slots: fixture({ port: 'hub port 1' }) });
  const plugFixture = (path: string, index: number): void => {
    line.bench.addSocket(path, { place: 'hub port 1' });
    line.bench.insert(path, boardOf(index));
    line.bench.closeLid(path, 'cts');
  };
  plugFixture('ttyUSB0', 1);
  expect(await line.judged('fixture')).toMatchObject({ port: 'ttyUSB0' });
  line.bench.unplug('ttyUSB0');
  await line.empty('fixture');
  await line.clock.advance(60_000);
  plugFixture('ttyUSB1', 2);
  expect(await line.judged('fixture')).toMatchObject({ port: 'ttyUSB1', verdict: { colour: 'green' } });
  expect(line.illegalEvents()).toBe(0);
});

test('A fixture that is not there at the start is waited for', async () => {
  const line = await openLine({ slots: fixture() });
  void line.start();
  await line.clock.advance(10_000);
  line.bench.addSocket('ttyS1');
  line.bench.insert('ttyS1', boardOf(1));
  line.bench.closeLid('ttyS1', 'cts');
  expect((await line.judged('fixture')).verdict.colour).toBe('green');
});

test('A port without modem-control lines cannot have a lid, which is said at the start', async () => {
  const line = await openLine({ slots: fixture() });
  line.bench.addSocket('ttyS1', { hasLines: false });
  await expect(line.settle(line.start())).rejects.toThrow(/ttyS1 has no modem-control lines.*\(port fault\)/);
});

test('A fixture whose port another program holds for longer than a new port is looked at is said at the start', async () => {
  const line = await openLine({ slots: fixture() });
  line.bench.addSocket('ttyS1');
  const theirs = await line.bench.open('ttyS1', { baudRate: 9600 }, { signal: new AbortController().signal });
  const running = line.start();
  await expect(line.settle(running)).rejects.toMatchObject({ code: 'port busy' });
  await theirs.close();
});

test('A line that is stopped under a closed lid leaves the unit where it is and the port closed', async () => {
  const { line, close } = await openFixture();
  close(1);
  await line.judged('fixture');
  await line.stop();
  expect((await line.kinds()).slice(-2)).toEqual(['run ended', 'station stopped']);
  const port = await line.bench.open('ttyS1', { baudRate: 9600 }, { signal: new AbortController().signal });
  await port.close();
  expect(line.clock.sleeping).toBe(0);
});
