import { describe, expect, test } from 'vitest';
import type { LabelPrinter } from '../../src/station/label-printer.ts';
import type { LineRules } from '../../src/station/line-rules.ts';
import { unitOf } from '../registrar/registrar-bench.ts';
import { FarBackend } from './far-backend.ts';
import { boardOf, openLine } from './line-bench.ts';

const hourMs = 3_600_000;

/** A line whose backend is out of reach, with its debts worked off beside it as in `pacline run`. */
const openFarLine = async (rules: Partial<LineRules> = {}, printer?: LabelPrinter) => {
  const backend = new FarBackend();
  backend.isReachable = false;
  const line = await openLine({ backend, rules, dialect: 'ax-wisol', ...(printer === undefined ? {} : { printer }) });
  void line.start();
  const work = async (): Promise<void> => {
    backend.isReachable = true;
    const over = new AbortController();
    const draining = line.registrar.drain({ signal: over.signal });
    await line.settle(line.journal.until(async () => ((await line.journal.owing()).units === 0 ? true : null)));
    over.abort();
    await line.settle(draining);
  };
  return { line, backend, work };
};

const standing = ({ line }: Awaited<ReturnType<typeof openFarLine>>) => line.standing('left');

describe('an amber unit', () => {
  test('that is still in its slot becomes green when the backend has confirmed it, first in the journal', async () => {
    const { line, work } = await openFarLine();
    line.bench.plug('left', boardOf(1));
    const { run, verdict } = await line.judged('left');
    expect(verdict.colour).toBe('amber');
    const isGreen = line.until('left', (state) => state.kind === 'judged' && state.verdict.colour === 'green');
    await work();
    await isGreen;
    expect(await line.journal.run(run)).toMatchObject({ colour: 'green', code: 'registered' });
    expect((await line.kinds()).filter((kind) => kind === 'verdict settled')).toHaveLength(1);
  });

  test('that was taken out stays amber in its record, and is confirmed all the same', async () => {
    const { line, work } = await openFarLine();
    await line.pass('left', boardOf(1));
    await work();
    expect((await line.journal.runs({ limit: 10_000 }))[0]).toMatchObject({ colour: 'amber' });
    expect(await line.journal.registration(unitOf(1).deviceId)).toMatchObject({ state: 'confirmed' });
  });

  test('of a product that holds its units locks the slot when it is taken out', async () => {
    const far = await openFarLine({ amber: 'held' });
    const { line } = far;
    await line.pass('left', boardOf(1));
    expect(standing(far)).toContain('was taken out while it was amber');
    expect((await line.pass('left', boardOf(2))).verdict.code).toBe('slot locked');
    await line.settle(line.station.unlock('left', { name: 'Tom', role: 'technician' }));
    expect((await line.pass('left', boardOf(2))).verdict.colour).toBe('amber');
  });

  test('of a product that holds its units may leave once it is green', async () => {
    const far = await openFarLine({ amber: 'held' });
    const { line, work } = far;
    line.bench.plug('left', boardOf(1));
    await line.judged('left');
    const isGreen = line.until('left', (state) => state.kind === 'judged' && state.verdict.colour === 'green');
    await work();
    await isGreen;
    line.bench.unplug('left');
    await line.empty('left');
    expect(standing(far)).toBeNull();
  });
});

test('A unit that left its slot amber gets its label once the backend has confirmed it', async () => {
  const printed: string[] = [];
  const printer = {
    print: async ({ deviceId }: { readonly deviceId: string }) => void printed.push(deviceId),
    codeOf: ({ deviceId }: { readonly deviceId: string }) => deviceId,
    readCode: (scanned: string) => ({ deviceId: scanned, serial: null }),
  };
  const { line, work } = await openFarLine({ label: { showPac: false, scanBack: true } }, printer);
  await line.pass('left', boardOf(1));
  await work();
  expect(printed).toEqual([]);
  const over = new AbortController();
  const draining = line.labels?.drain({ signal: over.signal });
  await line.settle(
    line.journal.until(async () => ((await line.journal.label(unitOf(1).deviceId))?.state === 'printed' ? true : null)),
  );
  over.abort();
  await draining;
  expect(printed).toEqual([unitOf(1).deviceId]);
});

describe('the debt limit', () => {
  test.each([
    ['units', { maxUnits: 2, maxMs: null }],
    ['hours', { maxUnits: null, maxMs: hourMs }],
  ])(
    'stops the line past so many %s, without reading the unit, and lets it go on when the debt is paid',
    async (_, debtLimit) => {
      const { line, work } = await openFarLine({ debtLimit });
      await line.pass('left', boardOf(1));
      await line.pass('right', boardOf(2));
      await line.clock.advance(hourMs);
      const { run, verdict } = await line.pass('left', boardOf(3));
      expect(verdict).toMatchObject({
        colour: 'red',
        outcome: 'error',
        code: 'debt limit',
        message: expect.stringContaining('2 registrations are owed, the oldest for 1.0 h'),
      });
      expect(await line.journal.run(run)).toMatchObject({ deviceId: null, transcript: '' });
      await work();
      expect((await line.pass('left', boardOf(3))).verdict.colour).toBe('green');
    },
  );
});

describe('an order', () => {
  test('counts the units that are owed, too, and takes no more of them while the backend is out of reach', async () => {
    const { line, work } = await openFarLine({ order: { name: 'PO-1', quantity: 2 } });
    await line.pass('left', boardOf(1));
    await line.pass('right', boardOf(2));
    expect((await line.pass('left', boardOf(3))).verdict.code).toBe('order complete');
    await work();
    expect(await line.journal.countOfOrder('PO-1', ['confirmed'])).toBe(2);
  });
});

describe('what is owed', () => {
  test('is worked off oldest first when the backend is back', async () => {
    const { line, backend, work } = await openFarLine();
    for (const index of [3, 1, 2]) await line.pass('left', boardOf(index));
    await work();
    expect(backend.created).toEqual([3, 1, 2].map((index) => unitOf(index).deviceId));
  });
});
