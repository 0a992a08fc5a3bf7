import { isErrorCode } from '../../../src/domain/errors/error-table.ts';
import type { ResultCode } from '../../../src/domain/outcome.ts';
import { nextStepOf } from '../../../src/domain/verdict/next-step.ts';
import type { BenchSummary, TileSlot } from '../../../src/web/bench-state.ts';
import { fixtureOf } from '../../../src/web/server/fixture-of.ts';
import { tile } from './drawn-bench.ts';

/** What may be in a slot. Each is drawn as the line would tell it. */
export type SceneTile = (slot: string, now: number) => TileSlot;

const idOf = (slot: string): string =>
  `00A1${(0x0f00 + Number(slot) * 37).toString(16).toUpperCase().padStart(4, '0')}`;

const judged =
  (
    colour: 'green' | 'amber' | 'red',
    code: ResultCode,
    changes: Partial<TileSlot> & { readonly agoMs?: number } = {},
  ): SceneTile =>
  (slot, now) => {
    const { agoMs = 19_000, ...rest } = changes;
    return tile(slot, {
      state: 'judged',
      colour,
      code,
      deviceId: idOf(slot),
      message: isErrorCode(code) ? `Something was found out: the port says so, at 9600 baud (${code})` : null,
      ...nextStepOf({ colour, code }, { isHeld: rest.isHeld ?? false }),
      since: now - agoMs,
      elapsedMs: 600 + ((Number(slot) * 7) % 9) * 100,
      ...rest,
    });
  };

export const sceneTiles = {
  empty: (slot) => tile(slot),
  seated: (slot, now) => tile(slot, { state: 'seated', since: now - 100 }),
  reading: (slot, now) => tile(slot, { state: 'working', phase: 'reading', since: now - 100 }),
  registering: (slot, now) =>
    tile(slot, { state: 'working', phase: 'registering', deviceId: idOf(slot), since: now - 400 }),
  green: judged('green', 'registered'),
  'fresh green': judged('green', 'registered', { agoMs: 0 }),
  'already done': judged('green', 'already done'),
  'taken out': judged('green', 'registered', { state: 'empty', isTakenOut: true }),
  'no answer': judged('red', 'no answer', { deviceId: null, agoMs: 42_000 }),
  unprovisioned: judged('red', 'unprovisioned', { deviceId: null, agoMs: 8000 }),
  refused: judged('red', 'backend refused', {
    message: 'The backend says: "Device 00A10F25 cannot be created: porting authorization code is not valid".',
  }),
  amber: judged('amber', 'backend unreachable'),
  'held amber': judged('amber', 'backend unreachable', { isHeld: true }),
  'order complete': judged('red', 'order complete', { colour: 'none' }),
  scan: (slot, now) =>
    tile(slot, {
      state: 'waiting',
      phase: 'scanning',
      wanted: 'serial number',
      deviceId: idOf(slot),
      actor: 'operator',
      since: now - 6000,
    }),
  locked: (slot, now) =>
    tile(slot, {
      state: 'locked',
      code: 'slot locked',
      message: '3 reds in a row, the last one "no answer"',
      actor: 'technician',
      steps: ['slot locked'],
      since: now - 190_000,
    }),
  'locked red': judged('red', 'no answer', { state: 'locked', deviceId: null }),
  'golden due': (slot, now) =>
    tile(slot, {
      state: 'waiting',
      code: 'golden due',
      wanted: 'golden unit',
      goldenUnit: { ids: ['00A10001'], endsWith: null },
      message: 'the shift has begun',
      actor: 'operator',
      steps: ['golden due'],
      since: now - 85_000,
    }),
  golden: (slot, now) =>
    tile(slot, {
      state: 'judged',
      code: 'golden read',
      deviceId: '00A10001',
      isGolden: true,
      actor: 'operator',
      steps: ['take it out'],
      since: now - 9000,
      elapsedMs: 700,
    }),
} as const satisfies Readonly<Record<string, SceneTile>>;

export type SceneName = keyof typeof sceneTiles;

export interface Scene {
  readonly slots: readonly TileSlot[];
  readonly summary: Partial<BenchSummary>;
}

/** A bench of so many slots; those that are not named are green. */
export const sceneOf = (count: number, tiles: Readonly<Record<number, SceneName>>, now: number): Scene => {
  const slots = Array.from({ length: count }, (_, index) =>
    sceneTiles[tiles[index + 1] ?? 'green'](String(index + 1), now),
  );
  return {
    slots,
    summary: {
      station: 'Bench 1',
      product: 'Sensor',
      certificate: 'P_0001_AFAF_01',
      order: { name: '4711', quantity: 500 },
      done: 312,
      owed: 4,
      red: 7,
      owedSince: now - 112_000,
      person: { name: 'Ada', role: 'technician' },
      lastScan: { at: now - 6000, scanned: '10482277', deed: 'taken', code: null, slot: '1', message: 'For 1.' },
      nextScan: slots.find(({ state, wanted }) => state === 'waiting' && wanted !== 'golden unit')?.slot ?? null,
      fixture: fixtureOf(
        slots.map(({ slot }) => slot),
        null,
      ),
    },
  };
};
