import { expect, test } from 'vitest';

import { objects, pacline, startPacline } from './support/pacline.ts';
import { serveStranger } from './support/served.ts';

test('ports lists what is there, or says that nothing is, without an error', async () => {
  const text = await pacline(['ports']);
  expect(text.code).toBe(0);
  expect(text.stdout === '').toBe(text.stderr.startsWith('No serial ports.'));
  for (const port of objects(await pacline(['ports', '--json'])))
    expect(Object.keys(port)).toEqual(['path', 'place', 'vendorId', 'productId', 'serialNumber', 'product']);
});

test('ports --listen prints each line that comes, until Ctrl-C', async () => {
  const port = await serveStranger('chatter');
  const listener = startPacline(['ports', '--listen', port, '--json']);
  await listener.until(/GPGGA[\s\S]*GPGGA/);
  listener.stop('SIGINT');
  const { code, stdout } = await listener.ended;
  expect(code).toBe(130);
  expect(objects({ stdout })[0]).toEqual({ port, line: '$GPGGA,092751,5321.68,N,00630.34,W,1,8,1.03' });
});

test('simulate board serves as many boards as asked for, with IDs one after another, until Ctrl-C', async () => {
  const boards = startPacline([
    'simulate',
    'board',
    '--dialect',
    'ax-wisol',
    '--id',
    'a10c4e',
    '--count',
    '2',
    '--json',
  ]);
  await boards.until(/(\{.*\}\n){2}/);
  boards.stop('SIGINT');
  const { code, stdout, stderr } = await boards.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(objects({ stdout })).toMatchObject([
    { dialect: 'ax-wisol', deviceId: '00A10C4E', baudRate: 9600 },
    { deviceId: '00A10C4F' },
  ]);
});

test('simulate board ends by itself when its cable was pulled', async () => {
  const boards = startPacline(['simulate', 'board', '--dialect', 'ax-wisol', '--fault', 'unplug:1']);
  const [port] = await boards.until(/^\/dev\/\S+$/m);
  expect(await pacline(['identify', '--port', port])).toMatchObject({ code: 3 });
  expect(await boards.ended).toMatchObject({ code: 0, stderr: 'All boards are unplugged.\n' });
});

test('simulate backend prints its address, and to people how to use it', async () => {
  const backend = startPacline(['simulate', 'backend']);
  const [, url = ''] = await backend.until(/^(http:\/\/127\.0\.0\.1:\d+\/v2)$/m);
  expect((await fetch(`${url}/devices/`)).status).toBe(401);
  backend.stop('SIGINT');
  const { code, stdout, stderr } = await backend.ended;
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${url}\n` });
  expect(stderr).toContain(`export PACLINE_API_URL=${url} PACLINE_API_LOGIN=`);
});
