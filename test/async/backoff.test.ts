import { expect, test } from 'vitest';
import { Backoff } from '../../src/async/backoff.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const openBackoff = () => {
  const clock = new VirtualClock();
  return { clock, backoff: new Backoff<string>(clock) };
};

test('A wait ends by itself, and remembers why as long as it lasts', async () => {
  const { clock, backoff } = openBackoff();
  expect(backoff.why).toBeNull();
  backoff.failed('Nobody there.');
  expect(backoff.why).toEqual('Nobody there.');
  await clock.advance(999);
  expect(backoff.leftMs).toBe(1);
  await clock.advance(1);
  expect(backoff.why).toBeNull();
});

test('Each failure after a wait makes the next one twice as long, up to a minute; a success begins anew', async () => {
  const { clock, backoff } = openBackoff();
  const lengths: number[] = [];
  for (let failure = 0; failure < 8; failure += 1) {
    backoff.failed('Nobody there.');
    lengths.push(backoff.leftMs);
    await clock.advance(backoff.leftMs);
  }
  expect(lengths).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  backoff.succeeded();
  backoff.failed('Nobody there.');
  expect(backoff.leftMs).toBe(1000);
});

test('Slots that meet the same failure at the same time make one wait, not one of a minute', async () => {
  const { clock, backoff } = openBackoff();
  for (let slot = 0; slot < 8; slot += 1) backoff.failed('Nobody there.');
  expect(backoff.leftMs).toBe(1000);
  await clock.advance(1000);
  backoff.failed('Nobody there.');
  expect(backoff.leftMs).toBe(2000);
});

test('A success begins anew, and does not make shorter what was asked for meanwhile', async () => {
  const { clock, backoff } = openBackoff();
  backoff.failed('Later.');
  await clock.advance(1000);
  backoff.failed('Later.');
  await clock.advance(2000);
  backoff.succeeded();
  backoff.failed('Later.');
  expect(backoff.leftMs).toBe(1000);
  backoff.failed('Slow down.', 9000);
  backoff.succeeded();
  expect(backoff.leftMs).toBe(9000);
});

test('What the other side itself asks for is kept, and never made shorter by a failure meanwhile', () => {
  const { backoff } = openBackoff();
  backoff.failed('Slow down.', 5000);
  backoff.failed('Nobody there.');
  expect(backoff.leftMs).toBe(5000);
  backoff.failed('Slow down.', 2000);
  expect(backoff.leftMs).toBe(5000);
  backoff.failed('Slow down, really.', 9000);
  expect(backoff.leftMs).toBe(9000);
  expect(backoff.why).toBe('Slow down, really.');
});

test('An absurd wait that somebody asks for is cut to an hour', () => {
  const { backoff } = openBackoff();
  expect(backoff.failed('Slow down.', 9e12)).toBe(3_600_000);
});

test('Waiting lasts as long as what is left, and ends with the signal without an error', async () => {
  const { clock, backoff } = openBackoff();
  const stop = new AbortController();
  backoff.failed('Nobody there.');
  let over = false;
  const waited = backoff.wait({ signal: stop.signal }).finally(() => {
    over = true;
  });
  await clock.advance(999);
  expect(over).toBe(false);
  await clock.advance(1);
  await waited;
  backoff.failed('Nobody there.');
  const left = backoff.wait({ signal: stop.signal });
  stop.abort(new Error('stopped'));
  await left;
  expect(clock.sleeping).toBe(0);
});
