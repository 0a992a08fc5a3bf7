import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { DeviceId } from '../../../src/domain/device-id.ts';
import type { Presence } from '../../../src/station/slot-setting.ts';
import { isThorough } from '../../support/thorough.ts';
import {
  boards,
  codesOf,
  deviceIdOf,
  expectNoFault,
  openBench,
  type Deed,
  type HandsBench,
  type Scan,
  type Seat,
} from './hands.ts';

/** Between a scan and what is written down of it the unit is read again, and the journal's disk is waited for, in ms. */
const writingMs = 2500;
/** As in the settings. */
const keepMs = 20_000;

const deeds = (slots: readonly Presence[]): fc.Arbitrary<readonly Deed[]> => {
  const slot = fc.constantFrom(...slots);
  // Half of them and more are good ones
  const board = fc.oneof(fc.constantFrom(...boards.slice(0, 3)), fc.constantFrom(...boards));
  const deed: fc.Arbitrary<Deed> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('put' as const, 'put and scan' as const), board, slot }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('exchange' as const), board, slot }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('take out' as const), slot }) },
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('scan' as const), code: fc.constantFrom(...codesOf(slots)) }),
    },
    {
      weight: 12,
      arbitrary: fc.record({
        do: fc.constantFrom('scan its serial number' as const, 'scan its label' as const),
        slot,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constantFrom('backend' as const, 'printer' as const), isThere: fc.boolean() }),
    },
    {
      weight: 12,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        ms: fc.oneof(fc.nat(50), fc.nat(1500), fc.nat(1500), fc.nat(5000), fc.nat(30_000)),
      }),
    },
  );
  return fc.array(deed, { minLength: 30, maxLength: 80, size: 'max' });
};

const histories = fc
  .uniqueArray(fc.constantFrom<Presence>('port', 'probe', 'line', 'start'), { minLength: 1, maxLength: 4 })
  .chain((kinds) => fc.record({ kinds: fc.constant(kinds), deeds: deeds(kinds) }));

const sat = ({ seats }: HandsBench, slot: string | null, deviceId: DeviceId, at: number): Seat | undefined =>
  seats.find(
    (seat) =>
      (slot === null || seat.slot === slot) && deviceIdOf(seat.board) === deviceId && seat.from <= at && at <= seat.to,
  );

/** Whether what was written down at this time, of this unit in this slot, may rest on that scan: the unit was there then, and still is. */
const isOfUnit = (
  bench: HandsBench,
  scan: Scan,
  slot: string | null,
  deviceId: DeviceId,
  writtenAt: number,
): boolean => {
  if (scan.answer === null || scan.at > writtenAt) return false;
  const seat = sat(bench, slot, deviceId, scan.at);
  return seat !== undefined && seat.to >= writtenAt - writingMs;
};

/** Whether it was scanned for the next unit, and this one was that. */
const isOfNext = (bench: HandsBench, scan: Scan, slot: string, deviceId: DeviceId, writtenAt: number): boolean => {
  const { seatings, seats } = bench;
  const { answer } = scan;
  if (answer?.code !== 'kept' || !answer.message.includes('the next unit')) return false;
  const next = seatings.find(({ at, slot: where }) => at >= scan.at && (answer.slot ?? where) === where);
  return (
    next?.slot === slot &&
    next.at <= scan.at + keepMs &&
    seats.some(
      (seat) =>
        seat.slot === slot &&
        deviceIdOf(seat.board) === deviceId &&
        seat.from <= writtenAt &&
        seat.to >= writtenAt - writingMs,
    )
  );
};

const checkBindings = async (bench: HandsBench): Promise<void> => {
  for await (const { event, at } of bench.line.journal.read()) {
    if (event.kind === 'serial bound') {
      const { serial, slot } = event;
      const deviceId = event.deviceId as DeviceId;
      const scans = bench.scans.filter(({ code }) => code === serial);
      const rests = scans.some(
        (scan) =>
          isOfUnit(bench, scan, slot, deviceId, at) ||
          (scan.at >= at - keepMs - writingMs && isOfNext(bench, scan, slot, deviceId, at)),
      );
      expect(rests, `${serial} stands for ${deviceId} in ${slot} at ${at}: ${JSON.stringify(scans)}`).toBe(true);
    }
    if (event.kind === 'label verified') {
      const deviceId = event.deviceId as DeviceId;
      const scans = bench.scans.filter(({ code, answer }) => code === deviceId && answer !== null);
      const rests = scans.some(
        (scan) =>
          scan.at <= at && (scan.answer?.code === 'label verified' || isOfUnit(bench, scan, null, deviceId, at)),
      );
      expect(rests, `the label of ${deviceId} is verified at ${at}: ${JSON.stringify(scans)}`).toBe(true);
    }
    if (event.kind === 'run ended') expect(event.code).not.toBe('internal fault');
  }
};

/** One that was never read in a slot that is started by word cannot be missed: its verdict stands until the next start. */
const hasLetGo = ({ line }: HandsBench): boolean =>
  line.station.slots.every(
    ({ name, state }) =>
      state.kind === 'empty' || (name === 'start' && state.kind === 'judged' && state.deviceId === null),
  );

const seeds = Array.from({ length: isThorough ? 400 : 8 }, (_, index) => index + 1);

test.each(seeds)(
  'Whatever happens at the bench: what was scanned stands for a unit that was there, and no slot waits for what has left (histories of seed %i)',
  async (seed) => {
    await fc.assert(
      fc.asyncProperty(histories, async ({ kinds, deeds: history }) => {
        const bench = await openBench(kinds);
        for (const deed of history) await bench.perform(deed);
        expectNoFault(bench);
        bench.clear();
        await bench.perform({ do: 'wait', ms: 12_000 });
        await vi.waitFor(() => expect(hasLetGo(bench), JSON.stringify(bench.line.station.slots)).toBe(true));
        expect(bench.line.scans.waiting).toEqual([]);
        expectNoFault(bench);
        await checkBindings(bench);
        expect(new Set(bench.backend.created).size).toBe(bench.backend.created.length);
      }),
      // A history that fails is told as it is: to shrink it takes longer than a test may
      { seed, numRuns: 2, endOnFailure: true },
    );
  },
);
