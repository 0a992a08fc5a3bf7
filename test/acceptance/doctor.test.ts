import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { expect, test } from 'vitest';

import { objects, pacline, temporaryFolder, type Environment } from './support/pacline.ts';
import type { Ended } from './support/running-program.ts';
import { certificate, deviceType, nobody, password, serveBackend, serveBoard } from './support/served.ts';

const stationToml = (port: string): string => `
[product]
name = "Sensor"
deviceTypeId = "${deviceType}"
productCertificate = "${certificate}"

[[slot]]
name = "left"
port = "${port}"
presence = "probe"
`;

/** A settings file with one slot, and a state folder that its owner alone may look into. */
const workplace = (port: string) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'station.toml'), stationToml(port));
  mkdirSync(join(folder, 'state'), { mode: 0o700 });
  return { PACLINE_SETTINGS: join(folder, 'station.toml'), PACLINE_STATE_DIR: join(folder, 'state') };
};

const doctor = async (environment: Environment, ...args: readonly string[]): Promise<Ended> => {
  const ended = await pacline(['doctor', ...args], environment);
  expect(ended.stdout + ended.stderr).not.toContain(password);
  return ended;
};

const faults = (ended: Ended): readonly unknown[] =>
  objects(ended)
    .filter(({ severity }) => severity === 'fault')
    .map(({ check, code }) => `${String(check)}: ${String(code)}`);

/** Rows with what differs from machine to machine and from day to day blurred; how much room a disk has is no matter of ours. */
const blurred = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((row) => !/^ {2}. room /.test(row))
    .map((row) =>
      row
        .replace(/digest \w+/, 'digest')
        .replaceAll(/(?<=\s)\/[^\s,]+/g, '/…')
        .replaceAll(/\d+(?:[.:-]\d+)*/g, '0')
        .trimEnd(),
    );

test('a station that is ready has no fault, and has told everything it looked at', async () => {
  const backend = await serveBackend();
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4e', '--pac', 'B7D93CE5A61F82D4');
  const world = { ...backend, ...workplace(port) };
  await pacline(['register', '--port', port, '--device-type', deviceType, '--certificate', certificate], world);
  const ended = await doctor(world, '--json');
  expect(faults(ended)).toEqual([]);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const found = objects(ended);
  expect([...new Set(found.map(({ check }) => check))]).toEqual([
    'machine',
    'settings',
    'ports',
    'places',
    'clock',
    'disk',
    'journal',
    'printer',
    'hooks',
    'gates',
    'backend',
    undefined,
  ]);
  for (const finding of found.slice(0, -1)) {
    expect(finding).toEqual({
      event: 'finding',
      check: expect.any(String),
      subject: expect.any(String),
      severity: expect.stringMatching(/^(?:ok|warning|fault|skipped)$/),
      code: null,
      message: expect.any(String),
      action: finding['action'],
    });
  }
  expect(found.at(-1)).toMatchObject({ event: 'end', faults: 0, exitCode: 0 });
  expect(found).toContainEqual(
    expect.objectContaining({ subject: 'slot left', severity: 'ok', message: expect.stringContaining(port) }),
  );
  expect(found).toContainEqual(
    expect.objectContaining({
      subject: 'hash chain',
      message: expect.stringMatching(/^\d+ events, the chain holds\.$/),
    }),
  );
  expect(found).toContainEqual(
    expect.objectContaining({ subject: 'tokens', message: expect.stringContaining('10000 left, of which 1 go') }),
  );
});

test('for people the rows are grouped, and there is no colour in a pipe', async () => {
  const ended = await doctor({ ...nobody, ...workplace('/dev/nowhere') });
  expect(ended.code).toBe(3);
  expect(ended.stderr).toBe('');
  expect(ended.stdout).not.toContain('\u001B');
  expect(ended.stdout).toContain(
    "places\n  ✗ slots                Slot left: nothing is plugged in at /dev/nowhere. (port missing)\n                         → Check the cable of the fixture and the hub's supply.\n",
  );
  expect(ended.stdout).toMatch(/\n2 faults, \d+ warnings?, \d+ in order, \d+ not looked at\.\n$/);
});

