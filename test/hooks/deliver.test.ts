import { existsSync, mkdirSync, readFileSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { PositionFile } from '../../src/hooks/position-file.ts';
import type { PublicEvent } from '../../src/hooks/public-event.ts';
import type { Receiver } from '../../src/hooks/receivers/receiver.ts';
import { runEnded, runStarted } from '../journal/sample-events.ts';
import { createDelivery, eventually, openBench, runDelivery } from './hook-bench.ts';

/** A receiver that takes events, or does not, as the test says. */
class Box implements Receiver {
  readonly taken: string[] = [];
  broken = false;
  closed = false;
  tries = 0;

  async deliver(event: PublicEvent): Promise<void> {
    this.tries += 1;
    if (this.broken) throw new PaclineError('hook down', 'The box is shut');
    this.taken.push(event.id);
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

const ids = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `bench-1:${from + at}`);

test('events leave in order, those that wait and those that come', async () => {
  const bench = await openBench();
  const box = new Box();
  await bench.journal.append([runStarted('a'), runEnded('a')]);
  const delivery = createDelivery(bench, { receiver: box });
  const running = runDelivery(delivery);
  await bench.clock.untilSleeping();
  expect(box.taken).toEqual(ids(1, 2));
  expect(await delivery.state()).toEqual({ name: 'mes', deliveredUpTo: 2, behind: 0, lastFailure: null, since: null });

  await bench.journal.append([runStarted('b')]);
  await bench.clock.advance(1000);
  await eventually(() => expect(box.taken).toEqual(ids(1, 3)));
  await running.end();
  expect(box.closed).toBe(true);
  expect(bench.clock.sleeping).toBe(0);
});

test('a notice brings an event out without any time passing', async () => {
  const bench = await openBench();
  const box = new Box();
  const delivery = createDelivery(bench, { receiver: box });
  runDelivery(delivery);
  await bench.clock.untilSleeping();
  await bench.journal.append([runStarted('a')]);
  delivery.notice();
  await eventually(() => expect(box.taken).toEqual(ids(1, 1)));
});

test('only the kinds that are wanted leave, and the others are not looked at again', async () => {
  const bench = await openBench();
  const box = new Box();
  await bench.journal.append([runStarted('a'), runEnded('a'), runStarted('b')]);
  const delivery = createDelivery(bench, { receiver: box, kinds: ['run ended'] });
  runDelivery(delivery);
  await bench.clock.untilSleeping();
  expect(box.taken).toEqual(['bench-1:2']);
  expect(await delivery.state()).toMatchObject({ deliveredUpTo: 3, behind: 0 });
  expect(JSON.parse(readFileSync(join(bench.stateFolder, 'hooks', 'mes.json'), 'utf8'))).toMatchObject({
    deliveredUpTo: 3,
  });
});

test('an outage is tried after 1, 2, 4, … 60 seconds, is seen from outside, and loses nothing', async () => {
  const bench = await openBench();
  const box = new Box();
  box.broken = true;
  await bench.journal.append([runStarted('a'), runEnded('a')]);
  const delivery = createDelivery(bench, { receiver: box });
  runDelivery(delivery);
  const began = bench.clock.now();
  for (const [at, seconds] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
    await bench.clock.untilSleeping();
    expect(box.tries).toBe(at + 1);
    await bench.clock.advance(seconds * 1000 - 1);
    expect(box.tries).toBe(at + 1);
    await bench.clock.advance(1);
    await eventually(() => expect(box.tries).toBe(at + 2));
  }
  await bench.clock.untilSleeping();
  const failed = {
    deliveredUpTo: 0,
    since: began,
    lastFailure: { code: 'hook down', message: 'The box is shut (hook down)' },
  };
  expect(await delivery.state()).toMatchObject({ ...failed, behind: 2 });
  expect(await createDelivery(bench, { receiver: new Box() }).state(), 'as another process sees it').toMatchObject({
    ...failed,
    behind: 2,
  });

  box.broken = false;
  await bench.clock.advance(60_000);
  await eventually(() => expect(box.taken).toEqual(ids(1, 2)));
  await bench.clock.untilSleeping();
  expect(await delivery.state()).toMatchObject({
    deliveredUpTo: 2,
    behind: 0,
    since: null,
    lastFailure: { code: 'hook down' },
  });
});

test('a restart goes on where the last process stopped', async () => {
  const bench = await openBench();
  await bench.journal.append([runStarted('a'), runEnded('a')]);
  const first = runDelivery(createDelivery(bench, { receiver: new Box() }));
  await bench.clock.untilSleeping();
  await first.end();
  await bench.journal.append([runStarted('b')]);
  const box = new Box();
  runDelivery(createDelivery(bench, { receiver: box }));
  await bench.clock.untilSleeping();
  expect(box.taken).toEqual(['bench-1:3']);
});

test('a position that cannot be written stops the hook with its reason, and what was taken is not sent again meanwhile', async () => {
  const bench = await openBench();
  const box = new Box();
  const part = join(bench.stateFolder, 'hooks', 'mes.json.part');
  // Nothing can be made ready where a folder stands
  mkdirSync(part, { recursive: true });
  await bench.journal.append([runStarted('a'), runEnded('a')]);
  const delivery = createDelivery(bench, { receiver: box });
  runDelivery(delivery);
  await bench.clock.untilSleeping();
  expect(box.taken).toEqual(ids(1, 1));
  expect(await delivery.state()).toMatchObject({
    lastFailure: { code: 'hook down', message: expect.stringContaining('mes.json (EEXIST)') },
  });
  await bench.clock.advance(1000);
  await bench.clock.untilSleeping();
  expect(box.taken).toEqual(ids(1, 1));

  rmdirSync(part);
  await bench.clock.advance(2000);
  await eventually(() => expect(box.taken).toEqual(ids(1, 2)));
});

test('a state folder that nobody can write to stops the hook with its reason', async () => {
  const bench = await openBench();
  await bench.journal.append([runStarted('a')]);
  // The kernel lets neither a user nor root make a folder here, whatever the system mounts it as
  const delivery = createDelivery({ ...bench, stateFolder: '/sys/pacline-hooks-test' }, { receiver: new Box() });
  runDelivery(delivery);
  await bench.clock.untilSleeping();
  expect(await delivery.state()).toMatchObject({
    lastFailure: { code: 'hook down', message: expect.stringContaining('/sys/pacline-hooks-test/hooks/mes.json') },
  });
});

test.each([
  { what: 'that cannot be understood', text: '{"deliveredUpTo":', says: 'does not say how far' },
  { what: 'of another journal', text: '{"deliveredUpTo":12}', says: 'another journal' },
])('a position $what sends nothing until a person has mended the file', async ({ text, says }) => {
  const bench = await openBench();
  const box = new Box();
  const file = join(bench.stateFolder, 'hooks', 'mes.json');
  mkdirSync(join(bench.stateFolder, 'hooks'));
  writeFileSync(file, text);
  await bench.journal.append([runStarted('a')]);
  const delivery = createDelivery(bench, { receiver: box });
  runDelivery(delivery);
  await bench.clock.untilSleeping();
  expect(await delivery.state()).toMatchObject({
    behind: 1,
    lastFailure: { code: 'hook down', message: expect.stringContaining(says) },
  });
  expect(box.taken).toEqual([]);

  rmSync(file);
  await bench.clock.advance(1000);
  await eventually(() => expect(box.taken).toEqual(ids(1, 1)));
  await bench.clock.untilSleeping();
  expect(existsSync(file)).toBe(true);
});

test('the name of a hook cannot lead out of its folder', async () => {
  const bench = await openBench();
  expect(new PositionFile({ stateFolder: bench.stateFolder, name: '../../etc/x' }).path).toBe(
    join(bench.stateFolder, 'hooks', '..%2F..%2Fetc%2Fx.json'),
  );
});

test('a stop in the middle of an outage ends at once', async () => {
  const bench = await openBench();
  const box = new Box();
  box.broken = true;
  await bench.journal.append([runStarted('a')]);
  const running = runDelivery(createDelivery(bench, { receiver: box }));
  await bench.clock.untilSleeping();
  await running.end();
  expect(bench.clock.sleeping).toBe(0);
  expect(box.closed).toBe(true);
});
