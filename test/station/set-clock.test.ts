import { describe, expect, test } from 'vitest';
import { unitOf } from '../registrar/registrar-bench.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { FarBackend } from './far-backend.ts';
import { boardOf, openLine, type LineBenchOptions } from './line-bench.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const jumps = [
  ['forward', 5 * hourMs],
  ['back', -5 * hourMs],
] as const;

const open = async (options: LineBenchOptions = {}) => {
  const clock = new VirtualClock();
  const backend = new FarBackend({ clock, listAfterMs: 90_000 });
  const line = await openLine({ clock, backend, dialect: 'ax-wisol', drains: true, ...options });
  void line.start();
  return { clock, backend, line };
};

describe.each(jumps)('A clock that is set hours %s', (_, byMs) => {
  test.each(['opening', 'reading', 'checking', 'registering'] as const)(
    'while a run is %s changes neither its verdict nor how long it took',
    async (phase) => {
      const { clock, backend, line } = await open();
      line.bench.plug('left', boardOf(1));
      await line.until('left', (state) => state.kind === 'working' && state.phase === phase);
      clock.set(byMs);
      const { run } = await line.judged('left', 'amber');
      expect((await line.journal.run(run))?.elapsedMs).toBeLessThan(minuteMs);
      await line.judged('left', 'green', 5 * minuteMs);
      expect(backend.created).toEqual([unitOf(1).deviceId]);
    },
  );

  test('while an amber unit is seated sends nothing again', async () => {
    const { clock, backend, line } = await open();
    backend.lostAnswers = 1;
    line.bench.plug('left', boardOf(1));
    await line.judged('left', 'amber');
    clock.set(byMs);
    await clock.advance(20_000);
    expect(backend.created.length).toBe(1);
    clock.set(-2 * byMs);
    await clock.advance(20_000);
    expect(backend.created.length).toBe(1);
    await line.judged('left', 'green', 5 * minuteMs);
  });

  test('makes no debt older or younger', async () => {
    const { clock, backend, line } = await open({ rules: { debtLimit: { maxUnits: null, maxMs: hourMs } } });
    backend.isReachable = false;
    await line.pass('left', boardOf(1));
    clock.set(byMs);
    expect((await line.pass('left', boardOf(2))).verdict.colour).toBe('amber');
    await clock.advance(hourMs - minuteMs - 30_000);
    expect((await line.pass('left', boardOf(3))).verdict.colour).toBe('amber');
    await clock.advance(2 * minuteMs);
    expect((await line.pass('left', boardOf(4))).verdict).toMatchObject({
      code: 'debt limit',
      message: expect.stringContaining('the oldest for 1.0 h'),
    });
  });

  test('makes the golden unit due neither earlier nor later', async () => {
    // The middle of a shift of 24 hours: none begins meanwhile
    const golden = { good: new Set([unitOf(9).deviceId]), bad: [], everyUnits: null, everyMs: hourMs };
    const { clock, line } = await open({
      rules: { golden, shiftStarts: [(new Date(new VirtualClock().now() - 12 * hourMs).getHours() * 60) % 1440] },
    });
    expect((await line.pass('left', boardOf(9))).verdict.colour).toBe('blue');
    clock.set(byMs);
    await clock.advance(hourMs - 2 * minuteMs);
    expect((await line.pass('left', boardOf(1))).verdict.colour).toBe('amber');
    await clock.advance(3 * minuteMs);
    expect((await line.pass('left', boardOf(2))).verdict.code).toBe('golden due');
  });
});

test('What was owed before a restart counts from the restart on, whatever the clock says now', async () => {
  const first = await open();
  first.backend.isReachable = false;
  await first.line.pass('left', boardOf(1));
  await first.line.stop();
  await first.line.journal.close();
  const clock = new VirtualClock(first.clock.now() + 9 * hourMs);
  const backend = new FarBackend({ clock });
  backend.isReachable = false;
  const { line } = await open({
    clock,
    backend,
    folder: first.line.folder,
    rules: { debtLimit: { maxUnits: null, maxMs: hourMs } },
  });
  expect((await line.pass('left', boardOf(2))).verdict.colour).toBe('amber');
  await clock.advance(hourMs);
  expect((await line.pass('left', boardOf(3))).verdict.code).toBe('debt limit');
});
