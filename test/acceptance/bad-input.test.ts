import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { objects, pacline, shell, startPacline, temporaryFolder } from './support/pacline.ts';
import type { Ended } from './support/running-program.ts';
import {
  accessTo,
  certificate,
  deviceType,
  nobody,
  password,
  serveBackend,
  serveBoard,
  serveStranger,
} from './support/served.ts';

const pac = 'B7D93CE5A61F82D4';
const product = ['--device-type', deviceType, '--certificate', certificate];
const unit = ['--id', 'a10c4e', '--pac', pac];

/** One sentence with its code at the end, then what to do; nothing else but that a board is waited for, and nothing secret. */
const expectOneSentence = ({ stderr, stdout }: Ended, code: string, says: RegExp): void => {
  expect(stderr).toMatch(
    new RegExp(
      `^(No answer yet: waiting for the board to boot, \\d+ s\\.\n)?pacline: .+ \\(${code}\\)\\n {2}.+\\.\\n$`,
    ),
  );
  expect(stderr).toMatch(says);
  for (const secret of [password, pac]) expect(stdout + stderr).not.toContain(secret);
};

const settingsOf = (text: string): string => {
  const file = join(temporaryFolder(), 'station.toml');
  writeFileSync(file, text);
  return file;
};

describe('a port', () => {
  test('that is not there is named', async () => {
    const ended = await pacline(['identify', '--port', '/dev/ttyNOPE']);
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expectOneSentence(ended, 'port missing', /\/dev\/ttyNOPE.*`pacline ports`/);
  });

  test('that is a file is refused', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const ended = await pacline(['identify', '--port', file]);
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expectOneSentence(ended, 'port fault', /cannot be used as a serial port/);
  });

  test('that another program holds is told with that program', async () => {
    const port = await serveStranger('chatter');
    const holder = startPacline(['ports', '--listen', port]);
    await holder.until(/GPGGA/);
    const ended = await pacline(['identify', '--port', port]);
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expectOneSentence(ended, 'port busy', new RegExp(`${port} is held by pacline \\(process ${holder.pid}\\)`));
  });

  test('with a dead board behind it', async () => {
    const { port } = await serveBoard('--dialect', 'ax-wisol', '--fault', 'mute');
    const ended = await pacline(['identify', '--port', port]);
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expectOneSentence(ended, 'no answer', /power/);
  });

  test('with something else behind it that talks', async () => {
    const ended = await pacline(['identify', '--port', await serveStranger('chatter')]);
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expectOneSentence(ended, 'foreign device', /GPGGA/);
  });

  test('with bytes of another speed', async () => {
    const ended = await pacline(['identify', '--port', await serveStranger('garbage')]);
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expectOneSentence(ended, 'wrong baud', /speed/);
  });
});

const named = (name: string): string =>
  `[[product]]\nname = "${name}"\ndeviceTypeId = "${deviceType}"\nproductCertificate = "${certificate}"\nprefix = "${name}-"\n`;

describe('a settings file', () => {
  test.each([
    {
      what: 'a wrong key',
      text: `[product]\nname = "Sensor"\ndeviceTypeId = "${deviceType}"\nprototype = true\nprefx = "s-"\n`,
      says: /station\.toml:5:1: product\.prefx: there is no such key \(did you mean prefix\?\)/,
    },
    {
      what: 'a wrong value',
      text: '[station]\ncontactBounceMs = "soon"\n',
      says: /station\.toml:2:1: station\.contactBounceMs: "soon" is not a whole number/,
    },
    {
      what: 'a secret in it',
      text: `[backend]\npassword = "${password}"\n`,
      says: /station\.toml:2:1: .*secrets do not belong in this file/,
    },
    { what: 'no TOML in it', text: '[station\n', says: /station\.toml:1:\d+: not valid TOML/ },
  ])('with $what is refused with file, line and column', async ({ text, says }) => {
    const ended = await pacline(['run', '--settings', settingsOf(text)], {
      ...nobody,
      PACLINE_STATE_DIR: temporaryFolder(),
    });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expectOneSentence(ended, 'bad settings', says);
  });

  test('that is not there is named', async () => {
    const ended = await pacline(['run'], { ...nobody, PACLINE_SETTINGS: '/nowhere/station.toml' });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expectOneSentence(
      ended,
      'bad settings',
      /no settings file \/nowhere\/station\.toml.*\n {2}`pacline init` writes one/,
    );
  });

  test('with a product saves the flags', async () => {
    const settings = settingsOf(
      `[product]\nname = "Sensor"\ndeviceTypeId = "${deviceType}"\nproductCertificate = "${certificate}"\nprefix = "s-"\n`,
    );
    const world = { ...(await serveBackend()), PACLINE_STATE_DIR: temporaryFolder(), PACLINE_SETTINGS: settings };
    expect(await pacline(['register', ...unit], world)).toMatchObject({ code: 0 });
    expect(objects(await pacline(['journal', 'show', 'a10c4e', '--json'], world))).toMatchObject([
      { registration: { name: 's-00A10C4E', certificate } },
    ]);
  });

  test('with several products has to be told which, by its name or by the order', async () => {
    const settings = settingsOf(`${named('Meter')}${named('Valve')}[[order]]\nname = "4711"\nproduct = "Valve"\n`);
    const world = { ...(await serveBackend()), PACLINE_STATE_DIR: temporaryFolder(), PACLINE_SETTINGS: settings };
    const open = await pacline(['register', ...unit], world);
    expect(open).toMatchObject({ code: 2, stdout: '' });
    expectOneSentence(
      open,
      'bad usage',
      /name one of "Meter", "Valve" with --product, or an order with --order: "4711"/,
    );
    expect(await pacline(['register', ...unit, '--product', 'Valve'], world)).toMatchObject({ code: 0 });
    expect(objects(await pacline(['journal', 'show', 'a10c4e', '--json'], world))).toMatchObject([
      { registration: { name: 'Valve-00A10C4E' } },
    ]);
  });
});

