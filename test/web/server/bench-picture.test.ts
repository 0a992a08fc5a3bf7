import { describe, expect, test } from 'vitest';

import { plainRules, type LineRules } from '../../../src/station/line-rules.ts';
import { scanDone } from '../../../src/station/operator/scan-report.ts';
import { scanAnswer } from '../../../src/station/operator/scan-answer.ts';
import type { ScanReport } from '../../../src/station/operator/scan-report.ts';
import { emptySlot, nextSlot, nothingScanned, type Slot, type SlotEvent } from '../../../src/station/slot-state.ts';
import type { Verdict } from '../../../src/domain/outcome.ts';
import { BenchFigures } from '../../../src/web/server/bench-figures.ts';
import { BenchPicture } from '../../../src/web/server/bench-picture.ts';
import { fixtureOf } from '../../../src/web/server/fixture-of.ts';
import { product } from '../../station/line-bench.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** A line of one slot, in which happens what the test says. */
const openSlot = (rules: Partial<LineRules> = {}) => {
  const clock = new VirtualClock();
  let slot: Slot = emptySlot('left');
  const listeners = new Set<(slot: Slot) => void>();
  const scanListeners = new Set<(report: ScanReport) => void>();
  const line = {
    get slots() {
      return [slot];
    },
    unassignedPorts: [{ path: '/dev/ttyUSB9' }],
    onChange: (listener: (slot: Slot) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const journal = {
    lastSequence: async () => 7,
    owing: async () => ({ units: 12, since: clock.now() - 60_000 }),
    countOfOrder: async (_: string, states: readonly string[]) => (states.includes('confirmed') ? 312 : 4),
  };
  const allRules = (): LineRules => plainRules(product, rules);
  const figures = new BenchFigures({ line, journal, clock, rules: allRules });
  const told: number[] = [];
  const picture = new BenchPicture({
    line,
    journal,
    clock,
    station: 'bench 1',
    language: 'en',
    rules: allRules,
    figures,
    operator: {
      person: { name: 'Ada', role: 'technician' },
      onScan: (listener) => {
        scanListeners.add(listener);
        return () => scanListeners.delete(listener);
      },
    },
    selected: () => null,
    fixtureOf: (names) => fixtureOf(names, null),
    pictureOf: (code) => (code === 'no answer' ? '/pictures/0.png' : null),
  });
  picture.onChange(() => told.push(clock.now()));
  const happen = (...events: readonly SlotEvent[]): void => {
    for (const event of events) {
      slot = nextSlot(slot, event);
      for (const listener of listeners) listener(slot);
    }
  };
  const scan = (report: ScanReport): void => {
    for (const listener of scanListeners) listener(report);
  };
  return { clock, picture, figures, happen, scan, told, tile: () => picture.slots()[0] };
};

const judged = (verdict: Partial<Verdict>, isHeld = false): SlotEvent => ({
  kind: 'judged',
  deviceId: '00A10C4E',
  serialNumber: null,
  order: null,
  isHeld,
  verdict: {
    colour: 'green',
    outcome: 'pass',
    code: 'registered',
    message: 'The backend has confirmed the unit.',
    ...verdict,
  },
});
const seated: readonly SlotEvent[] = [
  { kind: 'seated', port: '/dev/ttyUSB0' },
  { kind: 'began', run: 'run-1' },
];
const removed: SlotEvent = { kind: 'removed' };
const locked: SlotEvent = { kind: 'standing', standing: { code: 'slot locked', reason: '3 reds in a row' } };
const goldenDue: SlotEvent = {
  kind: 'standing',
  standing: { code: 'golden due', reason: 'the shift has begun', goldenUnits: ['00A10001'], endsWith: null },
};
const red = judged({ colour: 'red', outcome: 'timeout', code: 'no answer', message: 'Nobody answers. (no answer)' });

describe('a tile', () => {
  test('tells each step since when it is so, and of a verdict how long the run took', async () => {
    const { clock, happen, tile } = openSlot();
    const begin = clock.now();
    expect(tile()).toMatchObject({ state: 'empty', colour: 'none', code: null, since: begin });
    happen(...seated);
    await clock.advance(300);
    happen({ kind: 'phase', phase: 'reading', deviceId: null });
    await clock.advance(200);
    expect(tile()).toMatchObject({ state: 'working', phase: 'reading', since: begin + 300, elapsedMs: null });
    await clock.advance(400);
    happen(judged({}));
    expect(tile()).toMatchObject({
      state: 'judged',
      colour: 'green',
      code: 'registered',
      deviceId: '00A10C4E',
      since: begin + 900,
      elapsedMs: 900,
      actor: 'operator',
      steps: ['take it out'],
    });
  });

  test('keeps the verdict of a unit that is taken out, with its time, until the next one is seated', async () => {
    const { clock, happen, tile } = openSlot();
    happen(...seated, judged({}));
    const since = clock.now();
    await clock.advance(5000);
    happen(removed);
    expect(tile()).toMatchObject({ state: 'empty', colour: 'green', isTakenOut: true, deviceId: '00A10C4E', since });
    happen({ kind: 'seated', port: '/dev/ttyUSB0' });
    expect(tile()).toMatchObject({ state: 'seated', colour: 'none', code: null, isTakenOut: false, deviceId: null });
  });

  test('does not begin anew with its green because a golden unit fell due', async () => {
    const { clock, happen, tile } = openSlot();
    happen(...seated, judged({}));
    const since = clock.now();
    await clock.advance(5000);
    happen(goldenDue);
    expect(tile()).toMatchObject({ state: 'judged', colour: 'green', since });
    happen(removed);
    expect(tile()).toMatchObject({
      state: 'waiting',
      wanted: 'golden unit',
      goldenUnit: { ids: ['00A10001'], endsWith: null },
      since: since + 5000,
    });
  });

  test('is locked and red while the red unit sits in it, and locked when that is out', () => {
    const { happen, tile } = openSlot();
    happen(...seated, red, locked);
    expect(tile()).toMatchObject({
      state: 'locked',
      colour: 'red',
      code: 'no answer',
      message: 'Nobody answers.',
      picture: '/pictures/0.png',
    });
    happen(removed);
    expect(tile()).toMatchObject({ state: 'locked', isTakenOut: true });
    happen({ kind: 'standing', standing: null });
    expect(tile()).toMatchObject({ state: 'empty', colour: 'red' });
  });

  test('of a locked slot says what a technician does, where nothing was judged', () => {
    const { happen, tile } = openSlot();
    happen(locked);
    expect(tile()).toMatchObject({
      state: 'locked',
      colour: 'none',
      code: 'slot locked',
      actor: 'technician',
      steps: ['slot locked'],
      message: '3 reds in a row',
    });
  });

  test('of a unit that a rule turned away has no colour: nothing was found out about it', () => {
    const { happen, tile } = openSlot();
    happen(
      ...seated,
      judged({ colour: 'red', outcome: 'error', code: 'order complete', message: 'The order has its units.' }),
    );
    expect(tile()).toMatchObject({ state: 'judged', colour: 'none', code: 'order complete' });
    const { happen: happenDue, tile: due } = openSlot();
    happenDue(
      goldenDue,
      ...seated,
      judged({ colour: 'red', outcome: 'error', code: 'golden due', message: 'Seat the golden unit.' }),
    );
    expect(due()).toMatchObject({ state: 'waiting', wanted: 'golden unit', colour: 'none', code: 'golden due' });
  });

  test('waits for what is to be scanned, and says what was wrong with what was', () => {
    const { happen, tile } = openSlot();
    happen(
      ...seated,
      { kind: 'phase', phase: 'scanning', deviceId: '00A10C4E' },
      { kind: 'notice', notice: 'scan the serial of this unit' },
      { kind: 'scan', scan: { wants: 'serial number', kept: null } },
    );
    expect(tile()).toMatchObject({ state: 'waiting', wanted: 'serial number', actor: 'operator', message: null });
    happen({ kind: 'notice', notice: '"12" is no serial of this product: scan the serial of this unit' });
    expect(tile()).toMatchObject({ message: expect.stringContaining('"12"') });
    happen({ kind: 'scan', scan: nothingScanned }, { kind: 'phase', phase: 'registering', deviceId: '00A10C4E' });
    expect(tile()).toMatchObject({ state: 'working', phase: 'registering', wanted: null });
  });

  test('shows a serial number that was scanned early', () => {
    const { happen, tile } = openSlot();
    happen({ kind: 'scan', scan: { wants: null, kept: '000017' } });
    expect(tile()).toMatchObject({ state: 'empty', keptSerialNumber: '000017' });
  });

  test('of an amber unit says whether it has to stay', () => {
    const { happen, tile } = openSlot();
    happen(...seated, judged({ colour: 'amber', code: 'backend unreachable', message: 'Not now.' }, true));
    expect(tile()).toMatchObject({ colour: 'amber', isHeld: true, actor: 'nobody', steps: ['leave it in'] });
  });

  test('of a golden unit that was read rightly has no colour either', () => {
    const { happen, tile } = openSlot();
    happen(...seated, judged({ colour: 'blue', code: 'golden read', message: 'As it must be.' }));
    expect(tile()).toMatchObject({ state: 'judged', colour: 'none', isGolden: true, code: 'golden read' });
  });
});

describe('the bar', () => {
  test('counts the order, what is owed of it, and the reds since the line was started', async () => {
    const { clock, picture, figures, happen } = openSlot({
      order: { name: '4711', quantity: 500 },
      debtLimit: { maxUnits: 20, maxMs: null },
    });
    const again: SlotEvent = { kind: 'began', run: 'run-2' };
    happen(...seated, red, again, judged({ colour: 'red', outcome: 'error', code: 'order complete' }));
    const over = new AbortController();
    const following = figures.follow(over.signal);
    await clock.untilSleeping();
    expect(picture.summary()).toMatchObject({
      product: product.name,
      order: { name: '4711', quantity: 500 },
      done: 312,
      owed: 4,
      red: 1,
      owedSince: clock.now() - 60_000,
      isDebtPressing: true,
      person: { name: 'Ada', role: 'technician' },
      unknownPorts: ['/dev/ttyUSB9'],
    });
    over.abort();
    await following;
  });

  test('tells every page what a scan did, and never a badge', () => {
    const { picture, scan, told } = openSlot();
    scan(scanDone('000017', scanAnswer('taken', 'For left.', 'left')));
    expect(picture.summary().lastScan).toMatchObject({ scanned: '000017', deed: 'taken', slot: 'left', code: null });
    scan(scanDone('B-0001', scanAnswer('signed in', 'Ada is signed in.')));
    expect(picture.summary().lastScan).toMatchObject({ scanned: null, deed: 'signed in' });
    scan(scanDone('00A10C4E;B7D93CE5A61F82D4', scanAnswer('label verified', 'This is the label.')));
    expect(picture.summary().lastScan).toMatchObject({ scanned: '00A10C4E;****************' });
    expect(told).toHaveLength(3);
  });
});
