import { describe, expect, test } from 'vitest';
import { noChecks } from '../../src/domain/product-checks.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import type { Gate, GateAnswer } from '../../src/station/gate.ts';
import type { GoldenRule } from '../../src/station/rules/golden.ts';
import type { LineRules } from '../../src/station/line-rules.ts';
import { wantedOf } from '../../src/station/run/debt.ts';
import { unitOf } from '../registrar/registrar-bench.ts';
import { boardOf, openLine, product, type LineBench, type LineBenchOptions } from './line-bench.ts';

const idOf = (index: number) => unitOf(index).deviceId;
const mute = (index: number) => boardOf(index, { modem: ['mute'] });

const start = async (rules: Partial<LineRules>, options: LineBenchOptions = {}): Promise<LineBench> => {
  const line = await openLine({ dialect: 'ax-wisol', ...options, rules });
  void line.start();
  return line;
};

const standing = (line: LineBench, name = 'left') => line.standing(name);

const gate = (answer: GateAnswer, asked: unknown[] = []): Gate => ({
  name: 'the route check',
  ask: async (unit) => {
    asked.push(unit);
    return answer;
  },
});

const printing = (state: { down: boolean }, printed: string[]) => ({
  print: async ({ deviceId }: { readonly deviceId: string }) => {
    if (state.down) throw new PaclineError('printer down', 'The printer is off.');
    printed.push(deviceId);
  },
  codeOf: ({ deviceId }: { readonly deviceId: string }) => deviceId,
  readCode: (scanned: string) => ({ deviceId: scanned, serial: null }),
});

describe('the lock-out', () => {
  test('locks a slot after so many reds in a row, and that slot alone, until it is unlocked', async () => {
    const line = await start({ lockOutReds: 2, bootMs: 0 });
    for (let red = 0; red < 2; red += 1) expect((await line.pass('left', mute(red))).verdict.code).toBe('no answer');
    expect(standing(line)).toBe('locked: 2 reds in a row, the last one "no answer"');
    expect((await line.pass('left', boardOf(5))).verdict).toMatchObject({
      colour: 'red',
      outcome: 'error',
      code: 'slot locked',
    });
    expect((await line.pass('right', boardOf(6))).verdict.colour).toBe('green');
    await line.settle(line.station.unlock('left', { name: 'Tom', role: 'technician' }));
    expect(standing(line)).toBeNull();
    expect((await line.pass('left', boardOf(5))).verdict.colour).toBe('green');
    expect(await line.kinds()).toContain('slot unlocked');
  });

  test('is not reached by reds with a green between them, nor by units that were taken out', async () => {
    const line = await start({ lockOutReds: 2, bootMs: 0 });
    await line.pass('left', mute(1));
    await line.pass('left', boardOf(2));
    await line.pass('left', mute(3));
    line.bench.plug('left', boardOf(4, { line: [{ kind: 'unplug', answer: 2, byte: 3 }] }));
    expect((await line.judged('left')).verdict.outcome).toBe('aborted');
    await line.empty('left');
    expect(standing(line)).toBeNull();
  });

  test('holds over a restart of the line', async () => {
    const first = await start({ lockOutReds: 1, bootMs: 0 });
    await first.pass('left', mute(1));
    await first.stop();
    await first.journal.close();
    const second = await start({ lockOutReds: 1 }, { folder: first.folder });
    expect((await second.pass('left', boardOf(2))).verdict.code).toBe('slot locked');
  });

  test('may be lifted by an operator at no time', async () => {
    const line = await start({ lockOutReds: 1, bootMs: 0 });
    await line.pass('left', mute(1));
    await expect(line.station.unlock('left', { name: 'Ada', role: 'operator' })).rejects.toMatchObject({
      code: 'not allowed',
    });
    expect(standing(line)).toContain('locked');
  });
});