describe('the backend', () => {
  test('without a password in the environment is not asked', async () => {
    const { PACLINE_API_PASSWORD: _, ...incomplete } = nobody;
    const ended = await pacline(['register', ...product, ...unit], {
      ...incomplete,
      PACLINE_STATE_DIR: temporaryFolder(),
    });
    expect(ended).toMatchObject({ code: 4, stdout: '' });
    expectOneSentence(ended, 'bad credentials', /PACLINE_API_PASSWORD is not set/);
  });

  test('that does not accept the password leaves the unit owed', async () => {
    const world = {
      ...(await serveBackend()),
      PACLINE_API_PASSWORD: 'wrong-wrong-wrong',
      PACLINE_STATE_DIR: temporaryFolder(),
    };
    const ended = await pacline(['register', ...product, ...unit, '--json'], world);
    expect(ended.code).toBe(4);
    expect(objects(ended)).toMatchObject([
      {
        deviceId: '00A10C4E',
        outcome: 'error',
        code: 'bad credentials',
        state: 'owed',
        message: expect.stringContaining('It is owed and was not sent yet'),
      },
    ]);
    expect(ended.stdout + ended.stderr).not.toContain('wrong-wrong');
  });

  test('that does not accept the password stops the line before the first unit', async () => {
    const { port } = await serveBoard('--dialect', 'ax-wisol');
    const world = {
      ...(await serveBackend()),
      PACLINE_API_PASSWORD: 'wrong-wrong-wrong',
      PACLINE_STATE_DIR: temporaryFolder(),
    };
    const ended = await pacline(['run', ...product, '--port', port], world);
    expect(ended).toMatchObject({ code: 4, stdout: '' });
    expectOneSentence(ended, 'bad credentials', /401/);
    expect(ended.stderr).not.toContain('wrong-wrong');
  });

  test.each([
    { url: 'http://backend.example/v2', code: 'backend insecure', says: /use https/ },
    { url: 'backend.example', code: 'bad settings', says: /https:\/\/api\.sigfox\.com\/v2/ },
    { url: `https://login:${password}@backend.example/v2`, code: 'bad settings', says: /PACLINE_API_LOGIN/ },
  ])('at $url is not asked', async ({ url, code, says }) => {
    const ended = await pacline(['register', ...product, ...unit], {
      ...accessTo(url),
      PACLINE_STATE_DIR: temporaryFolder(),
    });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expectOneSentence(ended, code, says);
  });
});

