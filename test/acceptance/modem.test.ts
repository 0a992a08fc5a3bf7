import { expect, test } from 'vitest';

import { objects, pacline } from './support/pacline.ts';
import { serveBoard } from './support/served.ts';

const pac = 'B7D93CE5A61F82D4';

test('modem without a command lists what there is, with effect and purpose, of a modem that it found by itself', async () => {
  const { port } = await serveBoard('--dialect', 'ax-wisol');
  const json = await pacline(['modem', '--port', port, '--json']);
  expect(json).toMatchObject({ code: 0, stderr: '' });
  expect(objects(json)).toEqual(
    expect.arrayContaining([
      { command: 'readPac', effect: 'read', summary: 'initial PAC' },
      { command: 'sendFrame', effect: 'transmit', summary: 'one uplink frame' },
    ]),
  );

  const text = await pacline(['modem', '--port', port]);
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout).toMatch(/^readSupplyMillivolts +read +supply voltage in mV$/m);
});

test('modem reads a value, of the dialect that is named or found', async () => {
  const { port } = await serveBoard('--dialect', 'ax-wisol');
  expect(await pacline(['modem', 'readTemperature', '--port', port])).toEqual({
    code: 0,
    stdout: '27.7\n',
    stderr: '',
  });
  const json = await pacline(['modem', 'readSupplyMillivolts', '--port', port, '--dialect', 'ax-wisol', '--json']);
  expect(json).toMatchObject({ code: 0, stderr: '' });
  expect(objects(json)).toEqual([
    { port, dialect: 'ax-wisol', command: 'readSupplyMillivolts', effect: 'read', value: 3350 },
  ]);
});

test('modem prints a secret only with --yes', async () => {
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--pac', pac);
  const refused = await pacline(['modem', 'readPac', '--port', port, '--dialect', 'ax-wisol']);
  expect(refused).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('readPac prints a secret. Add --yes to see it, or use `pacline identify`.'),
  });
  expect(await pacline(['modem', 'readPac', '--port', port, '--dialect', 'ax-wisol', '--yes'])).toEqual({
    code: 0,
    stdout: `${pac}\n`,
    stderr: '',
  });
});

test('modem prints a device ID without --yes, also where the modem tells the PAC in the same breath', async () => {
  const { port } = await serveBoard('--dialect', 'ht32sx', '--id', 'A10C4E');
  expect(await pacline(['modem', 'readDeviceId', '--port', port, '--dialect', 'ht32sx'])).toMatchObject({
    code: 0,
    stdout: '00A10C4E\n',
  });
});

test.each([
  {
    command: 'sendFrame',
    args: ['--payload', '0102ff'],
    because:
      'sendFrame goes on the air: it spends a message, and the first frame of a unit starts its paid subscription. Add --yes to do it.',
  },
  { command: 'resetChannels', args: [], because: 'resetChannels changes a setting of the modem. Add --yes to do it.' },
])('modem does $command only with --yes, and says why', async ({ command, args, because }) => {
  const { port } = await serveBoard('--dialect', 'ax-wisol');
  const line = ['modem', command, '--port', port, '--dialect', 'ax-wisol', ...args];
  expect(await pacline(line)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(because) });
  const refused = await pacline([...line, '--json']);
  expect(refused.code).toBe(2);
  expect(objects(refused)).toMatchObject([
    { outcome: 'error', code: 'bad usage', message: expect.stringContaining(because) },
  ]);

  expect(await pacline([...line, '--yes'])).toEqual({ code: 0, stdout: 'done\n', stderr: '' });
});

const misuses = [
  {
    what: 'half a byte in a payload',
    args: ['sendFrame', '--payload', '010'],
    says: 'A payload is 1 to 12 bytes: 2 to 24 hex digits, an even number.',
  },
  {
    what: 'a payload of no hex digits',
    args: ['sendFrame', '--payload', 'hello!'],
    says: 'A payload is 1 to 12 bytes',
  },
  { what: 'thirteen bytes', args: ['sendFrame', '--payload', '00'.repeat(13)], says: 'A payload is 1 to 12 bytes' },
  {
    what: 'a byte above 255',
    args: ['sendFrame', '--args', '{"payload":[256]}'],
    says: 'sendFrame cannot be sent: "payload" is 1 to 12 numbers from 0 to 255.',
  },
  { what: 'a frame without payload', args: ['sendFrame'], says: 'sendFrame cannot be sent: "payload" is missing.' },
  {
    what: 'a payload for what is no frame',
    args: ['sendBit', '--payload', '01'],
    says: 'sendBit cannot be sent: "bit" is missing.',
  },
  {
    what: 'a payload for what takes nothing',
    args: ['readTemperature', '--payload', '01'],
    says: 'readTemperature cannot be sent: it takes no arguments.',
  },
  {
    what: 'both --payload and --args',
    args: ['sendFrame', '--payload', '01', '--args', '{}'],
    says: 'Give --payload or --args, not both.',
  },
  { what: '--args that are no JSON', args: ['sendBit', '--args', '{bit:1}'], says: 'What --args gives is not JSON' },
  {
    what: '--args of another name',
    args: ['sendBit', '--args', '{"bits":1}'],
    says: 'sendBit cannot be sent: "bit" is missing.',
  },
  {
    what: '--args with another command in them',
    args: ['sendBit', '--args', '{"bit":"1\\rAT$SF=00"}'],
    says: 'sendBit cannot be sent: "bit" is a number.',
  },
  {
    what: '--args that are null',
    args: ['sendBit', '--args', 'null'],
    says: 'sendBit cannot be sent: its arguments are an object',
  },
  {
    what: 'an unknown command',
    args: ['readZone'],
    says: 'The dialect ax-wisol has no command "readZone"; known are ping, readDeviceId,',
  },
  {
    what: 'a command named like what every object has',
    args: ['toString'],
    says: 'The dialect ax-wisol has no command "toString"',
  },
  {
    what: 'an unknown dialect',
    args: ['ping', '--dialect', 'ax-sigfox'],
    says: 'There is no dialect "ax-sigfox"; known are ax-wisol,',
  },
];

test('modem says in one sentence what is wrong with what it is given, and sends nothing', async () => {
  // Whatever were sent, it would refuse, and the exit code would be another.
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--fault', 'refusing');
  for (const { what, args, says } of misuses) {
    const ended = await pacline(['modem', '--port', port, '--dialect', 'ax-wisol', '--yes', ...args]);
    expect(ended, what).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(says) });
  }
});

test('modem says with exit code 1 that the modem refused', async () => {
  const { port } = await serveBoard('--dialect', 'ax-wisol', '--fault', 'refusing');
  const ended = await pacline(['modem', 'readTemperature', '--port', port, '--dialect', 'ax-wisol', '--json']);
  expect(ended.code).toBe(1);
  expect(objects(ended)).toMatchObject([{ outcome: 'error', code: 'modem refused' }]);
});

test('modem hears what a board prints when it starts, and says how to make it print once more', async () => {
  const { port } = await serveBoard('--dialect', 'udev-edk', '--id', 'A10C4E');
  const ended = await pacline(['modem', 'readDeviceId', '--port', port, '--dialect', 'udev-edk']);
  expect(ended).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^0*A10C4E\n$/),
    stderr: expect.stringContaining('plug the board in'),
  });
});
