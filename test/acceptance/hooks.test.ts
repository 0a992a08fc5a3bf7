import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { signBody } from '../../src/hooks/signature.ts';
import { MadeUpLine, minute, morning } from '../report/made-up-line.ts';
import { objects, pacline, startPacline, temporaryFolder, type Environment } from './support/pacline.ts';
import { certificate, deviceType, serveBackend } from './support/served.ts';

const secret = 'made-up-signing-key';

const hooksToml = (url: string): string => `
[[hook]]
name = "mes"
kind = "webhook"
url = "${url}"
secretEnv = "MES_SECRET"
kinds = ["run ended"]

[[hook]]
name = "broker"
kind = "mqtt"
url = "mqtts://line@broker.example:8883"
topic = "pacline/{station}/{kind}"

[[hook]]
name = "share"
kind = "folder"
folder = "share"
`;

const product = `
[product]
name = "tank"
deviceTypeId = "${deviceType}"
productCertificate = "${certificate}"
`;

/** A station at whose hooks nobody has been at work yet; its journal has four events. */
const workplace = async (toml: string) => {
  const folder = temporaryFolder();
  const state = join(folder, 'state');
  writeFileSync(join(folder, 'station.toml'), toml);
  mkdirSync(state, { mode: 0o700 });
  const line = await MadeUpLine.open(join(state, 'journal.sqlite'));
  await line.seat({ ending: 'mute' });
  await line.seat({ ending: 'mute' });
  const environment: Environment = { PACLINE_SETTINGS: join(folder, 'station.toml'), PACLINE_STATE_DIR: state };
  return { folder, state, environment, line };
};

/** As the process that delivers leaves it. */
const leave = (state: string, hook: string, progress: object): void => {
  mkdirSync(join(state, 'hooks'), { recursive: true });
  writeFileSync(join(state, 'hooks', `${hook}.json`), JSON.stringify(progress));
};

test('hooks list tells where each delivers to, how far it has come, and since when and why it fails, without any secret', async () => {
  const { folder, state, environment } = await workplace(hooksToml('https://mes.example/events?key=hidden'));
  leave(state, 'mes', {
    deliveredUpTo: 1,
    since: morning,
    lastFailure: {
      at: morning + minute,
      code: 'hook down',
      message: 'mes.example answered with status 503 (hook down)',
    },
  });
  leave(state, 'share', { deliveredUpTo: 4 });
  const listed = await pacline(['hooks', 'list'], environment);
  expect(listed).toMatchObject({ code: 0, stderr: '' });
  expect(listed.stdout).toMatch(
    /^mes +webhook +https:\/\/mes\.example\/events {2}only run ended\n +delivered up to event 1, 3 behind\n +failing since 2026-11-25 \d\d:00: mes\.example answered with status 503 \(hook down\)\n +here it could not be started: MES_SECRET is not set in the environment;/,
  );
  expect(listed.stdout).toContain(
    `share        folder   ${join(folder, 'share')}\n             every event is delivered, the last is 4\n`,
  );

  const asObjects = await pacline(['hooks', 'list', '--json'], { ...environment, MES_SECRET: secret });
  expect(asObjects.stdout).not.toMatch(/hidden|line@|made-up/);
  expect(objects(asObjects)).toEqual([
    {
      hook: 'mes',
      kind: 'webhook',
      to: 'https://mes.example/events',
      kinds: ['run ended'],
      deliveredUpTo: 1,
      behind: 3,
      failingSince: morning,
      lastFailure: expect.objectContaining({ code: 'hook down' }),
      refusal: null,
    },
    {
      hook: 'broker',
      kind: 'mqtt',
      to: 'mqtts://broker.example:8883 pacline/{station}/{kind}',
      kinds: null,
      deliveredUpTo: 0,
      behind: 4,
      failingSince: null,
      lastFailure: null,
      refusal: null,
    },
    {
      hook: 'share',
      kind: 'folder',
      to: join(folder, 'share'),
      kinds: null,
      deliveredUpTo: 4,
      behind: 0,
      failingSince: null,
      lastFailure: null,
      refusal: null,
    },
  ]);
});

