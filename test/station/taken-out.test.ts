import { describe, expect, test } from 'vitest';
import type { Gate } from '../../src/station/gate.ts';
import type { LineRules } from '../../src/station/line-rules.ts';
import type { SlotSetting } from '../../src/station/station.ts';
import { unitOf } from '../registrar/registrar-bench.ts';
import { FarBackend } from './far-backend.ts';
import { boardOf, openLine, type BoardChanges, type LineBench, type LineBenchOptions } from './line-bench.ts';

const idOf = (index: number) => unitOf(index).deviceId;

/** How a unit comes to a slot, and leaves it, for each kind of presence. */
interface Hands {
  readonly seat: (index: number, changes?: BoardChanges) => void;
  readonly take: () => void;
}

const kinds = ['port', 'probe', 'line', 'start'] as const;

const settingOf = (presence: SlotSetting['presence'], name: string): SlotSetting =>
  presence === 'line' ? { name, port: name, presence, line: 'cts' } : { name, port: name, presence };

const handsOn = (presence: SlotSetting['presence'], name: string, { bench, station }: LineBench): Hands => {
  if (presence === 'port')
    return {
      seat: (index, changes) => bench.plug(name, boardOf(index, changes)),
      take: () => bench.unplug(name),
    };
  bench.addSocket(name);
  return {
    seat: (index, changes) => {
      bench.insert(name, boardOf(index, changes));
      if (presence === 'line') bench.closeLid(name, 'cts');
      if (presence === 'start') expect(station.start(name)).toBe('started');
    },
    take: () => {
      if (presence === 'line') bench.openLid(name, 'cts');
      bench.remove(name);
    },
  };
};

const printer = {
  print: async () => undefined,
  codeOf: ({ deviceId }: { readonly deviceId: string }) => deviceId,
  readCode: (scanned: string) => ({ deviceId: scanned, serial: null }),
};

/** A gate that never answers. */
const silentGate: Gate = {
  name: 'the radio test',
  ask: (_, { signal }) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
};

const serialPattern = /^\d{8}$/;

const openSlots = async (presence: SlotSetting['presence'], options: LineBenchOptions = {}) => {
  const line = await openLine({
    dialect: 'ax-wisol',
    slots: ['left', 'right'].map((name) => settingOf(presence, name)),
    printer,
    ...options,
  });
  void line.start();
  return { line, left: handsOn(presence, 'left', line), right: handsOn(presence, 'right', line) };
};

const runsOf = async (line: LineBench) => (await line.journal.runs({ limit: 100 })).toReversed();