describe('the golden unit', () => {
  const golden: GoldenRule = { good: new Set([idOf(9)]), bad: [], everyUnits: null, everyMs: null };

  test('is asked for before the first unit is seated', async () => {
    const line = await start({ golden });
    await line.until('left', () => standing(line) !== null);
    expect(standing(line)).toContain('seat the golden unit');
  });

  test('is asked for before the first unit, is read, and is never registered', async () => {
    const line = await start({ golden });
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({ colour: 'red', code: 'golden due' });
    expect((await line.pass('left', boardOf(9))).verdict).toMatchObject({
      colour: 'blue',
      outcome: 'pass',
      code: 'golden read',
    });
    expect((await line.pass('left', boardOf(1))).verdict.colour).toBe('green');
    expect(await line.journal.registration(idOf(9))).toBeNull();
    expect(await line.journal.unit(idOf(9))).toBeNull();
    const [, goldenRun] = await line.journal.runs({ limit: 10_000 });
    expect(goldenRun).toMatchObject({ purpose: 'golden', deviceId: idOf(9) });
    expect((await line.pass('right', boardOf(2))).verdict.code).toBe('golden due');
  });

  test('that is misread locks its slot', async () => {
    const line = await start({ golden, bootMs: 0 });
    expect((await line.pass('left', mute(9))).verdict).toMatchObject({ colour: 'red', code: 'golden failed' });
    expect(standing(line)).toBe('locked: its golden unit was not read as it must be');
    expect((await line.pass('left', boardOf(9))).verdict.code).toBe('slot locked');
  });

  test('that is mute is wanted too where the settings say so, after the good one', async () => {
    const line = await start({ golden: { ...golden, bad: ['no answer'] }, bootMs: 0 });
    await line.pass('left', boardOf(9));
    expect(standing(line)).toContain('that ends with "no answer"');
    expect((await line.pass('left', boardOf(1))).verdict.code).toBe('golden due');
    expect((await line.pass('left', mute(8))).verdict).toMatchObject({ colour: 'blue', code: 'golden read' });
    expect(standing(line)).toBeNull();
    expect((await line.pass('left', boardOf(1))).verdict.colour).toBe('green');
  });

  test.each<[string, Partial<GoldenRule>, (line: LineBench) => Promise<unknown>]>([
    ['so many units', { everyUnits: 2 }, (line) => line.pass('left', boardOf(2))],
    ['so much time', { everyMs: 3_600_000 }, (line) => line.clock.advance(3_600_000)],
    ['the next shift', {}, (line) => line.clock.advance(24 * 3_600_000)],
  ])('is due again after %s', async (_, rule, pass) => {
    const line = await start({ golden: { ...golden, ...rule } });
    await line.pass('left', boardOf(9));
    expect((await line.pass('left', boardOf(1))).verdict.colour).toBe('green');
    await pass(line);
    expect((await line.pass('left', boardOf(3))).verdict.code).toBe('golden due');
  });

  test('that falls due by the clock is asked for while the slot is empty', async () => {
    const line = await start({ golden: { ...golden, everyMs: 3_600_000 } });
    await line.pass('left', boardOf(9));
    expect(standing(line)).toBeNull();
    await line.clock.advance(3_600_000 + 60_000);
    await line.told('left', 'the last time is too long ago');
  });

  test('is asked for by its ID on every slot as soon as the settings change, before a good unit is turned away', async () => {
    const rules: { golden: GoldenRule; settingsDigest: string } = { golden, settingsDigest: 'one' };
    const line = await start(rules);
    for (const name of ['left', 'right']) await line.pass(name, boardOf(9));
    expect([standing(line, 'left'), standing(line, 'right')]).toEqual([null, null]);
    rules.settingsDigest = 'two';
    for (const name of ['left', 'right'])
      await line.told(name, `seat the golden unit ${idOf(9)}: the settings changed`, 1100);
  });

  test('is due again after a change of the settings', async () => {
    const rules: { golden: GoldenRule; settingsDigest: string } = { golden, settingsDigest: 'one' };
    const line = await start(rules);
    await line.pass('left', boardOf(9));
    rules.settingsDigest = 'two';
    expect((await line.pass('left', boardOf(1))).verdict.code).toBe('golden due');
  });
});

