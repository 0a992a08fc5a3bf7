import { expect, test } from 'vitest';
import { Backoff } from '../../src/registrar/backoff.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const openPause = () => {
  const clock = new VirtualClock();
  return { clock, pause: new Backoff(clock) };
};

test('A pause ends by itself, and remembers why as long as it lasts', async () => {
  const { clock, pause } = openPause();
  expect(pause.reason()).toBeNull();
  pause.begin('backend unreachable', 'Nobody there.', null);
  expect(pause.reason()).toEqual({ code: 'backend unreachable', message: 'Nobody there.' });
  await clock.advance(999);
  expect(pause.leftMs()).toBe(1);
  await clock.advance(1);
  expect(pause.reason()).toBeNull();
});

test('Each failure after a pause makes the next one twice as long, up to a minute; a success begins anew', async () => {
  const { clock, pause } = openPause();
  const lengths: number[] = [];
  for (let failure = 0; failure < 8; failure += 1) {
    pause.begin('backend unreachable', 'Nobody there.', null);
    lengths.push(pause.leftMs());
    await clock.advance(pause.leftMs());
  }
  expect(lengths).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  pause.clear();
  pause.begin('backend unreachable', 'Nobody there.', null);
  expect(pause.leftMs()).toBe(1000);
});

test('Slots that meet the same failure at the same time make one pause, not one of a minute', async () => {
  const { clock, pause } = openPause();
  for (let slot = 0; slot < 8; slot += 1) pause.begin('backend unreachable', 'Nobody there.', null);
  expect(pause.leftMs()).toBe(1000);
  await clock.advance(1000);
  pause.begin('backend unreachable', 'Nobody there.', null);
  expect(pause.leftMs()).toBe(2000);
});

test('A success begins anew, and does not make shorter what the backend asked for meanwhile', async () => {
  const { clock, pause } = openPause();
  pause.begin('backend fault', 'Later.', null);
  await clock.advance(1000);
  pause.begin('backend fault', 'Later.', null);
  await clock.advance(2000);
  pause.succeeded();
  pause.begin('backend fault', 'Later.', null);
  expect(pause.leftMs()).toBe(1000);
  pause.begin('backend throttled', 'Slow down.', 9000);
  pause.succeeded();
  expect(pause.leftMs()).toBe(9000);
});

test('What the backend itself asks for is kept, and never made shorter by a failure meanwhile', () => {
  const { pause } = openPause();
  pause.begin('backend throttled', 'Slow down.', 5000);
  pause.begin('backend unreachable', 'Nobody there.', null);
  expect(pause.leftMs()).toBe(5000);
  pause.begin('backend throttled', 'Slow down.', 2000);
  expect(pause.leftMs()).toBe(5000);
  pause.begin('backend throttled', 'Slow down, really.', 9000);
  expect(pause.leftMs()).toBe(9000);
  expect(pause.reason()?.message).toBe('Slow down, really.');
});
