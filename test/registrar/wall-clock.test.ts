import { expect, test } from 'vitest';
import { Registrar } from '../../src/registrar/registrar.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { InMemoryBackend } from './in-memory-backend.ts';
import { openWatchedJournal, owedEvent, readEvent, temporaryFolder, unitOf, waiting } from './registrar-bench.ts';

/** A clock whose wall time somebody sets; what has passed since some moment is not touched by that. */
class AdjustedClock extends VirtualClock {
  setForwardMs = 0;

  override now(): number {
    return super.now() + this.setForwardMs;
  }
}

const unit = unitOf(0x50);
const settleMs = 10_000;

/** A unit that was sent, whose answer got lost and that the backend does not list. */
const openLost = async () => {
  const clock = new AdjustedClock();
  const backend = new InMemoryBackend();
  const journal = await openWatchedJournal(temporaryFolder(), clock);
  const registrar = new Registrar({ journal, backend, clock, settleMs });
  await journal.append([readEvent(unit), owedEvent(unit)]);
  backend.instead.push({ kind: 'unknown', reason: 'the answer got lost' });
  const register = () => registrar.register(unit.deviceId, { signal: waiting() });
  expect(await register()).toMatchObject({ state: 'unknown', code: 'registration unknown' });
  return { clock, backend, register };
};

test('A unit is missed for the whole time, to the millisecond, before it is sent again', async () => {
  const { clock, backend, register } = await openLost();
  await clock.advance(settleMs - 1);
  expect(await register()).toMatchObject({ state: 'unknown' });
  expect(backend.created).toEqual([unit.deviceId]);
  await clock.advance(1);
  expect(await register()).toMatchObject({ state: 'confirmed', code: 'registered' });
  expect(backend.created).toEqual([unit.deviceId, unit.deviceId]);
});

test('A wall clock that is set forward does not make a unit count as missed for long', async () => {
  const { clock, backend, register } = await openLost();
  clock.setForwardMs = 3_600_000;
  expect(await register()).toMatchObject({ state: 'unknown' });
  expect(backend.created).toEqual([unit.deviceId]);
});

test('A wall clock that is set back does not keep a unit waiting', async () => {
  const { clock, register } = await openLost();
  clock.setForwardMs = -3_600_000;
  await clock.advance(settleMs);
  expect(await register()).toMatchObject({ state: 'confirmed', code: 'registered' });
});
