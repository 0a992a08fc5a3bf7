import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { objects, pacline, startPacline, temporaryFolder } from './support/pacline.ts';
import { certificate, deviceType, serveBackend, serveBoard } from './support/served.ts';

const badgeOf = async (name: string, role: string, code: string): Promise<string> =>
  (await pacline(['badge', '--name', name, '--role', role], {}, `${code}\n`)).stdout;

const servePrinter = async (): Promise<string> =>
  (await startPacline(['simulate', 'printer', '--listen', '127.0.0.1:0']).until(/^(127\.0\.0\.1:\d+)$/m))[1] ?? '';

const slot = (name: string, port: string, presence = 'probe'): string =>
  `[[slot]]\nname = "${name}"\nport = "${port}"\npresence = "${presence}"\n`;

const product = (more = ''): string =>
  `[[product]]\nname = "Sensor"\ndeviceTypeId = "${deviceType}"\nproductCertificate = "${certificate}"\ndialect = "ax-wisol"\n${more}`;

/** A station of its own, and a line that runs by it. */
const openStation = async (...tables: readonly string[]) => {
  const folder = temporaryFolder();
  const settings = join(folder, 'station.toml');
  writeFileSync(settings, ['[control]\nlisten = "127.0.0.1:0"\n', ...tables].join('\n'));
  const world = { ...(await serveBackend()), PACLINE_STATE_DIR: join(folder, 'state'), PACLINE_SETTINGS: settings };
  const start = async (...flags: readonly string[]) => {
    const line = startPacline(['run', '--json', ...flags], world);
    const [, url = ''] = await line.untilSaid(/answered at (http:\S+)\./);
    const scan = async (code: string): Promise<unknown> =>
      (await fetch(`${url}/scan`, { method: 'POST', body: code })).json();
    const stop = async () => {
      const asked = performance.now();
      line.stop('SIGTERM');
      const ended = await line.ended;
      return { ...ended, tookMs: performance.now() - asked };
    };
    return { line, scan, stop, slots: async (): Promise<unknown> => (await fetch(`${url}/slots`)).json() };
  };
  return { settings, world, start };
};

test('a unit of an order is bound to its serial, registered, labelled and scanned back, and the shift closes', async () => {
  const board = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4e');
  const label = 'serial = "[0-9]{6}"\nlabel = { scanBack = true }\n';
  const station = await openStation(
    product(label),
    '[[order]]\nname = "PO-7"\nproduct = "Sensor"\nquantity = 1\n',
    `[printer]\nzpl = "${await servePrinter()}"\n`,
    slot('left', board.port),
  );
  const { line, scan, stop, slots } = await station.start('--order', 'PO-7');

  await line.until(/"notice":"scan the serial/);
  expect(await scan('000017')).toMatchObject({ outcome: 'done', message: 'For left.' });
  await line.until(/"notice":"put the label/);
  expect(await scan('00A10C4F')).toMatchObject({ outcome: 'done', message: 'For left.' });
  await line.until(/"notice":"this is not the label of 00A10C4E/);
  expect(await scan('00a10c4e')).toMatchObject({ outcome: 'done', message: 'For left.' });
  await line.until(/"colour":"green"/);
  expect(await slots()).toMatchObject([
    {
      event: 'slot',
      slot: 'left',
      state: 'judged',
      deviceId: '00A10C4E',
      serialNumber: '000017',
      order: 'PO-7',
      colour: 'green',
      code: 'registered',
      blame: null,
    },
  ]);

  const { code, tookMs } = await stop();
  expect(code).toBe(130);
  expect(tookMs).toBeLessThan(5000);
  const [run] = objects(await pacline(['journal', 'list', '--json'], station.world));
  expect(run).toMatchObject({
    slot: 'left',
    order: 'PO-7',
    product: 'Sensor',
    colour: 'green',
    settingsDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const report = await pacline(['report', '--order', 'PO-7', '--check', '--json'], station.world);
  expect(report.code).toBe(0);
  expect(objects(report)[0]).toMatchObject({ reconciliation: { closes: true } });
  expect((await pacline(['journal', 'verify'], station.world)).code).toBe(0);
});

test('a slot that was red too often stays locked over a restart, until a technician scans a badge', async () => {
  const board = await serveBoard('--dialect', 'ax-wisol', '--fault', 'unprovisioned');
  const station = await openStation(
    product(),
    '[lockout]\nreds = 1\n',
    await badgeOf('Tom', 'technician', 'B-000001'),
    await badgeOf('Ada', 'operator', 'B-000002'),
    slot('left', board.port, 'start'),
  );
  const first = await station.start();
  expect(await first.scan('PACLINE:START:left')).toMatchObject({ outcome: 'done', message: 'left starts.' });
  await first.line.until(
    /"code":"unprovisioned".*\n(?:.*\n)*.*"standing":\{"code":"slot locked","reason":"1 red in a row/,
  );
  await first.stop();

  const second = await station.start();
  expect(await second.slots()).toMatchObject([
    { slot: 'left', standing: { code: 'slot locked', actor: 'technician' } },
  ]);
  await second.scan('PACLINE:START:left');
  await second.line.until(/"code":"slot locked"/);
  expect(await second.scan('PACLINE:UNLOCK:left')).toMatchObject({ outcome: 'refused', code: 'not allowed' });
  await second.scan('B-000002');
  expect(await second.scan('PACLINE:UNLOCK:left')).toMatchObject({ outcome: 'refused', code: 'not allowed' });
  expect(await second.scan('B-000001')).toMatchObject({ outcome: 'done', message: 'Tom is signed in as technician.' });
  expect(await second.scan('PACLINE:UNLOCK:left')).toMatchObject({ outcome: 'done', message: 'left is unlocked.' });
  expect(await second.slots()).not.toHaveProperty('0.standing');
  expect((await second.stop()).stdout).not.toContain('B-000001');
});

test('settings that are changed on disk are announced and hold from the next unit on; a broken edit changes nothing', async () => {
  const board = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4e');
  const station = await openStation(product(), slot('left', board.port, 'start'));
  const { line, scan, stop } = await station.start();
  const whole = readFileSync(station.settings, 'utf8');
  writeFileSync(station.settings, `${whole}[lockedout]\n`);
  await line.untilSaid(/not taken up: .*lockedout: there is no such key/);
  writeFileSync(
    station.settings,
    whole.replace('dialect = "ax-wisol"', 'dialect = "ax-wisol"\nchecks = { idTo = "00A10000" }'),
  );
  await line.untilSaid(/hold from the next unit on/);
  await scan('PACLINE:START:left');
  await line.until(/"code":"check failed"/);
  await stop();
  const kinds = objects(await pacline(['journal', 'list', '--json'], station.world)).map(
    ({ settingsDigest }) => settingsDigest,
  );
  expect(kinds).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
});

test('rules that can lock a slot want somebody who can unlock it, and a label wants a printer', async () => {
  for (const [tables, words] of [
    [['[lockout]\nreds = 2\n'], 'nobody could unlock'],
    [[], 'there is no [printer]'],
  ] as const) {
    const folder = temporaryFolder();
    const settings = join(folder, 'station.toml');
    writeFileSync(
      settings,
      [product(tables.length === 0 ? 'label = { scanBack = false }\n' : ''), ...tables].join('\n'),
    );
    const ended = await pacline(['run', '--settings', settings], {
      ...(await serveBackend()),
      PACLINE_STATE_DIR: folder,
    });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(words);
  }
});
