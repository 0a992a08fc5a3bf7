import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { cli, objects, pacline, start, startPacline, temporaryFolder } from './support/pacline.ts';
import { certificate, deviceType, serveBackend, serveBoard } from './support/served.ts';

const product = ['--device-type', deviceType, '--certificate', certificate];

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

test('init --service writes a unit for this very program and a udev rule, and says how they are installed', async () => {
  const folder = temporaryFolder();
  const settings = join(folder, 'station $1.toml');
  writeFileSync(
    settings,
    '[printer]\nfolder = "my labels"\n[[hook]]\nname = "drop"\nkind = "folder"\nfolder = "drop"\n',
  );
  const into = join(folder, 'service');
  const ended = await pacline([
    'init',
    '--service',
    '--settings',
    settings,
    '--into',
    into,
    '--user',
    'line',
    '--json',
  ]);
  expect(ended.code).toBe(0);
  expect(objects(ended)).toEqual([{ unit: join(into, 'pacline.service'), rules: join(into, '60-pacline.rules') }]);
  expect(ended.stderr).toContain('systemctl enable --now pacline');

  const unit = readFileSync(join(into, 'pacline.service'), 'utf8').split('\n');
  expect(unit).toEqual(
    expect.arrayContaining([
      'Type=notify',
      'NotifyAccess=all',
      'WatchdogSec=30',
      'Restart=always',
      'TimeoutStopSec=10',
      'KillSignal=SIGTERM',
      'LimitCORE=0',
      'User=line',
      'SupplementaryGroups=dialout',
      'EnvironmentFile=/etc/pacline/secrets.env',
      'StateDirectory=pacline',
      'Wants=modprobe@usbserial.service modprobe@cdc_acm.service',
      `ReadWritePaths=-"${join(folder, 'my labels')}"`,
      `ReadWritePaths=-${join(folder, 'drop')}`,
    ]),
  );
  expect(unit.find((line) => line.startsWith('ExecStart='))).toMatch(
    new RegExp(
      `^ExecStart=/\\S+ ${RegExp.escape(cli)} run --json --settings "${RegExp.escape(join(folder, 'station $$1.toml'))}"$`,
    ),
  );

  const rules = readFileSync(join(into, '60-pacline.rules'), 'utf8');
  expect(rules).toMatch(
    /^ACTION.*SUBSYSTEM=="tty", SUBSYSTEMS=="usb".*ENV\{ID_MM_DEVICE_IGNORE\}="1".*GROUP="dialout"/m,
  );
  expect(rules).toMatch(/^ACTION=="add", SUBSYSTEM=="usb-serial", DRIVER=="ftdi_sio", ATTR\{latency_timer\}="1"$/m);
});

test.skipIf(!hasSystemd)('systemd finds nothing wrong with that unit', async () => {
  const into = temporaryFolder();
  expect(await pacline(['init', '--service', '--settings', join(into, 'station.toml'), '--into', into])).toMatchObject({
    code: 0,
  });
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', join(into, 'pacline.service')], {
    encoding: 'utf8',
  });
  expect({ status, words: stderr.split('\n').filter((line) => line.includes('pacline.service')) }).toEqual({
    status: 0,
    words: [],
  });
});

const named = (name: string): string =>
  `[[product]]\nname = "${name}"\ndeviceTypeId = "${deviceType}"\nprototype = true\n`;

test('the line of the unit works the order or the product that is named, and none that the settings do not have', async () => {
  const folder = temporaryFolder();
  const settings = join(folder, 'station.toml');
  writeFileSync(
    settings,
    `${named('A')}${named('B 2')}[[order]]\nname = "4711"\nproduct = "A"\n[[order]]\nname = "4712"\nproduct = "A"\n`,
  );
  const init = (...flags: readonly string[]) =>
    pacline(['init', '--service', '--force', '--settings', settings, '--into', folder, ...flags]);
  const started = async (...flags: readonly string[]) => {
    expect(await init(...flags)).toMatchObject({ code: 0 });
    return /^ExecStart=.* run (.*)$/m.exec(readFileSync(join(folder, 'pacline.service'), 'utf8'))?.[1];
  };
  expect(await started('--order', '4711')).toBe(`--json --settings ${settings} --order 4711`);
  expect(await started('--product', 'B 2')).toBe(`--json --settings ${settings} --product "B 2"`);
  for (const flags of [[], ['--order', '4713']]) {
    const refused = await init(...flags);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('"4711", "4712"');
  }
});

