import { existsSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { objects, pacline, startPacline, temporaryFolder } from './support/pacline.ts';
import { certificate, deviceType, serveBackend, serveBoard } from './support/served.ts';

const product = `[[product]]\nname = "Meter"\ndeviceTypeId = "${deviceType}"\nproductCertificate = "${certificate}"\n`;
const slot = (name: string, port: string): string => `[[slot]]\nname = "${name}"\nport = "${port}"\n`;

/** A station whose slots are these. */
const station = async (...slots: readonly (readonly [name: string, port: string])[]) => {
  const folder = temporaryFolder();
  const settings = join(folder, 'station.toml');
  writeFileSync(settings, `${product}${slots.map((one) => slot(...one)).join('')}`);
  return {
    ...(await serveBackend('--prompt')),
    PACLINE_STATE_DIR: join(folder, 'state'),
    PACLINE_SETTINGS: settings,
  };
};

/** A simulated board behind a link, until its process is asked to stop. */
const boardAt = async (link: string, id: string) => {
  const board = startPacline(['simulate', 'board', '--dialect', 'ax-wisol', '--id', id, '--link', link]);
  await board.until(new RegExp(`^${RegExp.escape(link)}$`, 'm'));
  return {
    takeOut: async () => {
      board.stop('SIGINT');
      expect(await board.ended).toMatchObject({ code: 0 });
    },
  };
};

test('a slot at a pseudo-terminal, as init writes it, is there for run, for slots list and for doctor', async () => {
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4e');
  const world = await station(['left', port]);
  const listed = await pacline(['slots', 'list'], world);
  expect(listed.stdout).toContain(`left         port     ● ${port}`);
  expect(listed.stderr).toContain(`Slot left: ${port} is in no list of this machine`);
  expect(objects(await pacline(['doctor', '--json'], world))).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ check: 'ports', subject: 'slot left', severity: 'ok' }),
      expect.objectContaining({
        check: 'places',
        severity: 'warning',
        action: expect.stringContaining('presence = "probe"'),
      }),
    ]),
  );
  const line = await pacline(['run', '--count', '1'], world);
  expect(line).toMatchObject({ code: 0 });
  expect(line.stdout).toMatch(/^left +● GREEN 00A10C4E +registered/m);
});

test('boards are exchanged behind a link, and each is a unit of its slot', async () => {
  const link = join(temporaryFolder(), 'left');
  const world = await station(['left', link]);
  const line = startPacline(['run', '--count', '2', '--json'], world);
  const first = await boardAt(link, 'a10c4e');
  await line.until(/"deviceId":"00A10C4E".*"colour":"green"/);
  await first.takeOut();
  expect(existsSync(link)).toBe(false);
  await line.until(/"state":"empty"/);
  await boardAt(link, 'a10c4f');
  await line.until(/"deviceId":"00A10C4F".*"colour":"green"/);
  expect(await line.ended).toMatchObject({ code: 0 });
});

describe('simulate board --link', () => {
  test('numbers the links of several boards, and takes them away with the boards', async () => {
    const link = join(temporaryFolder(), 'slot');
    const boards = startPacline([
      'simulate',
      'board',
      '--dialect',
      'ax-wisol',
      '--count',
      '2',
      '--link',
      link,
      '--json',
    ]);
    await boards.until(/(\{.*\}\n){2}/);
    expect(readlinkSync(`${link}-2`)).toMatch(/^\/dev\//);
    boards.stop('SIGTERM');
    const { stdout } = await boards.ended;
    expect(objects({ stdout })).toMatchObject([{ port: `${link}-1` }, { port: `${link}-2` }]);
    expect([1, 2].filter((number) => existsSync(`${link}-${number}`))).toEqual([]);
  });

  test('puts nothing over what is there, and leaves no other link behind', async () => {
    const link = join(temporaryFolder(), 'slot');
    writeFileSync(`${link}-2`, 'mine');
    const ended = await pacline(['simulate', 'board', '--dialect', 'ax-wisol', '--count', '2', '--link', link]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(`${link}-2 is there already and was left as it is`);
    expect(readFileSync(`${link}-2`, 'utf8')).toBe('mine');
    expect(existsSync(`${link}-1`)).toBe(false);
  });

  test('puts nothing over a link of somebody else, wherever it leads', async () => {
    const link = join(temporaryFolder(), 'slot');
    symlinkSync('/nowhere', link);
    const ended = await pacline(['simulate', 'board', '--dialect', 'ax-wisol', '--link', link]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(readlinkSync(link)).toBe('/nowhere');
  });

  test('takes the place of what a killed process has left, once its terminal is no more', async () => {
    const link = join(temporaryFolder(), 'slot');
    symlinkSync('/dev/pts/4000000', link);
    const board = await boardAt(link, 'a10c4e');
    expect(objects(await pacline(['identify', link, '--json']))).toMatchObject([{ port: link, deviceId: '00A10C4E' }]);
    await board.takeOut();
  });
});

describe('simulate bench', () => {
  test('serves a backend and a board for each slot, and leaves nothing behind', async () => {
    const folder = temporaryFolder();
    const running = startPacline([
      'simulate',
      'bench',
      '--slot',
      'left',
      '--slot',
      'right',
      '--folder',
      folder,
      '--json',
    ]);
    const [line] = await running.until(/^\{.*\}$/m);
    expect(JSON.parse(line)).toMatchObject({
      event: 'bench',
      slots: [
        { slot: 'left', path: join(folder, 'left'), deviceId: '00A10001' },
        { slot: 'right', path: join(folder, 'right'), deviceId: '00A10002' },
      ],
    });
    expect(objects(await pacline(['identify', join(folder, 'right'), '--json']))).toMatchObject([
      { deviceId: '00A10002' },
    ]);
    running.stop('SIGHUP');
    expect(await running.ended).toMatchObject({ code: 0 });
    expect(['left', 'right'].filter((name) => existsSync(join(folder, name)))).toEqual([]);
  });

  test('ends where a path of its slots is taken', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'left'), 'mine');
    const ended = await pacline(['simulate', 'bench', '--folder', folder]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('is there already and was left as it is');
  });
});

test('simulate mes tells its three addresses as the settings want them', async () => {
  const mes = startPacline(['simulate', 'mes']);
  const [origin] = await mes.until(/^http:\S+$/m);
  const [, toml = ''] = await mes.untilSaid(/In station\.toml:\n((?: {2}.*\n)+)/);
  const settings = join(temporaryFolder(), 'station.toml');
  writeFileSync(settings, toml);
  expect(await pacline(['settings', 'check', settings])).toMatchObject({ code: 0 });
  for (const path of ['events', 'route', 'result']) expect(toml).toContain(`${origin}/${path}"`);
});
