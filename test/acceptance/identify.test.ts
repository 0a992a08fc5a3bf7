import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { objects, pacline, temporaryFolder } from './support/pacline.ts';
import { serveBoard } from './support/served.ts';

const pac = 'B7D93CE5A61F82D4';
const stars = '*'.repeat(16);

const listOf = (text: string): string => {
  const file = join(temporaryFolder(), 'delivery.csv');
  writeFileSync(file, text);
  return file;
};

test.each(['auto', 'ax-wisol'])(
  'identify prints ID, PAC and firmware of an ax-wisol board with --dialect %s',
  async (dialect) => {
    const { port } = await serveBoard('--dialect', 'ax-wisol', '--id', 'A10C4E', '--pac', pac);
    const json = await pacline(['identify', '--port', port, '--dialect', dialect, '--json']);
    expect(json).toMatchObject({ code: 0, stderr: '' });
    expect(objects(json)).toEqual([
      {
        port,
        dialect: 'ax-wisol',
        deviceId: '00A10C4E',
        pac,
        pacSource: 'modem',
        firmware: expect.stringMatching(/^AX-SF/),
        elapsedMs: expect.any(Number),
      },
    ]);

    const text = await pacline(['identify', '--port', port, '--dialect', dialect]);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(/^device ID +00A10C4E\nPAC +B7D93CE5A61F82D4\ndialect +ax-wisol /);
  },
);

test.each(['auto', 'td-next'])(
  'identify says with --dialect %s that a td-next modem holds no PAC, and where it comes from',
  async (dialect) => {
    const { port } = await serveBoard('--dialect', 'td-next', '--id', 'A10C4E');
    const json = await pacline(['identify', '--port', port, '--dialect', dialect, '--json']);
    expect(json).toMatchObject({ code: 0, stderr: '' });
    expect(objects(json)).toMatchObject([
      { port, dialect: 'td-next', deviceId: '00A10C4E', pac: null, pacSource: null },
    ]);

    const text = await pacline(['identify', '--port', port, '--dialect', dialect]);
    expect(text.code).toBe(0);
    expect(text.stdout).toContain('--delivery-list');
  },
);

test('identify takes the PAC from the delivery list where the modem holds none', async () => {
  const { port } = await serveBoard('--dialect', 'td-next', '--id', 'A10C4E');
  const json = await pacline([
    'identify',
    '--port',
    port,
    '--delivery-list',
    listOf(`id;pac\nA10C4E;${pac}\n`),
    '--json',
  ]);
  expect(json.code).toBe(0);
  expect(objects(json)).toMatchObject([{ deviceId: '00A10C4E', pac, pacSource: 'delivery-list' }]);
});

test('identify says that an ID is not in the delivery list', async () => {
  const { port } = await serveBoard('--dialect', 'td-next', '--id', 'A10C4E');
  const { code, stdout } = await pacline([
    'identify',
    '--port',
    port,
    '--delivery-list',
    listOf(`id;pac\nA10C4F;${pac}\n`),
  ]);
  expect(code).toBe(0);
  expect(stdout).toContain('not in the delivery list');
});

test('identify names the line and column of a delivery list that has a bad row, and repeats no digit of it', async () => {
  const { port } = await serveBoard('--dialect', 'td-next');
  const ended = await pacline([
    'identify',
    '--port',
    port,
    '--delivery-list',
    listOf(`id;pac\nA10C4E;${pac.slice(0, 15)}\n`),
  ]);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(/delivery\.csv, line 2, column 2: .*16/);
  expect(ended.stdout + ended.stderr).not.toContain(pac.slice(0, 15));
});

test('identify --hide-pac and --bytes show the dialogue without the secret', async () => {
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--id', 'A10C4E', '--pac', pac);
  const { code, stdout, stderr } = await pacline(['identify', '--port', port, '--hide-pac', '--bytes']);
  expect(code).toBe(0);
  expect(stdout).toContain(stars);
  expect(stderr).toMatch(/> AT\$I=10<CR>\n\+\d+ < 00A10C4E<CR><LF>/);
  expect(stderr).toContain(`< ${stars}<CR><LF>`);
  expect(stdout + stderr).not.toContain(pac);

  const json = await pacline(['identify', '--port', port, '--hide-pac', '--json']);
  expect(objects(json)).toMatchObject([{ deviceId: '00A10C4E', pac: stars, pacSource: 'modem' }]);
});

test.each([
  { fault: 'mute', exit: 3, code: 'no answer', dialect: null },
  // What was found is told even where nothing can be read.
  { fault: 'unprovisioned', exit: 1, code: 'unprovisioned', dialect: 'ax-wisol' },
  { fault: 'noise:30', exit: 3, code: /line is noisy|wrong baud|no answer|fell silent|foreign device/, dialect: null },
  { fault: 'unplug:3', exit: 3, code: 'port lost', dialect: 'ax-wisol' },
])(
  'identify of a board with the fault $fault exits with $exit and keeps the fields of its JSON',
  async ({ fault, exit, code, dialect }) => {
    const { port } = await serveBoard('--dialect', 'ax-wisol', '--fault', fault);
    const ended = await pacline(['identify', '--port', port, '--json']);
    expect(ended.code).toBe(exit);
    expect(objects(ended)).toEqual([
      {
        port,
        dialect,
        deviceId: null,
        pac: null,
        pacSource: null,
        firmware: null,
        elapsedMs: expect.any(Number),
        code: expect.stringMatching(code),
        message: expect.any(String),
      },
    ]);
    expect(ended.stderr).toMatch(/^(No answer yet: waiting for the board to boot, \d+ s\.\n)?pacline: .+\n {2}.+\.\n$/);
  },
);

test.each([{ fault: 'echo-on' }, { fault: 'flipped-bit:3' }, { fault: 'late-answer:4' }])(
  'identify reads through the fault $fault',
  async ({ fault }) => {
    const { port } = await serveBoard('--dialect', 'ax-wisol', '--id', 'A10C4E', '--pac', pac, '--fault', fault);
    const ended = await pacline(['identify', '--port', port, '--json']);
    expect(ended.code).toBe(0);
    expect(objects(ended)).toMatchObject([{ deviceId: '00A10C4E', pac }]);
  },
);

test('identify names a mute board within its time when its dialect is named and --boot-ms says that it does not boot', async () => {
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--fault', 'mute');
  const ended = await pacline(['identify', '--port', port, '--json', '--dialect', 'ax-wisol', '--boot-ms', '0']);
  expect(objects(ended)).toMatchObject([{ dialect: 'ax-wisol', code: 'no answer' }]);
  expect(Number(objects(ended)[0]?.['elapsedMs'])).toBeLessThan(2000);
  expect(ended.stderr).not.toContain('waiting');
});

test.each([['identify'], ['modem'], ['run'], ['register'], ['ports']] as const)(
  '%s takes an empty port for a mistake at the command line',
  async (command) => {
    const flags = command === 'ports' ? ['--listen', ''] : ['--port', ''];
    const place =
      command === 'run' || command === 'register' ? ['--device-type', '5eed0000000000000000000c', '--prototype'] : [];
    const ended = await pacline([command, ...flags, ...place], {
      PACLINE_API_URL: 'http://127.0.0.1:9',
      PACLINE_API_LOGIN: 'a',
      PACLINE_API_PASSWORD: 'b',
    });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('empty');
  },
);
