import { expect, test } from 'vitest';
import { Ages } from '../../../src/station/rules/ages.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const open = () => {
  const clock = new VirtualClock();
  return { clock, ages: new Ages({ clock }) };
};

test.each([[5 * hourMs], [-5 * hourMs]])(
  'What was written down before the clock was set by %d ms is as old as it is',
  async (byMs) => {
    const { clock, ages } = open();
    await clock.advance(minuteMs);
    const at = clock.now();
    await clock.advance(minuteMs);
    clock.set(byMs);
    expect(ages.of(at)).toBe(minuteMs);
    await clock.advance(hourMs);
    expect(ages.of(at)).toBe(hourMs + minuteMs);
  },
);

test.each([[5 * hourMs], [-5 * hourMs]])(
  'What was written down after the clock was set by %d ms is as old as it is, whenever that is noticed',
  async (byMs) => {
    const { clock, ages } = open();
    await clock.advance(minuteMs);
    clock.set(byMs);
    await clock.advance(10_000);
    const at = clock.now();
    await clock.advance(20_000);
    expect(ages.of(at)).toBe(20_000);
    clock.set(-byMs);
    await clock.advance(10_000);
    expect(ages.of(at)).toBe(30_000);
  },
);

test('What an earlier process wrote down is as old as this one, whatever the clock says of it', async () => {
  const { clock, ages } = open();
  const before = [clock.now() - 40 * hourMs, clock.now() + 40 * hourMs];
  await clock.advance(hourMs);
  for (const at of before) expect(ages.of(at)).toBe(hourMs);
});

test('A clock that drifts, or is slewed to the right time, changes no age by more than that', async () => {
  const { clock, ages } = open();
  const at = clock.now();
  for (let minute = 0; minute < 120; minute += 1) {
    await clock.advance(minuteMs);
    clock.set(30);
    ages.look();
  }
  expect(Math.abs(ages.of(at) - 2 * hourMs)).toBeLessThan(4000);
});
