import { describe, expect, test } from 'vitest';
import { openStates } from '../../src/domain/registration.ts';
import { wantedOf } from '../../src/station/run/debt.ts';
import { unitOf, waiting } from '../registrar/registrar-bench.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { FarBackend, type FarBackendOptions } from './far-backend.ts';
import { boardOf, openLine, product, type LineBenchOptions } from './line-bench.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const unit = unitOf(1);

/** A line whose backend lists late, with its debts worked off beside it. */
const openLateLine = async (late: FarBackendOptions, options: LineBenchOptions = {}) => {
  const clock = new VirtualClock();
  const backend = new FarBackend({ clock, ...late });
  const line = await openLine({ clock, backend, dialect: 'ax-wisol', drains: true, ...options });
  const colours: string[] = [];
  line.station.onChange(({ state }) => {
    if (state.kind === 'judged' && state.verdict.colour !== colours.at(-1)) colours.push(state.verdict.colour);
  });
  void line.start();
  return { line, backend, colours };
};

const delays = [
  ['25 s', 25_000],
  ['90 s', 90_000],
  ['10 min', 10 * minuteMs],
] as const;

describe.each(['at once', 'as a job'] as const)('A unit (the backend takes single ones %s)', (singles) => {
  test.each(delays)('that is listed %s late is amber, then green by itself, by one create', async (_, listAfterMs) => {
    const { line, backend, colours } = await openLateLine({ listAfterMs, singles });
    line.bench.plug('left', boardOf(1));
    const { run, verdict } = await line.judged('left');
    expect(verdict).toMatchObject({
      colour: 'amber',
      outcome: 'pass',
      code: 'accepted',
      message: expect.stringContaining('does not list it yet. It goes on by itself'),
    });
    await line.judged('left', 'green', listAfterMs + 2 * minuteMs);
    expect(colours).toEqual(['amber', 'green']);
    expect(backend.created).toEqual([unit.deviceId]);
    expect(await line.journal.run(run)).toMatchObject({ colour: 'green', code: 'registered' });
  });

  test.each(delays)(
    'whose answer got lost and that is listed %s late is never red, and there once',
    async (_, listAfterMs) => {
      const { line, backend, colours } = await openLateLine({ listAfterMs, singles });
      backend.lostAnswers = 1;
      line.bench.plug('left', boardOf(1));
      await line.judged('left', 'green', listAfterMs + 3 * minuteMs);
      expect(colours).toEqual(['amber', 'green']);
      expect(backend.devices.size).toBe(1);
      // Sent again only when its minute was over, and then the backend says that it has it
      expect(backend.created.length).toBeLessThanOrEqual(listAfterMs > minuteMs ? 2 : 1);
    },
  );

  test('that is taken out amber and seated again is amber with what is true, then green, and was sent once', async () => {
    const { line, backend, colours } = await openLateLine({ listAfterMs: 5 * minuteMs, singles });
    expect((await line.pass('left', boardOf(1))).verdict.colour).toBe('amber');
    line.bench.plug('right', boardOf(1));
    expect((await line.judged('right')).verdict).toMatchObject({
      colour: 'amber',
      code: 'accepted',
      message: expect.stringMatching(/^The backend took it at \d\d:\d\d and does not list it yet\./),
    });
    await line.judged('right', 'green', 7 * minuteMs);
    expect(colours).toEqual(['amber', 'green']);
    expect(backend.created).toEqual([unit.deviceId]);
  });
});

test('A unit that the backend took and does not list for half an hour calls a person, and is green when it is listed after all', async () => {
  const { line, backend, colours } = await openLateLine({ listAfterMs: 2 * hourMs });
  line.bench.plug('left', boardOf(1));
  await line.judged('left', 'amber');
  await line.told('left', 'Look in the portal', 40 * minuteMs);
  await line.judged('left', 'green', 3 * hourMs);
  expect(colours).toEqual(['amber', 'green']);
  expect(backend.created).toEqual([unit.deviceId]);
});

test('Units of a whole delivery that the backend lists late are all green in the end, by one create each', async () => {
  const names = Array.from({ length: 32 }, (_, index) => `port ${index + 1}`);
  const { line, backend } = await openLateLine({ listAfterMs: 25_000 }, { slots: 'every port' });
  for (const [index, name] of names.entries()) line.bench.plug(name, boardOf(index + 1));
  for (const name of names) await line.judged(name, 'green', 3 * minuteMs);
  expect(backend.created.length).toBe(32);
  expect(new Set(backend.created).size).toBe(32);
});

describe('A unit of a file whose job is still at work', () => {
  const other = unitOf(2);

  /** As `pacline register --file` leaves it behind when it is stopped; the line's own unit is the first of two. */
  const openWithJob = async (late: FarBackendOptions, options: LineBenchOptions = {}) => {
    const opened = await openLateLine(late, options);
    const { line, backend } = opened;
    const { deviceTypeId, certification } = product;
    const ofProduct = wantedOf(product);
    const units = [unit, other].map(({ deviceId, pac }) => ({ deviceId, pac, name: `file-${deviceId}` }));
    await line.journal.append([
      {
        kind: 'units listed',
        list: 'units.csv',
        listing: 'a digest',
        ...ofProduct,
        units: units.map(({ pac, ...rest }) => ({ ...rest, pac: pac.reveal() })),
      },
    ]);
    await line.journal.append([
      {
        kind: 'batch intended',
        batch: 'one',
        ...ofProduct,
        deviceIds: units.map(({ deviceId }) => deviceId),
        backend: backend.identity.backend,
      },
    ]);
    const start = await backend.createBatch({ deviceTypeId, certification, units }, { signal: waiting() });
    if (start.kind !== 'started') expect.fail('it is a job');
    await line.journal.append([{ kind: 'batch submitted', batch: 'one', jobId: start.jobId }]);
    return opened;
  };

  const isInJob = {
    colour: 'amber',
    outcome: 'pass',
    code: 'in a job',
    message: expect.stringMatching(/^A job of the backend works on it since \d\d:\d\d\./),
  };

  test('is amber with just that, each time it is seated, and green by itself when it is seen', async () => {
    const { line, backend, colours } = await openWithJob({ jobMs: 3 * minuteMs, listAfterMs: 25_000 });
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject(isInJob);
    line.bench.plug('right', boardOf(1));
    const { run, verdict } = await line.judged('right');
    expect(verdict).toMatchObject(isInJob);
    await line.judged('right', 'green', 10 * minuteMs);
    expect(colours).toEqual(['amber', 'green']);
    expect(await line.journal.run(run)).toMatchObject({ colour: 'green', code: 'registered' });
    expect(backend.created).toEqual([unit.deviceId, other.deviceId]);
    expect(await line.journal.registrations(openStates, { limit: 10_000 })).toEqual([]);
  });

  test('is green in the end without being seated again, and so are the others of its file', async () => {
    const { line, backend } = await openWithJob({ jobMs: 3 * minuteMs, listAfterMs: 10 * minuteMs });
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject(isInJob);
    await line.settle(
      line.journal.until(async () =>
        (await line.journal.registrations(['confirmed'], { limit: 10_000 })).length === 2 ? true : null,
      ),
      20 * minuteMs,
    );
    expect(backend.created).toEqual([unit.deviceId, other.deviceId]);
  });

  test('leaves its slot in peace when the line stops', async () => {
    const { line } = await openWithJob({ jobMs: 3 * minuteMs });
    line.bench.plug('left', boardOf(1));
    await line.judged('left', 'amber');
    await line.stop();
    expect(await line.journal.batch('one')).toMatchObject({ state: 'submitted' });
  });
});