test.each([
  { what: 'a backend out of reach', changes: nobody, code: 4 },
  { what: 'settings that cannot be read', changes: { ...nobody, PACLINE_SETTINGS: '/nowhere/station.toml' }, code: 2 },
  { what: 'plain http to another machine', changes: { ...nobody, PACLINE_API_URL: 'http://192.0.2.7/v2' }, code: 2 },
])('$what ends with exit code $code', async ({ changes, code }) => {
  const { port } = await serveBoard('--dialect', 'ax-wisol');
  expect((await doctor({ ...workplace(port), ...changes }, '--json')).code).toBe(code);
});

test('a journal that was altered is a fault of the journal', async () => {
  const world = { ...(await serveBackend()), ...workplace('/dev/nowhere') };
  await pacline(
    [
      'register',
      '--id',
      'a10c4e',
      '--pac',
      'B7D93CE5A61F82D4',
      '--device-type',
      deviceType,
      '--certificate',
      certificate,
    ],
    world,
  );
  const database = new DatabaseSync(join(world.PACLINE_STATE_DIR, 'journal.sqlite'));
  database.exec('update event set at = at + 1 where sequence = 1');
  database.close();
  const ended = await doctor(world, '--json');
  expect(ended.code).toBe(5);
  expect(faults(ended)).toEqual(['places: port missing', 'journal: journal broken']);
});

test('warnings alone are no failure', async () => {
  const { port } = await serveBoard('--dialect', 'ax-wisol');
  const world = { ...(await serveBackend()), ...workplace(port) };
  chmodSync(world.PACLINE_STATE_DIR, 0o755);
  const ended = await doctor(world, '--json');
  expect(ended.code).toBe(0);
  expect(objects(ended)).toContainEqual(expect.objectContaining({ subject: 'state folder', severity: 'warning' }));
});

test('a series whose messages reach nobody is told before the shift, and so is what the API user is not shown', async () => {
  const { port } = await serveBoard('--dialect', 'ax-wisol');
  const world = {
    ...(await serveBackend('--prompt', '--callback', 'dead', '--undelivered', '3', '--hide', 'certificate,pac')),
    ...workplace(port),
  };
  await pacline(
    [
      'register',
      '--id',
      'a10c4e',
      '--pac',
      'B7D93CE5A61F82D4',
      '--device-type',
      deviceType,
      '--certificate',
      certificate,
    ],
    world,
  );
  const ended = await doctor(world, '--json');
  expect(ended.code).toBe(0);
  const warnings = objects(ended).filter(({ severity }) => severity === 'warning');
  expect(warnings).toMatchObject([
    {
      subject: 'product Sensor',
      code: 'not shown',
      message: expect.stringContaining('green on the certificate that was sent and accepted'),
    },
    { subject: 'product Sensor', code: 'not shown', message: expect.stringContaining('no current PAC') },
    { subject: 'callbacks', code: 'callback failing', message: expect.stringContaining('customer.invalid') },
    { subject: 'undelivered', code: 'callback failing', message: expect.stringContaining('3 messages') },
  ]);
});

test('nothing is changed: where there was no state folder, there is none afterwards', async () => {
  const folder = temporaryFolder();
  await doctor({ ...nobody, PACLINE_STATE_DIR: join(folder, 'state') });
  expect(readdirSync(folder)).toEqual([]);
  expect(statSync(folder).isDirectory()).toBe(true);
});

test("the doctor's page shows its rows as they are", async () => {
  const shown =
    /^# Doctor\n[^]*?^```text\n([^]*?)^```/m.exec(
      readFileSync(join(import.meta.dirname, '../../src/doctor/README.md'), 'utf8'),
    )?.[1] ?? '';
  const world = { ...(await serveBackend()), ...workplace('pci-0000:00:14.0-usb-0:1.2:1.0-port0') };
  await pacline(
    [
      'register',
      '--id',
      'a10c4e',
      '--pac',
      'B7D93CE5A61F82D4',
      '--device-type',
      deviceType,
      '--certificate',
      certificate,
    ],
    world,
  );
  const rows = blurred((await doctor(world)).stdout);
  expect(blurred(shown).length).toBeGreaterThan(20);
  expect(rows).toEqual(expect.arrayContaining([...blurred(shown)]));
});
