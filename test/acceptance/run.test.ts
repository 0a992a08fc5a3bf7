import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { objects, pacline, startPacline, temporaryFolder } from './support/pacline.ts';
import { typingAt } from './support/typing-at.ts';
import { certificate, deviceType, nobody, serveBackend, serveBoard } from './support/served.ts';

const pac = 'B7D93CE5A61F82D4';
/** The end of a line that nothing came of. */
const nothing = {
  event: 'end',
  reason: 'all runs done',
  green: 0,
  alreadyDone: 0,
  amber: 0,
  red: 0,
  turnedAway: 0,
  blue: 0,
  owed: 0,
} as const;
const product = ['--device-type', deviceType, '--certificate', certificate];

test('run takes a unit on each of two slots to a green verdict and ends after --count', async () => {
  const world = { ...(await serveBackend()), PACLINE_STATE_DIR: temporaryFolder() };
  const boards = [
    await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4e', '--pac', pac),
    await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4f'),
  ];
  const slots = boards.flatMap(({ port }) => ['--port', port]);
  const line = await pacline(['run', ...product, ...slots, '--count', '2', '--json'], world);
  expect(line).toMatchObject({ code: 0, stderr: '' });
  expect(line.stdout).not.toContain(pac);

  const events = objects(line);
  for (const { port, deviceId } of boards) {
    const mine = events.filter(({ slot }) => slot === port);
    expect(mine.map(({ state, phase }) => phase ?? state)).toEqual([
      'seated',
      'opening',
      'identifying',
      'reading',
      'checking',
      'registering',
      'judged',
    ]);
    expect(mine.at(-1)).toEqual({
      event: 'slot',
      slot: port,
      state: 'judged',
      port,
      run: expect.any(String),
      deviceId,
      colour: 'green',
      outcome: 'pass',
      code: 'registered',
      message: expect.any(String),
      serialNumber: null,
      order: null,
      sign: 'green',
      blame: null,
      actor: 'operator',
      action: 'Take it out.',
    });
  }
  expect(events[0]).toEqual({
    event: 'ready',
    slots: boards.map(({ port }) => port),
    product: 'unnamed product',
    order: null,
    control: null,
  });
  expect(events.at(-1)).toEqual({ ...nothing, green: 2 });
});

test('run tells people one line a verdict, with what to do where a person is called, and exits with 1 when a unit failed', async () => {
  const world = { ...(await serveBackend()), PACLINE_STATE_DIR: temporaryFolder() };
  const good = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4e');
  const bad = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4f', '--fault', 'unprovisioned');
  const line = await pacline(['run', ...product, '--port', good.port, '--port', bad.port, '--count', '2'], world);
  expect(line.code).toBe(1);
  expect(line.stdout).toMatch(new RegExp(`^${good.port} +● GREEN 00A10C4E +registered: `, 'm'));
  expect(line.stdout).toMatch(
    new RegExp(`^${bad.port} +■ RED +-{8} +unprovisioned: .*[^)] → operator: Set the unit aside: .*\\.$`, 'm'),
  );
  expect(line.stdout).toMatch(/● 1 green {2}▲ 0 amber {2}■ 1 red\n$/);
});

test('run goes on while nobody answers: amber, owed, and paid at the next start', async () => {
  const state = { PACLINE_STATE_DIR: temporaryFolder() };
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4e');
  const line = await pacline(['run', ...product, '--port', port, '--count', '1', '--json'], { ...nobody, ...state });
  expect(line.code).toBe(0);
  expect(line.stderr).toContain('units are amber until the backend is back');
  expect(objects(line).at(-2)).toMatchObject({
    state: 'judged',
    colour: 'amber',
    outcome: 'pass',
    code: 'backend unreachable',
  });
  expect(objects(line).at(-1)).toEqual({ ...nothing, amber: 1, owed: 1 });

  const next = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4f');
  const later = await pacline(['run', ...product, '--port', next.port, '--count', '1', '--json'], {
    ...(await serveBackend()),
    ...state,
  });
  expect(objects(later).at(-1)).toEqual({ ...nothing, green: 1 });
});