test('hooks list goes without a journal, and not without settings', async () => {
  const { folder, environment } = await workplace(hooksToml('https://mes.example/events'));
  expect(
    objects(await pacline(['hooks', 'list', '--json'], { ...environment, PACLINE_STATE_DIR: join(folder, 'none') })),
  ).toMatchObject([{ deliveredUpTo: null, behind: null }, {}, {}]);
  expect(await pacline(['hooks', 'list'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--settings') as string,
  });
});

test('doctor looks at printer, hooks, orders and debt of the settings, and a secret that is not set is a finding', async () => {
  const { environment, line } = await workplace(
    `${hooksToml('http://127.0.0.1:1/events')}${product}label = {}\n[printer]\nfolder = "labels"\n[[order]]\nname = "PO-1"\nproduct = "tank"\nquantity = 20000\n`,
  );
  await line.seat({ unit: 1, ending: 'green' });
  const ended = await pacline(['doctor', '--json'], { ...environment, ...(await serveBackend()) });
  const findings = objects(ended);
  expect(findings).toContainEqual(
    expect.objectContaining({
      check: 'hooks',
      subject: 'hook mes',
      severity: 'fault',
      code: 'bad settings',
      message: expect.stringContaining('MES_SECRET is not set'),
    }),
  );
  expect(findings).toContainEqual(
    expect.objectContaining({ check: 'hooks', subject: 'hook mes', severity: 'fault', code: 'hook down' }),
  );
  expect(findings).toContainEqual(
    expect.objectContaining({
      check: 'hooks',
      subject: 'hook mes',
      severity: 'ok',
      message: 'delivered up to event 0 of 10, 10 to go',
    }),
  );
  expect(findings).toContainEqual(
    expect.objectContaining({ check: 'printer', subject: 'folder', severity: 'fault', code: 'printer fault' }),
  );
  expect(findings).toContainEqual(
    expect.objectContaining({
      check: 'backend',
      subject: 'tokens',
      severity: 'warning',
      code: 'tokens low',
      message: expect.stringContaining('; its orders need 19999 more.'),
    }),
  );
});

test('simulate mes prints its addresses and each signed event, and turns away what is not signed', async () => {
  const serving = startPacline(['simulate', 'mes', '--json', '--refuse', 'a10002', '--pass', 'a10001'], {
    PACLINE_HOOK_SECRET: secret,
  });
  const [, origin = ''] = await serving.until(/"url":"([^"]+)"/);
  const ask = async (path: string, deviceId: string) =>
    (await fetch(`${origin}${path}`, { method: 'POST', body: JSON.stringify({ deviceId }) })).json();
  expect(await ask('/route', '00A10002')).toMatchObject({ allowed: false });
  expect(await ask('/route', '00A10001')).toEqual({ allowed: true });
  expect(await ask('/result', '00A10001')).toEqual({ verdict: 'pass' });
  const body = '{"id":"bench-1:1","kind":"run ended"}';
  const signed = { 'X-Pacline-Event': 'bench-1:1', 'X-Pacline-Signature': signBody({ secret, body, now: Date.now() }) };
  expect((await fetch(`${origin}/events`, { method: 'POST', body, headers: signed })).status).toBe(204);
  expect((await fetch(`${origin}/events`, { method: 'POST', body })).status).toBe(401);
  await serving.until(/"refused"/);
  serving.stop('SIGINT');
  const ended = await serving.ended;
  expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('In station.toml:') });
  expect(objects(ended)).toEqual([
    {
      event: 'listening',
      url: origin,
      events: `${origin}/events`,
      route: `${origin}/route`,
      result: `${origin}/result`,
    },
    { event: 'received', id: 'bench-1:1', body: { id: 'bench-1:1', kind: 'run ended' }, isRepeat: false },
    { event: 'refused', path: '/events' },
  ]);
});

test('simulate mes tells people the secret of the training', async () => {
  const serving = startPacline(['simulate', 'mes']);
  await serving.until(/^http:\/\/127\.0\.0\.1:\d+$/m);
  serving.stop('SIGINT');
  expect(await serving.ended).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('PACLINE_HOOK_SECRET=training') as string,
  });
});
