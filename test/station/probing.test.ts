import { expect, test } from 'vitest';
import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import type { SlotSetting } from '../../src/station/station.ts';
import { boardOf, openLine, type BoardChanges, type LineBenchOptions } from './line-bench.ts';

const fixture: readonly SlotSetting[] = [{ name: 'fixture', port: 'ttyS1', presence: 'probe' }];

const openFixture = async (options: LineBenchOptions = {}) => {
  const line = await openLine({ slots: fixture, ...options });
  line.bench.addSocket('ttyS1');
  void line.start();
  return {
    line,
    insert: (index: number, changes?: BoardChanges): void => line.bench.insert('ttyS1', boardOf(index, changes)),
    remove: (): void => line.bench.remove('ttyS1'),
  };
};

test.each([{ dialect: undefined }, { dialect: 'ax-wisol' }])(
  'Boards are noticed, judged once and missed in a socket whose port is always there (dialect: $dialect)',
  async ({ dialect }) => {
    const { line, insert, remove } = await openFixture(dialect === undefined ? {} : { dialect });
    for (const index of [1, 2, 3]) {
      insert(index);
      expect((await line.judged('fixture')).verdict).toMatchObject({ colour: 'green', code: 'registered' });
      // Long enough for many looks: none of them is a second run
      await line.clock.advance(20_000);
      remove();
      await line.empty('fixture');
      await line.clock.advance(2000);
      expect(line.slot('fixture')).toMatchObject({
        state: { kind: 'empty' },
        notice: 'nothing answers on ttyS1 yet; it is asked again and again',
      });
    }
    expect((await line.journal.runs({ limit: 10_000 })).length).toBe(3);
    expect(line.illegalEvents()).toBe(0);
  },
);

test('A board that was swapped faster than the socket is looked at is another unit', async () => {
  const { line, insert } = await openFixture({ dialect: 'ax-wisol' });
  insert(1);
  const first = await line.judged('fixture');
  insert(2);
  const second = await line.settle(
    line.journal.until(
      async () =>
        (await line.journal.runs({ limit: 1 })).find(({ run, endedAt }) => run !== first.run && endedAt !== null) ??
        null,
    ),
  );
  expect(second).toMatchObject({ deviceId: boardOf(2).unit.deviceId, colour: 'green' });
  expect((await line.journal.runs({ limit: 10_000 })).length).toBe(2);
  expect(line.illegalEvents()).toBe(0);
});

test('A board that is taken out in mid-answer is red, and the next one works', async () => {
  const { line, insert } = await openFixture();
  // A look hears four answers; the run that follows it breaks in its sixth
  insert(1, { line: [{ kind: 'unplug', answer: 6, byte: 3 }] });
  expect((await line.judged('fixture')).verdict).toMatchObject({
    colour: 'red',
    outcome: 'timeout',
    code: 'fell silent',
  });
  await line.empty('fixture');
  insert(2);
  expect((await line.judged('fixture')).verdict).toMatchObject({ colour: 'green' });
});

test('A board that settles longer than the socket is left alone is not disturbed by looks', async () => {
  const { line, insert } = await openFixture({ contactBounceMs: 5000 });
  insert(1);
  expect((await line.judged('fixture')).verdict).toMatchObject({ colour: 'green', code: 'registered' });
  expect((await line.journal.runs({ limit: 10_000 })).length).toBe(1);
});

test('A board that answers with noise is a unit that needs a person', async () => {
  const { line, insert } = await openFixture({ dialect: 'ax-wisol' });
  insert(1, { line: [{ kind: 'noise', probability: 0.4, seed: 5 }] });
  expect((await line.judged('fixture')).verdict).toMatchObject({ colour: 'red', outcome: 'error' });
});

