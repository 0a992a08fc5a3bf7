import { expect, test } from 'vitest';

import { examine, type Check, type CheckResult } from '../../src/doctor/examine.ts';
import { exitCodeOf, fault, inOrder, notLookedAt, remark, warning } from '../../src/doctor/finding.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const check = (name: string, run: Check['run'], limitMs?: number): Check => ({
  name,
  whenItHangs: 'port fault',
  run,
  ...(limitMs === undefined ? {} : { limitMs }),
});

const forEver: Check['run'] = ({ signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

const bench = () => ({ clock: new VirtualClock(), signal: new AbortController().signal });

const all = async (examined: AsyncIterable<CheckResult>): Promise<readonly CheckResult[]> => {
  const found: CheckResult[] = [];
  for await (const each of examined) found.push(each);
  return found;
};

test('checks run side by side, and their findings come in the order of the list', async () => {
  const { promise: secondBegan, resolve } = Promise.withResolvers<void>();
  const world = bench();
  const examined = await all(
    examine(
      [
        check('first', async () => {
          await secondBegan;
          return [inOrder('a', 'waited for the second')];
        }),
        check('second', async () => {
          resolve();
          return [inOrder('b', 'did not wait')];
        }),
      ],
      world,
    ),
  );
  expect(examined.map(({ check: name }) => name)).toEqual(['first', 'second']);
  expect(world.clock.sleeping).toBe(0);
});

test('a check that hangs is a finding after its limit, and is stopped', async () => {
  const world = bench();
  let stopped = false;
  const hanging = check('ports', async ({ signal }) => {
    signal.addEventListener('abort', () => (stopped = true));
    return new Promise<never>(() => undefined);
  });
  const examined = all(examine([hanging, check('disk', forEver, 2000)], world));
  await world.clock.untilSleeping(2);
  await world.clock.advance(10_000);
  expect(await examined).toMatchObject([
    {
      check: 'ports',
      findings: [{ severity: 'fault', code: 'port fault', message: expect.stringContaining('within 10 s') }],
    },
    { check: 'disk', findings: [{ severity: 'fault', message: expect.stringContaining('within 2 s') }] },
  ]);
  expect(stopped).toBe(true);
  expect(world.clock.sleeping).toBe(0);
});

test('an error of a check is a finding with its code, and the other checks go on', async () => {
  const examined = await all(
    examine(
      [
        check('backend', () => Promise.reject(new PaclineError('bad credentials', 'The backend says no'))),
        check('disk', () => Promise.reject(new TypeError('a bug'))),
        check('machine', async () => [inOrder('node', 'fine')]),
      ],
      bench(),
    ),
  );
  expect(examined.map(({ findings }) => findings)).toMatchObject([
    [{ subject: 'backend', severity: 'fault', code: 'bad credentials', message: 'The backend says no.' }],
    [{ subject: 'disk', severity: 'fault', code: 'internal fault' }],
    [{ severity: 'ok' }],
  ]);
});

test('Ctrl-C ends all checks with its own reason', async () => {
  const stopping = new AbortController();
  const examined = all(
    examine([check('a', forEver), check('b', forEver)], { clock: new VirtualClock(), signal: stopping.signal }),
  );
  const reason = new PaclineError('interrupted', 'Stopped on request');
  stopping.abort(reason);
  await expect(examined).rejects.toBe(reason);
});

test.each([
  { findings: [], exitCode: 0 },
  { findings: [inOrder('a', 'fine'), notLookedAt('b', 'not there')], exitCode: 0 },
  { findings: [warning('a', 'disk low', 'little'), remark('b', 'odd', 'look')], exitCode: 0 },
  { findings: [fault('a', 'backend unreachable', 'gone'), warning('b', 'disk low', 'little')], exitCode: 4 },
  { findings: [fault('a', 'backend unreachable', 'gone'), fault('b', 'port busy', 'taken')], exitCode: 3 },
  { findings: [fault('a', 'port busy', 'taken'), fault('b', 'journal broken', 'altered')], exitCode: 5 },
  { findings: [fault('a', 'journal broken', 'altered'), fault('b', 'bad settings', 'wrong')], exitCode: 2 },
  { findings: [fault('a', 'bad settings', 'wrong'), fault('b', 'internal fault', 'a bug')], exitCode: 70 },
])('the exit code is that of the worst fault: $exitCode', ({ findings, exitCode }) => {
  expect(exitCodeOf(findings)).toBe(exitCode);
});