test('Ctrl-C in the middle of a run ends it within five seconds, with every run ended in the journal', async () => {
  const world = {
    ...(await serveBackend('--fault', 'latency@POST/v2/devices/:4000')),
    PACLINE_STATE_DIR: temporaryFolder(),
  };
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4e');
  const line = startPacline(['run', ...product, '--port', port, '--json'], world);
  await line.until(/"registering"/);
  const asked = performance.now();
  line.stop('SIGINT');
  const { code, stderr } = await line.ended;
  expect(performance.now() - asked).toBeLessThan(5000);
  expect(code).toBe(130);
  expect(stderr).toBe('');
  expect(objects(await line.ended).at(-1)).toMatchObject({ event: 'end', reason: 'asked to stop' });

  const runs = objects(await pacline(['journal', 'list', '--json'], world));
  expect(runs).toMatchObject([{ deviceId: '00A10C4E', endedAt: expect.any(Number) }]);
  expect(await pacline(['journal', 'verify'], world)).toMatchObject({ code: 0 });
});

test('a second pacline on the same state folder is turned away, and the first goes on', async () => {
  const world = { ...(await serveBackend()), PACLINE_STATE_DIR: temporaryFolder() };
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4e');
  const first = startPacline(['run', ...product, '--port', port, '--json'], world);
  await first.until(/"judged"/);
  const second = await pacline(['run', ...product, '--port', port, '--json'], world);
  expect(second.code).toBe(5);
  expect(objects(second)).toMatchObject([{ outcome: 'error', code: 'journal in use' }]);
  expect(second.stderr).toMatch(/^pacline: Another pacline works in .+\n {2}Stop the other one.+\n$/);

  first.stop('SIGINT');
  expect(await first.ended).toMatchObject({ code: 130 });
});

test('run names the port that is not there before it begins', async () => {
  const line = await pacline(['run', ...product, '--port', '/dev/ttyNOPE', '--count', '1'], {
    ...(await serveBackend()),
    PACLINE_STATE_DIR: temporaryFolder(),
  });
  expect(line).toMatchObject({ code: 3, stdout: '' });
  expect(line.stderr).toContain('There is no serial port /dev/ttyNOPE');
});

test('whose reader went away, run ends its runs, writes them down, and exits with 141', async () => {
  const slots = ['left', 'right'].map(
    async (name) =>
      `[[slot]]\nname = "${name}"\nport = "${(await serveBoard('--dialect', 'ax-wisol')).port}"\npresence = "start"\n`,
  );
  const folder = temporaryFolder();
  const world = {
    ...(await serveBackend('--fault', 'latency@POST/v2/devices/:4000')),
    PACLINE_STATE_DIR: join(folder, 'state'),
    PACLINE_SETTINGS: join(folder, 'station.toml'),
  };
  writeFileSync(world.PACLINE_SETTINGS, `[control]\nlisten = "127.0.0.1:0"\n${(await Promise.all(slots)).join('')}`);
  const line = startPacline(['run', ...product, '--json'], world);
  const [, url = ''] = await line.until(/"control":"(http:[^"]+)"/);
  const scan = (code: string) => fetch(`${url}/scan`, { method: 'POST', body: code });
  await scan('PACLINE:START:left');
  await line.until(/"registering"/);
  line.closeOutput();
  // What is said next finds nobody
  await scan('PACLINE:START:right').catch(() => undefined);
  const { code, stderr } = await line.ended;
  expect(code).toBe(141);
  expect(stderr).toContain('every run has its end in the journal');
  const runs = objects(await pacline(['journal', 'list', '--json'], world));
  expect(runs).toMatchObject([{ slot: 'left', endedAt: expect.any(Number), outcome: 'aborted' }]);
});

test('a listing whose reader went away ends quietly with 141', async () => {
  const listing = startPacline(['protocols', 'export']);
  listing.closeOutput();
  expect(await listing.ended).toMatchObject({ code: 141, stderr: '' });
});

test('Ctrl-C at a terminal is how a shift ends: no error is told', async () => {
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4e');
  const world = { ...(await serveBackend()), PACLINE_STATE_DIR: temporaryFolder() };
  const terminal = typingAt(['run', ...product, '--port', port], world);
  await terminal.press(/GREEN/, '\u0003');
  const { code, shown } = await terminal.ended;
  expect(code).toBe(130);
  expect(shown).toContain('Stopped on request. ');
  expect(shown).not.toMatch(/pacline:|interrupted/);
  expect(shown).toContain('\x07');
});
