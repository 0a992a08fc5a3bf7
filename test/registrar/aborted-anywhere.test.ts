import { expect, test } from 'vitest';
import type { DeviceId } from '../../src/domain/device-id.ts';
import type { JournalEvent } from '../../src/journal/events.ts';
import type { Journal } from '../../src/journal/journal.ts';
import type { Registers } from '../../src/registrar/registers.ts';
import { Registrar } from '../../src/registrar/registrar.ts';
import { WrappedJournal } from '../acceptance/support/wrapped-journal.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { openBench, unitOf, type Bench } from './registrar-bench.ts';

/** Called before and after everything that a registrar waits for. */
type Step = () => void;

const between = async <T>(step: Step, work: () => Promise<T>): Promise<T> => {
  step();
  try {
    return await work();
  } finally {
    step();
  }
};

class SteppedJournal extends WrappedJournal {
  readonly #step: Step;

  constructor(journal: Journal, step: Step) {
    super(journal);
    this.#step = step;
  }

  override append(events: readonly JournalEvent[]) {
    return between(this.#step, () => super.append(events));
  }

  override registration(deviceId: DeviceId) {
    return between(this.#step, () => super.registration(deviceId));
  }

  override unit(deviceId: DeviceId) {
    return between(this.#step, () => super.unit(deviceId));
  }
}

class SteppedBackend implements Registers {
  readonly #backend: Registers;
  readonly #step: Step;

  constructor(backend: Registers, step: Step) {
    this.#backend = backend;
    this.#step = step;
  }

  create(...asked: Parameters<Registers['create']>) {
    return between(this.#step, () => this.#backend.create(...asked));
  }

  find(...asked: Parameters<Registers['find']>) {
    return between(this.#step, () => this.#backend.find(...asked));
  }
}

/** A registration that is aborted at its step number `abortAt`. True if it got that far. */
const registerUntil = async ({ journal, backend, clock }: Bench, deviceId: DeviceId, abortAt: number): Promise<boolean> => {
  const stop = new AbortController();
  let steps = 0;
  const step = (): void => {
    steps += 1;
    if (steps === abortAt) stop.abort(new Error(`stopped at step ${abortAt}`));
  };
  const registrar = new Registrar({ journal: new SteppedJournal(journal, step), backend: new SteppedBackend(backend, step), clock, settleMs: 200 });
  const [end] = await Promise.allSettled([registrar.register(deviceId, { signal: stop.signal })]);
  // An end of its own or the signal's reason, never a fault
  if (end.status === 'rejected') expect(end.reason).toBe(stop.signal.reason);
  await registrar.idle();
  return steps >= abortAt;
};

test('A registration that is stopped at any of its steps ends in exactly one create', async () => {
  const bench = await openBench();
  let stopped = 0;
  for (let abortAt = 1; ; abortAt += 1) {
    const unit = unitOf(0x100 + abortAt);
    await bench.owe(unit);
    const wasReached = await registerUntil(bench, unit.deviceId, abortAt);
    await bench.drainUntil(unit, 'confirmed');
    expect({ abortAt, ...bench.world.creates(unit.deviceId) }).toEqual({ abortAt, attempts: 1, committed: 1 });
    if (!wasReached) break;
    stopped += 1;
  }
  // Look, intent, create, look, confirmation: each before and after
  expect(stopped).toBeGreaterThanOrEqual(10);
});

test('A registration that is stopped while its create is being carried out is unknown, and found by looking', async () => {
  const world = new VirtualClock();
  const bench = await openBench({ faults: ['latency@POST/v2/devices/:5000'], clock: world });
  const unit = unitOf(0x70);
  await bench.owe(unit);
  const stop = new AbortController();
  const stopped = expect(bench.register(unit, stop.signal)).rejects.toThrow('pulled out');
  await world.untilSleeping();
  stop.abort(new Error('pulled out'));
  await stopped;
  expect(await bench.journal.registration(unit.deviceId)).toMatchObject({ state: 'unknown' });
  expect(bench.world.creates(unit.deviceId)).toEqual({ attempts: 1, committed: 0 });

  await world.advance(5000);
  await bench.drainUntil(unit, 'confirmed');
  expect(bench.world.creates(unit.deviceId)).toEqual({ attempts: 1, committed: 1 });
});
