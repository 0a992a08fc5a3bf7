import { expect, test } from 'vitest';

import { Tone } from '../../../../src/cli/run/screen/tone.ts';
import type { VerdictColour } from '../../../../src/domain/outcome.ts';
import { emptySlot, type Slot } from '../../../../src/station/slot-state.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const start = () => {
  const clock = new VirtualClock();
  const listeners = new Set<(slot: Slot) => void>();
  const rungAt: number[] = [];
  const stop = new AbortController();
  const begun = clock.uptime();
  const tone = new Tone({
    station: {
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    clock,
    ring: () => {
      rungAt.push(Math.round(clock.uptime() - begun));
    },
  });
  const over = tone.follow(stop.signal);
  const tell = (slot: string, run: string, colour: VerdictColour): void => {
    const unit = { port: 'p', run, deviceId: null, serialNumber: null, order: null, isHeld: false };
    const verdict = { colour, outcome: 'pass', code: 'registered', message: '' } as const;
    for (const listener of listeners) listener({ ...emptySlot(slot), state: { kind: 'judged', ...unit, verdict } });
  };
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 50) {
      await new Promise((resume) => setImmediate(resume));
      await clock.advance(50);
    }
  };
  const end = async (): Promise<void> => {
    stop.abort();
    await over;
  };
  return { tell, pass, rungAt, end, clock };
};

test.each([
  ['green', [0]],
  ['amber', [0, 300]],
  ['red', [0, 300, 600]],
] as const)('a %s verdict is told by ear from the others', async (colour, heard) => {
  const { tell, pass, rungAt, end } = start();
  tell('left', 'a', colour);
  await pass(3000);
  expect(rungAt).toEqual(heard);
  await end();
});

test('a verdict is heard once, however often its slot is told of, and again when it is settled', async () => {
  const { tell, pass, rungAt, end } = start();
  tell('left', 'a', 'amber');
  tell('left', 'a', 'amber');
  await pass(3000);
  tell('left', 'a', 'green');
  await pass(3000);
  expect(rungAt).toEqual([0, 300, 3000]);
  await end();
});

test('of verdicts that come while it rings the gravest is heard, behind a pause', async () => {
  const { tell, pass, rungAt, end } = start();
  tell('left', 'a', 'green');
  await pass(100);
  for (const [slot, colour] of [
    ['one', 'green'],
    ['two', 'red'],
    ['three', 'amber'],
  ] as const)
    tell(slot, 'b', colour);
  await pass(6000);
  expect(rungAt).toEqual([0, 1000, 1300, 1600]);
  await end();
});

test('it ends with its signal, ringing or not', async () => {
  const quiet = start();
  await quiet.end();
  const ringing = start();
  ringing.tell('left', 'a', 'red');
  await ringing.pass(100);
  await ringing.end();
  expect(ringing.clock.sleeping).toBe(0);
});
