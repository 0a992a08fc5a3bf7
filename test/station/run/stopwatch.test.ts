import { expect, test } from 'vitest';

import { Stopwatch } from '../../../src/station/run/stopwatch.ts';

const start = () => {
  const clock = { now: 1000.25, uptime: () => clock.now };
  return { clock, watch: new Stopwatch(clock) };
};

test('a run begins with the opening of its port', () => {
  const { watch, clock } = start();
  expect(watch.phase).toBe('opening');
  clock.now += 40;
  expect(watch.times()).toEqual({ opening: 40 });
});

test('each phase has its own time, and one that is entered again has the sum', () => {
  const { watch, clock } = start();
  clock.now += 10;
  watch.enter('identifying');
  clock.now += 100;
  watch.enter('reading');
  clock.now += 5;
  watch.enter('identifying');
  clock.now += 1;
  watch.enter('reading');
  expect(watch.phase).toBe('reading');
  expect(watch.times()).toEqual({ opening: 10, identifying: 101, reading: 5 });
});

test('the phase that is under way is told up to now, however often it is asked for', () => {
  const { watch, clock } = start();
  clock.now += 7;
  expect(watch.times()).toEqual({ opening: 7 });
  expect(watch.times()).toEqual({ opening: 7 });
  clock.now += 3;
  expect(watch.times()).toEqual({ opening: 10 });
});

test('parts of a millisecond are added up before they are rounded', () => {
  const { watch, clock } = start();
  for (let times = 0; times < 5; times += 1) {
    clock.now += 0.4;
    watch.enter('reading');
    clock.now += 0.2;
    watch.enter('opening');
  }
  expect(watch.times()).toEqual({ opening: 2, reading: 1 });
});