describe.each(kinds)('a slot whose presence is by %s', (presence) => {
  test('is empty soon after its unit was taken out that waited for its serial number, and judges the next one', async () => {
    const { line, left } = await openSlots(presence, { rules: { serialPattern } });
    left.seat(1);
    await line.told('left', 'scan the serial');
    left.take();
    await line.empty('left');
    left.seat(2);
    await line.told('left', 'scan the serial');
    line.scan('10000002');
    expect((await line.judged('left')).verdict.colour).toBe('green');
    expect(await runsOf(line)).toMatchObject([
      {
        deviceId: idOf(1),
        colour: 'red',
        outcome: 'aborted',
        code: 'taken out',
        message: 'Taken out before its serial number was scanned. (taken out)',
      },
      { deviceId: idOf(2), colour: 'green' },
    ]);
    expect(await line.journal.serialNumberOf(idOf(1))).toBeNull();
    expect(await line.journal.serialNumberOf(idOf(2))).toBe('10000002');
    expect(line.illegalEvents()).toBe(0);
  });

  test('is empty soon after its unit was taken out that waited for a gate', async () => {
    const { line, left } = await openSlots(presence, { gates: [silentGate] });
    left.seat(1);
    await line.until('left', (state) => state.kind === 'working' && state.phase === 'checking');
    await line.clock.advance(60_000);
    left.take();
    await line.empty('left');
    expect(await runsOf(line)).toMatchObject([
      { code: 'taken out', message: 'Taken out before every word that it needs from outside had come. (taken out)' },
    ]);
    expect(await line.journal.registration(idOf(1))).toBeNull();
  });

  test('is empty soon after its unit was taken out that waited for the backend, which goes on', async () => {
    const backend = new FarBackend();
    const answer = Promise.withResolvers<void>();
    backend.answers = answer.promise;
    const { line, left } = await openSlots(presence, { backend, amberAfterMs: 60_000 });
    left.seat(1);
    await line.until('left', (state) => state.kind === 'working' && state.phase === 'registering');
    left.take();
    await line.empty('left');
    expect(await runsOf(line)).toMatchObject([{ code: 'taken out', outcome: 'aborted' }]);
    answer.resolve();
    await line.settle(line.registrar.idle());
    expect(await line.journal.registration(idOf(1))).toMatchObject({ state: 'confirmed' });
  });

  test('is empty soon after its unit was taken out whose label was to be scanned, and that label is scanned late', async () => {
    const { line, left } = await openSlots(presence, { rules: { label: { showPac: false, scanBack: true } } });
    left.seat(1);
    await line.told('left', 'put the label on');
    left.take();
    await line.empty('left');
    expect(await runsOf(line)).toMatchObject([{ deviceId: idOf(1), colour: 'amber', code: 'label unscanned' }]);
    expect(line.scans.waiting).toEqual([]);
    const late = line.labels ?? expect.fail('there are labels');
    expect(await line.settle(late.verifyLate(idOf(1), { operator: null }))).toBe(idOf(1));
  });

  test('sees a unit that was exchanged for another one, be it at once: the serial number is not that of the first', async () => {
    const { line, left } = await openSlots(presence, { rules: { serialPattern } });
    left.seat(1);
    await line.told('left', 'scan the serial');
    // The lid stays closed, the port stays there: a hand that is quicker than any switch
    line.bench.remove('left');
    line.bench.insert('left', boardOf(2));
    line.scan('10000002');
    await line.until('left', (state) => !('run' in state) || state.kind === 'judged' || state.deviceId !== idOf(1));
    expect(await line.journal.unitOfSerialNumber('10000002')).toBeNull();
    await line.empty('left');
    expect((await runsOf(line))[0]).toMatchObject({
      deviceId: idOf(1),
      code: 'taken out',
      message: expect.stringMatching(/^Taken out before its serial number was scanned: 00A10002 is in its place\./),
    });
    if (presence === 'start') line.station.start('left');
    await line.told('left', 'scan the serial');
    line.scan('10000003');
    expect(await line.judged('left')).toMatchObject({ deviceId: idOf(2), verdict: { colour: 'green' } });
    expect(await line.journal.serialNumberOf(idOf(2))).toBe('10000003');
    expect(line.illegalEvents()).toBe(0);
  });

  test('ends the run of a unit that was moved to another slot, and there it is one unit with one label', async () => {
    const { line, left, right } = await openSlots(presence, { rules: { label: { showPac: false, scanBack: true } } });
    left.seat(1);
    await line.told('left', 'put the label on');
    left.take();
    right.seat(1);
    await line.told('right', 'put the label on');
    await line.empty('left');
    line.scan(idOf(1));
    expect((await line.judged('right')).verdict.colour).toBe('green');
    expect(await runsOf(line)).toMatchObject([
      { slot: 'left', code: 'label unscanned' },
      { slot: 'right', colour: 'green' },
    ]);
    expect(await line.journal.label(idOf(1))).toMatchObject({ state: 'verified', copies: 1 });
  });

  test('says that its ID is in another slot, too, and so does that one', async () => {
    const { line, left, right } = await openSlots(presence, { rules: { serialPattern } });
    left.seat(1);
    await line.told('left', 'scan the serial');
    right.seat(1);
    for (const name of ['left', 'right']) {
      expect((await line.judged(name)).verdict).toMatchObject({
        colour: 'red',
        code: 'one id in two slots',
        message: expect.stringMatching(/00A10001 is in (left and in right|right and in left) at once/),
      });
    }
    expect(await line.journal.registration(idOf(1))).toBeNull();
    left.take();
    right.take();
    await line.empty('left');
    await line.empty('right');
    expect(line.illegalEvents()).toBe(0);
  });
});

test('A unit that was judged loses its colour when the same ID turns up in another slot', async () => {
  const { line, left, right } = await openSlots('port');
  left.seat(1);
  const { run } = await line.judged('left', 'green');
  right.seat(1);
  expect((await line.judged('right', 'red')).verdict.code).toBe('one id in two slots');
  expect((await line.judged('left', 'red')).verdict.code).toBe('one id in two slots');
  expect(await line.journal.run(run)).toMatchObject({ colour: 'red', code: 'one id in two slots' });
});

test.each(['flipped bit', 'late answer'] as const)(
  'A look that is disturbed once by a %s ends no run',
  async (kind) => {
    const { line, left } = await openSlots('probe', { rules: { serialPattern } });
    const faults = Array.from({ length: 10 }, (_, index) => ({
      kind,
      answer: 10 + 6 * index,
      byte: 3,
      bit: 1,
      ms: 1000,
    }));
    left.seat(1, { line: faults });
    await line.told('left', 'scan the serial');
    await line.clock.advance(30_000);
    line.scan('10000001');
    expect((await line.judged('left')).verdict.colour).toBe('green');
  },
);

const rulesThatWait: readonly [string, Partial<LineRules>, string][] = [
  ['its serial number', { serialPattern }, 'scan the serial'],
  ['its label', { label: { showPac: false, scanBack: true } }, 'put the label on'],
];

test.each(rulesThatWait)('A run that waits for %s can be given up while the unit is there', async (_, rules, words) => {
  const { line, left } = await openSlots('start', { rules });
  left.seat(1);
  await line.told('left', words);
  expect(line.station.giveUp('left')).toBe(true);
  const { verdict } = await line.judged('left');
  expect(verdict.code).toBe(rules.serialPattern === undefined ? 'label unscanned' : 'given up');
  expect(line.station.giveUp('left')).toBe(false);
  await line.clock.advance(10_000);
  expect(line.scans.waiting).toEqual([]);
  left.take();
  await line.empty('left');
});