describe('checks of the product', () => {
  test('turn a unit away that is outside them, with what was measured in its record', async () => {
    const line = await start({ checks: { ...noChecks, idFrom: idOf(5), supplyMillivolts: { min: 1000, max: 5000 } } });
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({
      colour: 'red',
      outcome: 'fail',
      code: 'check failed',
    });
    expect((await line.pass('left', boardOf(6))).verdict.colour).toBe('green');
    const [good, bad] = await line.journal.runs({ limit: 10_000 });
    expect(good?.measurements).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'supply', unit: 'mV', passed: true })]),
    );
    expect(bad?.measurements).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'deviceId', low: idOf(5), passed: false })]),
    );
    expect(await line.journal.unit(idOf(1))).not.toBeNull();
    expect(await line.journal.registration(idOf(1))).toBeNull();
  });
});

describe('an order', () => {
  test('takes no more units than it asks for', async () => {
    const line = await start({ order: { name: 'PO-1', quantity: 2 } });
    await line.pass('left', boardOf(1));
    await line.pass('right', boardOf(2));
    expect((await line.pass('left', boardOf(3))).verdict).toMatchObject({ colour: 'red', code: 'order complete' });
    expect(await line.journal.countOfOrder('PO-1', ['confirmed'])).toBe(2);
  });
});

describe('a unit that is seated again', () => {
  test('within the shift is already done, as a look at the backend shows, and no gate is asked again', async () => {
    const line = await start({});
    await line.pass('left', boardOf(1));
    const before = await line.kinds();
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({
      colour: 'green',
      code: 'already done',
      message: expect.stringMatching(/^Confirmed at \d\d:\d\d, and seen again now\.$/),
    });
    expect((await line.kinds()).slice(before.length)).toEqual([
      'run started',
      'unit read',
      'registration confirmed',
      'run ended',
      'unit removed',
    ]);
  });
});

describe('a word from outside', () => {
  test('is asked for a unit that a file has registered in this shift, for nobody has asked about it yet', async () => {
    const asked: unknown[] = [];
    const line = await start(
      {},
      { gates: [gate({ kind: 'refused', code: 'route refused', reason: 'It belongs to station 2.' }, asked)] },
    );
    const { deviceId, pac } = unitOf(1);
    const ofProduct = wantedOf(product);
    await line.journal.append([
      {
        kind: 'units listed',
        list: 'units.csv',
        listing: 'a digest',
        ...ofProduct,
        units: [{ deviceId, pac: pac.reveal(), name: 'of a file' }],
      },
    ]);
    await line.journal.append([
      { kind: 'registration intended', deviceId },
      { kind: 'registration confirmed', deviceId, code: 'registered' },
    ]);
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({ colour: 'red', code: 'route refused' });
    expect(asked).toHaveLength(1);
  });

  test('is asked once in a shift for a unit that is seated twice', async () => {
    const asked: unknown[] = [];
    const line = await start({}, { gates: [gate({ kind: 'allowed' }, asked)] });
    await line.pass('left', boardOf(1));
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({ colour: 'green', code: 'already done' });
    expect(asked).toHaveLength(1);
    await line.clock.advance(24 * 3_600_000);
    await line.pass('left', boardOf(1));
    expect(asked).toHaveLength(2);
  });

  test.each<[string, GateAnswer, string]>([
    ['a refusal', { kind: 'refused', code: 'route refused', reason: 'It belongs to station 2.' }, 'route refused'],
    [
      'no answer, where that stops the unit',
      { kind: 'no answer', code: 'route unanswered', reason: 'Nobody answered.', rule: 'stop' },
      'route unanswered',
    ],
    ['a failed radio test', { kind: 'refused', code: 'result refused', reason: 'Too weak.' }, 'result refused'],
  ])('stops a unit by %s before anything is owed, but after it was written down', async (_, answer, code) => {
    const asked: unknown[] = [];
    const line = await start({ order: { name: 'PO-1', quantity: null } }, { gates: [gate(answer, asked)] });
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({ colour: 'red', code });
    expect(await line.journal.unit(idOf(1))).not.toBeNull();
    expect(await line.journal.registration(idOf(1))).toBeNull();
    expect(asked).toEqual([
      { deviceId: idOf(1), serialNumber: null, product: 'Tank sensor', order: 'PO-1', slot: 'left', station: 'bench' },
    ]);
  });

  test.each<GateAnswer>([
    { kind: 'allowed' },
    { kind: 'no answer', code: 'route unanswered', reason: 'Nobody answered.', rule: 'go on' },
  ])('lets a unit go on: $kind', async (answer) => {
    const line = await start({}, { gates: [gate(answer)] });
    expect((await line.pass('left', boardOf(1))).verdict.colour).toBe('green');
  });
});