test('init --service leaves what is there as it is, and takes no odd user', async () => {
  const into = temporaryFolder();
  writeFileSync(join(into, '60-pacline.rules'), '# mine\n');
  const taken = await pacline(['init', '--service', '--into', into]);
  expect(taken).toMatchObject({ code: 2, stdout: '' });
  expect(taken.stderr).toContain('60-pacline.rules is there already');
  expect(existsSync(join(into, 'pacline.service'))).toBe(false);
  expect(await pacline(['init', '--service', '--into', into, '--force', '--user', 'a b'])).toMatchObject({ code: 2 });
  expect(await pacline(['init', '--service', '--into', into, '--force'])).toMatchObject({ code: 0 });
});

/** A folder with a systemd-notify that says each word it is given, and what says them aloud. */
const serviceManager = async () => {
  const folder = temporaryFolder();
  const words = join(folder, 'words');
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const listening = start('bash', ['-c', 'mkfifo "$0" && echo listening && exec cat <> "$0"', words]);
  await listening.until(/listening/);
  writeFileSync(join(bin, 'systemd-notify'), `#!/bin/sh\nprintf '%s\\n' "$*" > '${words}'\n`);
  chmodSync(join(bin, 'systemd-notify'), 0o755);
  return {
    listening,
    environment: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, NOTIFY_SOCKET: join(folder, 'notify') },
  };
};

test('The line is ready, alive and stopping, in the words of systemd', async () => {
  const { listening, environment } = await serviceManager();
  const world = {
    ...(await serveBackend()),
    ...environment,
    PACLINE_STATE_DIR: temporaryFolder(),
    WATCHDOG_USEC: '100000',
  };
  const line = startPacline(['run', ...product], world);
  await listening.until(/^listening\nREADY=1\nWATCHDOG=1\nWATCHDOG=1\n/);
  line.stop('SIGTERM');
  await listening.until(/^listening\nREADY=1\n(WATCHDOG=1\n)+STOPPING=1\n/);
  expect(await line.ended).toMatchObject({ code: 130 });
});

test.each([
  { what: 'is none', watchdog: {} },
  { what: 'is meant for another process', watchdog: { WATCHDOG_USEC: '1000', WATCHDOG_PID: '1' } },
])('A watchdog that $what is not fed; a line that ends by itself says that it stops', async ({ watchdog }) => {
  const { listening, environment } = await serviceManager();
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4e');
  const world = { ...(await serveBackend()), ...environment, ...watchdog, PACLINE_STATE_DIR: temporaryFolder() };
  expect(await pacline(['run', ...product, '--port', port, '--count', '1'], world)).toMatchObject({ code: 0 });
  await listening.until(/^listening\nREADY=1\nSTOPPING=1\n/);
});

test('Where systemd cannot be told the line goes on and says so', async () => {
  const world = {
    ...(await serveBackend()),
    PACLINE_STATE_DIR: temporaryFolder(),
    PATH: temporaryFolder(),
    NOTIFY_SOCKET: '/nowhere',
  };
  const line = start('/bin/bash', ['-c', 'exec "$0" "$@" 2>&1', process.execPath, cli, 'run', ...product], world);
  await line.until(/systemd was not told READY=1: systemd-notify failed \(.*ENOENT/);
  line.stop('SIGTERM');
  expect((await line.ended).stdout).toContain('Stopped on request');
});