describe('the state folder', () => {
  test('that cannot be made is named', async () => {
    const ended = await pacline(['register', ...product, ...unit], { ...nobody, PACLINE_STATE_DIR: '/sys/pacline' });
    expect(ended).toMatchObject({ code: 5, stdout: '' });
    expectOneSentence(ended, 'journal read-only', /\/sys\/pacline.*PACLINE_STATE_DIR/);
  });

  test('in a place that takes no folders is named, and not tried for ever', async () => {
    const ended = await pacline(['register', ...product, ...unit], { ...nobody, PACLINE_STATE_DIR: '/proc/pacline' });
    expect(ended).toMatchObject({ code: 5, stdout: '' });
    expectOneSentence(ended, 'journal (read-only|fault)', /\/proc\/pacline/);
  });

  test('that is a file is named', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const ended = await pacline(['register', ...product, ...unit], {
      ...nobody,
      PACLINE_STATE_DIR: join(folder, 'file'),
    });
    expect(ended).toMatchObject({ code: 5, stdout: '' });
    expectOneSentence(ended, 'journal fault', /file/);
  });

  test.each([8, 90])(
    'whose disk takes no more than %d blocks of a file ends the work, and nothing is sent',
    async (blocks) => {
      const { port } = await serveBoard('--dialect', 'ax-wisol');
      const world = { ...(await serveBackend()), PACLINE_STATE_DIR: temporaryFolder() };
      const ended = await shell(`ulimit -f ${blocks}; pacline run ${product.join(' ')} --port ${port}`, world);
      expect(ended.code).toBe(5);
      expectOneSentence(ended, 'journal (full|fault)', /journal\.sqlite/);
    },
  );

  test('without a journal has nothing to show, and says where it looked', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'empty'));
    for (const command of ['list', 'verify']) {
      const ended = await pacline(['journal', command], { PACLINE_STATE_DIR: join(folder, 'empty') });
      expect(ended).toMatchObject({ code: 5, stdout: '' });
      expectOneSentence(ended, 'journal fault', /There is no journal at .*empty/);
    }
  });
});

describe('the command line', () => {
  test.each([
    { args: ['idntify'], says: /Unknown command 'idntify' \(Did you mean identify\?\)/ },
    { args: ['modem'], says: /'--port <port>'/ },
    { args: ['modem', '--prot', 'x'], says: /Unknown option '--prot' \(Did you mean --port\?\)/ },
    { args: ['identify', 'x', '--port', 'y'], says: /"x" is one too many: --port takes one/ },
    { args: ['identify', 'x', 'y'], says: /Too many arguments for 'identify'/ },
    { args: ['status', '00A1', 'zzz'], says: /1 to 8 hex digits/, code: 'bad device id' },
    { args: ['run', '--prot', 'x'], says: /Unknown option '--prot' \(Did you mean --port\?\)/ },
    { args: ['identify', '--port', 'x', '--dialect', 'wisol'], says: /no dialect "wisol"; known are .*ax-wisol/ },
    { args: ['run', ...product, '--count', 'few'], says: /whole number from 1/ },
    { args: ['run', ...product, '--presence', 'guess'], says: /port, probe/ },
    { args: ['ports', '--listen', 'x', '--baud', '12'], says: /whole number from 300/ },
    { args: ['journal', 'show', 'zzz'], says: /1 to 8 hex digits/, code: 'bad device id' },
    { args: ['simulate', 'board', '--dialect', 'ax-wisol', '--fault', 'zap'], says: /"zap".*mute.*unplug:<answer>/ },
    { args: ['simulate', 'board', '--dialect', 'ax-wisol', '--fault', 'unplug:x'], says: /"unplug:x"/ },
    {
      args: ['simulate', 'board', '--dialect', 'ax-wisol', '--count', '2', '--pac', pac],
      says: /One PAC cannot be that of several boards/,
    },
    { args: ['simulate', 'backend', '--fault', 'zap'], says: /no fault "zap"/ },
    { args: ['simulate', 'backend', '--fault', 'latency:long'], says: /latency:150/ },
    { args: ['simulate', 'backend', '--listen', '0.0.0.0:8080'], says: /loopback/ },
    { args: ['simulate', 'backend', '--listen', '127.0.0.1:99999'], says: /loopback/ },
  ])('pacline $args', async ({ args, says, code = 'bad usage' }) => {
    const ended = await pacline(args, nobody);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expectOneSentence(ended, code, says);
  });

  test('that cannot be understood is told to programs too', async () => {
    const ended = await pacline(['modem', '--json']);
    expect(ended.code).toBe(2);
    expect(objects(ended)).toMatchObject([
      {
        event: 'error',
        outcome: 'error',
        code: 'bad usage',
        blame: 'operator',
        action: 'See `pacline modem --help`.',
      },
    ]);
  });

  test.each([[[]], [['journal']], [['simulate']]])(
    'without a command, %j shows help on standard error',
    async (args) => {
      const ended = await pacline(args);
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toMatch(/^Usage: pacline/);
    },
  );

  test('whose reader goes away ends quietly', async () => {
    expect(await shell('set -o pipefail; pacline --help | head -1')).toMatchObject({
      stdout: 'Usage: pacline [options] [command]\n',
      stderr: '',
    });
  });

  test('whose output finds no room says so', async () => {
    const ended = await shell('pacline protocols export > /dev/full');
    expect(ended.code).toBe(2);
    expectOneSentence(ended, 'bad usage', /Standard output cannot be written \(ENOSPC\)/);
  });
});