test('A fixture that is taught by its place is found under its path', async () => {
  const line = await openLine({ slots: [{ name: 'fixture', port: 'hub port 1', presence: 'probe' }] });
  line.bench.plug('ttyUSB3', boardOf(1), { place: 'hub port 1' });
  void line.start();
  expect(await line.judged('fixture')).toMatchObject({ port: 'ttyUSB3', verdict: { colour: 'green' } });
});

test.each(['port missing', 'port busy', 'port forbidden', 'port fault'] as const)(
  'While a fixture answers with "%s" nobody is there, and the line goes on',
  async (code) => {
    let isBroken = true;
    const line = await openLine({
      slots: [...fixture, { name: 'left', port: 'left', presence: 'port' }],
      ports: (bench) => ({
        list: () => bench.list(),
        watch: (signal) => bench.watch(signal),
        async open(path, ...asked) {
          if (isBroken && path === 'ttyS1') throw new PaclineError(code, 'Not now.');
          return bench.open(path, ...asked);
        },
      }),
    });
    line.bench.addSocket('ttyS1');
    line.bench.insert('ttyS1', boardOf(1));
    void line.start();
    expect((await line.pass('left', boardOf(2))).verdict.colour).toBe('green');
    await line.clock.advance(5000);
    expect(line.station.slots[0]?.state.kind).toBe('empty');
    isBroken = false;
    expect((await line.judged('fixture')).verdict.colour).toBe('green');
  },
);

test('A line that is stopped while it looks into a socket ends as it was asked to', async () => {
  const { line } = await openFixture();
  await line.clock.untilSleeping();
  await line.stop();
  expect((await line.kinds()).at(-1)).toBe('station stopped');
});

test('A port is opened once for all looks and runs, because an opening resets many boards', async () => {
  let openings = 0;
  const line = await openLine({
    slots: fixture,
    dialect: 'ax-wisol',
    ports: (bench) => ({
      list: () => bench.list(),
      watch: (signal) => bench.watch(signal),
      async open(...asked) {
        openings += 1;
        return bench.open(...asked);
      },
    }),
  });
  line.bench.addSocket('ttyS1');
  void line.start();
  for (const index of [1, 2]) {
    line.bench.insert('ttyS1', boardOf(index));
    expect((await line.judged('fixture')).verdict.colour).toBe('green');
    await line.clock.advance(5000);
    line.bench.remove('ttyS1');
    await line.empty('fixture');
  }
  expect(openings).toBe(1);
});

test('A slot whose port is opened in vain says so, and no more when somebody answers', async () => {
  let isBroken = true;
  const line = await openLine({
    slots: fixture,
    dialect: 'ax-wisol',
    ports: (bench) => ({
      list: () => bench.list(),
      watch: (signal) => bench.watch(signal),
      async open(...asked) {
        if (isBroken) throw new PaclineError('port forbidden', 'No right to open ttyS1.');
        return bench.open(...asked);
      },
    }),
  });
  line.bench.addSocket('ttyS1');
  const noticed = (words: string): Promise<void> =>
    line.settle(
      new Promise<void>((resolve) => {
        line.station.onChange(({ notice }) => {
          if (notice?.includes(words) === true) resolve();
        });
      }),
    );
  const forbidden = noticed('No right to open ttyS1.');
  void line.start();
  await forbidden;
  isBroken = false;
  await noticed('nothing answers on ttyS1');
  line.bench.insert('ttyS1', boardOf(1));
  expect((await line.judged('fixture')).verdict.colour).toBe('green');
  expect(line.station.slots[0]?.notice).toBeNull();
});

test('A slot with a dialect of its own is asked in that one, whatever the product says', async () => {
  const line = await openLine({
    slots: [{ name: 'fixture', port: 'ttyS1', presence: 'probe', dialect: axWisol }],
    dialect: 'td-next',
  });
  line.bench.addSocket('ttyS1');
  line.bench.insert('ttyS1', boardOf(1));
  void line.start();
  expect((await line.judged('fixture')).verdict).toMatchObject({ colour: 'green' });
});
