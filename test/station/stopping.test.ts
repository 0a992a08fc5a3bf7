import { expect, test } from 'vitest';
import { boardOf, openLine } from './line-bench.ts';
import { openSlowLine } from './slow-journal.ts';

test('A line that is stopped in mid-run ends every run in the journal within five seconds', async () => {
  const line = await openLine({ slots: 'every port' });
  void line.start();
  const names = Array.from({ length: 8 }, (_, index) => `port ${index + 1}`);
  for (const [index, name] of names.entries())
    line.bench.plug(name, boardOf(index + 1, index % 2 === 0 ? { modem: ['mute'] } : {}));
  for (const name of names) await line.working(name);
  await line.stop();
  expect(await line.journal.runs({ open: true, limit: 100 })).toEqual([]);
  const runs = await line.journal.runs({ limit: 10_000 });
  expect(runs.length).toBe(8);
  for (const run of runs) expect(run).toMatchObject({ colour: 'red', outcome: 'aborted', code: 'interrupted' });
  expect((await line.kinds()).at(-1)).toBe('station stopped');
});

test('A line whose signal has aborted before it starts leaves a record of just that', async () => {
  const line = await openLine();
  line.bench.plug('left', boardOf(1));
  await line.settle(line.start(AbortSignal.abort(new Error('changed my mind'))));
  expect(await line.kinds()).toEqual(['station started', 'station stopped']);
});

test('A line for so many runs ends after them, and cuts none of them off', async () => {
  const line = await openLine({ slots: 'every port', maxRuns: 3 });
  const end = line.start();
  for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) line.bench.plug(name, boardOf(index + 1));
  await line.settle(end);
  const runs = await line.journal.runs({ limit: 10_000 });
  expect(runs.map(({ code }) => code)).toEqual(['registered', 'registered', 'registered']);
  expect((await line.events()).at(-1)).toEqual({ kind: 'station stopped', reason: 'all runs done' });
});

test('A run that is about to be written down is one of so many, and is not cut off by the end of another', async () => {
  const { line, slow } = await openSlowLine(
    ({ kind, ...event }) => kind === 'run started' && 'slot' in event && event.slot === 'right',
    { maxRuns: 2 },
  );
  const end = line.start();
  line.bench.plug('right', boardOf(1));
  await line.settle(slow.reached);
  await line.pass('left', boardOf(2));
  slow.goOn();
  await line.settle(end);
  expect((await line.journal.runs({ limit: 10_000 })).map(({ code }) => code)).toEqual(['registered', 'registered']);
});

test('A watch over the ports that fails stops the line with its error, after every run has ended', async () => {
  const failing = Promise.withResolvers<void>();
  const line = await openLine({
    ports: (bench) => ({
      list: () => bench.list(),
      open: (...asked) => bench.open(...asked),
      async *watch(signal) {
        for await (const change of bench.watch(signal)) {
          yield change;
          if (change.kind === 'seen' && change.port.path === 'right') await failing.promise;
        }
      },
    }),
  });
  const end = line.start();
  line.bench.plug('left', boardOf(1, { modem: ['mute'] }));
  line.bench.plug('right', boardOf(2, { modem: ['mute'] }));
  for (const name of ['left', 'right']) await line.working(name);
  failing.reject(new Error('inotify is gone'));
  await expect(line.settle(end)).rejects.toMatchObject({ code: 'internal fault' });
  expect(await line.journal.runs({ open: true, limit: 100 })).toEqual([]);
  expect((await line.journal.runs({ limit: 10_000 })).map(({ code }) => code)).toEqual(['interrupted', 'interrupted']);
});

test('A listener that throws stops the line, for what the operator sees can no longer be trusted; every run has its end', async () => {
  const line = await openLine();
  const seen: string[] = [];
  line.station.onChange(({ state }) => {
    if (state.kind === 'working') throw new Error('the display is broken');
  });
  line.station.onChange(({ state }) => seen.push(state.kind));
  const end = line.start();
  line.bench.plug('left', boardOf(1));
  await expect(line.settle(end)).rejects.toMatchObject({ code: 'internal fault' });
  expect(await line.journal.runs({ open: true, limit: 100 })).toEqual([]);
  // The other listener was told everything
  expect(seen).toEqual(expect.arrayContaining(['seated', 'working', 'judged']));
});

test('Runs that were cut off by the death of the process are ended when the line starts again', async () => {
  const line = await openLine();
  await line.journal.append([
    { kind: 'run started', run: 'cut off', slot: 'left', port: 'left' },
    { kind: 'run started', run: 'ended', slot: 'right', port: 'right' },
    {
      kind: 'unit read',
      run: 'cut off',
      deviceId: boardOf(1).unit.deviceId,
      pac: boardOf(1).unit.pac,
      pacSource: 'modem',
      dialect: 'ax-wisol',
      firmware: null,
    },
    {
      kind: 'run ended',
      run: 'ended',
      deviceId: null,
      colour: 'red',
      outcome: 'timeout',
      code: 'no answer',
      message: 'Nothing answers',
      elapsedMs: 1,
      transcript: '',
    },
  ]);
  void line.start();
  await line.pass('left', boardOf(1));
  await line.stop();
  expect(await line.journal.runs({ open: true, limit: 100 })).toEqual([]);
  expect(await line.journal.run('cut off')).toMatchObject({
    deviceId: boardOf(1).unit.deviceId,
    colour: 'red',
    outcome: 'aborted',
    code: 'interrupted',
  });
  expect((await line.journal.run('cut off'))?.message).toMatch(/process stopped/);
  expect(await line.journal.run('ended')).toMatchObject({ code: 'no answer' });
});