describe("a board's serial", () => {
  const serialPattern = /^\d{6}$/;

  test('scanned after the seating is bound to the unit, leading zeros and all', async () => {
    const line = await start({ serialPattern });
    line.bench.plug('left', boardOf(1));
    await line.told('left', 'scan the serial of this unit');
    expect(line.scan('000123')).toEqual({ kind: 'taken', slot: 'left' });
    expect((await line.judged('left')).verdict.colour).toBe('green');
    expect(await line.journal.serialNumberOf(idOf(1))).toBe('000123');
  });

  test('scanned before the seating waits for the next unit', async () => {
    const line = await start({ serialPattern });
    expect(line.scan('000124')).toEqual({ kind: 'kept', slot: null });
    expect((await line.pass('left', boardOf(1))).verdict.colour).toBe('green');
    expect(await line.journal.serialNumberOf(idOf(1))).toBe('000124');
  });

  test('of another unit is refused, and nothing is owed', async () => {
    const line = await start({ serialPattern });
    line.scan('000125');
    await line.pass('left', boardOf(1));
    await line.clock.advance(2000);
    line.scan('000125');
    expect((await line.pass('left', boardOf(2))).verdict).toMatchObject({ colour: 'red', code: 'serial taken' });
    expect(await line.journal.registration(idOf(2))).toBeNull();
  });
});

describe('a label', () => {
  test('is printed once the unit is confirmed, and its slot waits until it was scanned back', async () => {
    const printed: string[] = [];
    const line = await start(
      { label: { showPac: false, scanBack: true } },
      { printer: printing({ down: false }, printed) },
    );
    line.bench.plug('left', boardOf(1));
    await line.told('left', 'scan it');
    line.scan(idOf(2));
    await line.told('left', 'this is not the label');
    line.scan(idOf(1));
    expect((await line.judged('left')).verdict.colour).toBe('green');
    expect(printed).toEqual([idOf(1)]);
    expect(await line.journal.label(idOf(1))).toMatchObject({ state: 'verified', copies: 1 });
    expect(await line.kinds()).toContain('label mismatched');
  });

  test('of a printer that is down makes the unit amber, and green once it was printed', async () => {
    const printed: string[] = [];
    const state = { down: true };
    const line = await start({ label: { showPac: false, scanBack: false } }, { printer: printing(state, printed) });
    line.bench.plug('left', boardOf(1));
    expect((await line.judged('left')).verdict).toMatchObject({ colour: 'amber', code: 'printer down' });
    expect(await line.journal.registration(idOf(1))).toMatchObject({ state: 'confirmed' });
    state.down = false;
    await line.until('left', (now) => now.kind === 'judged' && now.verdict.colour === 'green');
    expect(printed).toEqual([idOf(1)]);
    expect((await line.journal.runs({ limit: 10_000 }))[0]).toMatchObject({ colour: 'green' });
  });

  test('that was not scanned back before the unit left is owed, and the unit is confirmed all the same', async () => {
    const line = await start({ label: { showPac: false, scanBack: true } }, { printer: printing({ down: false }, []) });
    line.bench.plug('left', boardOf(1));
    await line.told('left', 'scan it');
    line.bench.unplug('left');
    await line.empty('left');
    expect((await line.journal.runs({ limit: 10_000 }))[0]).toMatchObject({
      colour: 'amber',
      outcome: 'pass',
      code: 'label unscanned',
    });
    expect(await line.journal.label(idOf(1))).toMatchObject({ state: 'printed' });
  });
});
