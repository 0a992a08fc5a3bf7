import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { objects, pacline, temporaryFolder } from './support/pacline.ts';
import { serveBoard } from './support/served.ts';

const pac = 'B7D93CE5A61F82D4';

test('identify --details tells what an ax-wisol modem measures, and nothing that it has no command for', async () => {
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--id', 'A10C4E', '--pac', pac);
  const json = await pacline(['identify', '--port', port, '--details', '--json']);
  expect(json).toMatchObject({ code: 0, stderr: '' });
  const [object = {}] = objects(json);
  expect(object).toMatchObject({
    dialect: 'ax-wisol',
    deviceId: '00A10C4E',
    pac,
    temperature: 27.7,
    supplyMillivolts: 3350,
  });
  expect(Object.keys(object)).not.toEqual(expect.arrayContaining(['keyMode']));

  const text = await pacline(['identify', '--port', port, '--details']);
  expect(text.stdout).toMatch(/^temperature +27\.7 °C\nsupply +3350 mV\n/m);
  expect(text.stdout).not.toMatch(/^key /m);
});

test('identify --details warns of a modem left on the public key, and tells the command that mends it', async () => {
  const { port } = await serveBoard('--dialect', 'radiocrafts-sig', '--id', 'A10C4E', '--pac', pac);
  const at = ['--port', port, '--dialect', 'radiocrafts-sig'];
  const details = ['identify', ...at, '--details', '--json'];

  const asItCame = await pacline(details);
  expect(asItCame).toMatchObject({ code: 0, stderr: '' });
  expect(objects(asItCame)).toMatchObject([
    {
      deviceId: '00A10C4E',
      pac,
      temperature: expect.any(Number),
      supplyMillivolts: expect.any(Number),
      radioZone: 'RC1',
      keyMode: 'private',
    },
  ]);

  expect(await pacline(['modem', 'usePublicKey', ...at, '--yes'])).toMatchObject({ code: 0, stdout: 'done\n' });
  const forgotten = await pacline(details);
  expect(forgotten.code).toBe(0);
  expect(objects(forgotten)).toMatchObject([{ keyMode: 'public' }]);
  const [, remedy = ''] =
    /^Warning: the modem is left on the public key\..*`pacline (.+)`\.\n$/.exec(forgotten.stderr) ?? [];

  expect(await pacline(remedy.split(' '))).toMatchObject({ code: 0, stdout: 'done\n' });
  expect(await pacline(details)).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining('"keyMode":"private"'),
  });
});

test.each(['nemeus', 'adeunis', 'sigfox-snt', 'daviteq-modbus'])(
  'identify of %s, whose ID nobody has published, tells what to capture and send',
  async (dialect) => {
    const { port } = await serveBoard('--dialect', dialect);
    const json = await pacline(['identify', '--port', port, '--dialect', dialect, '--json']);
    expect(json.code).toBe(2);
    expect(objects(json)).toEqual([
      {
        port,
        dialect,
        deviceId: null,
        pac: null,
        pacSource: null,
        firmware: null,
        elapsedMs: expect.any(Number),
        code: 'not documented',
        message: expect.stringMatching(/send.*\. \(not documented\)$/),
      },
    ]);

    const text = await pacline(['identify', '--port', port, '--dialect', dialect]);
    expect(text).toMatchObject({ code: 2, stdout: '' });
    // The command that it names to capture with is one that this dialect has.
    const [, command = ''] =
      /^pacline: [^\n]*`pacline modem (\w+) --dialect [\w-]+ --port <port>(?: --yes)?`[^\n]* \(not documented\)\n {2}Capture what the message asks for/.exec(
        text.stderr,
      ) ?? [];
    expect((await pacline(['modem', command, '--port', port, '--dialect', dialect, '--yes'])).code).toBe(0);
  },
);

test('identify names the dialect that it found, also where the ID cannot be read', async () => {
  const { port } = await serveBoard('--dialect', 'sigfox-snt');
  const ended = await pacline(['identify', '--port', port, '--json']);
  expect(ended.code).toBe(2);
  expect(objects(ended)).toMatchObject([{ dialect: 'sigfox-snt', deviceId: null, code: 'not documented' }]);
});

test.each([
  { dialect: 'ax-wisol', named: [] },
  { dialect: 'radiocrafts-sig', named: ['--dialect', 'radiocrafts-sig'] },
])(
  'identify --bytes writes the dialogue with $dialect to a file that `protocols check` takes, without the secret',
  async ({ dialect, named }) => {
    const { port } = await serveBoard('--dialect', dialect, '--id', 'A10C4E', '--pac', pac);
    const file = join(temporaryFolder(), 'dialogue.transcript');
    expect(await pacline(['identify', '--port', port, ...named, '--bytes', file, '--hide-pac'])).toMatchObject({
      code: 0,
      stderr: '',
    });
    const dialogue = readFileSync(file, 'utf8');
    expect(dialogue).toMatch(new RegExp(`^# dialect: ${dialect}\n# port: ${port}\n@ `));
    expect(dialogue).not.toContain(pac);

    const checked = await pacline(['protocols', 'check', file, '--json']);
    expect(checked).toMatchObject({ code: 0, stderr: '' });
    expect(objects(checked)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ command: 'readPac', outcome: 'masked', value: null, failure: null, mismatches: [] }),
      ]),
    );
  },
);

test('identify --bytes says that a file cannot be written', async () => {
  const { port } = await serveBoard('--dialect', 'ax-wisol');
  const ended = await pacline([
    'identify',
    '--port',
    port,
    '--bytes',
    join(temporaryFolder(), 'no-folder', 'dialogue.transcript'),
  ]);
  expect(ended).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^pacline: .*no-folder.* cannot be written/),
  });
});

test('identify --bytes on standard error can be saved and checked as well', async () => {
  const { port } = await serveBoard('--dialect', 'ax-wisol');
  const { stderr } = await pacline(['identify', '--port', port, '--bytes']);
  const file = join(temporaryFolder(), 'saved.transcript');
  writeFileSync(file, stderr);
  expect(await pacline(['protocols', 'check', file])).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining(`● fits  ${file}, exchange `),
  });
});
