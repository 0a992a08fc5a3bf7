import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { demoIds, demoUsers } from '../../../src/simulator/backend/world/demo-world.ts';
import { anyText, bulkOf, creationOf, idsFrom } from './backend-rig.ts';

const main = resolve(import.meta.dirname, '../../../src/cli/main.ts');
const authorization = `Basic ${Buffer.from(`${demoUsers.writer.login}:${demoUsers.writer.password}`).toString('base64')}`;
const headers = { authorization };

/** `pacline simulate backend` as a process of its own, ended with the test. */
const simulate = (...options: readonly string[]) => {
  const child = spawn(process.execPath, [main, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
};

/** What it writes beside its results, up to the last line of its introduction. */
const firstRemarks = async ({ stderr }: ReturnType<typeof simulate>['child']): Promise<string> => {
  let text = '';
  for await (const chunk of stderr) {
    text += String(chunk);
    if (text.includes('nothing but this simulation')) break;
  }
  return text;
};

const nextLine = async (lines: AsyncIterator<string>): Promise<string> => z.string().parse((await lines.next()).value);

test('simulate backend prints the address of v2 and remarks that of v1, and serves both until it is stopped', async () => {
  const { child, lines } = simulate('simulate', 'backend', '--prompt', '--time-factor', '600');
  const remarks = firstRemarks(child);
  const url = await nextLine(lines);
  const urlV1 = url.replace(/\/v2$/, '/api');
  expect(await remarks).toContain(`through API v1: ${urlV1}\n`);
  const { jobId } = z.object({ jobId: z.string() }).parse(
    await (
      await fetch(`${url}/devices/bulk`, {
        method: 'POST',
        headers,
        body: JSON.stringify(bulkOf(idsFrom('00A10001', 3))),
      })
    ).json(),
  );
  expect(await (await fetch(`${url}/devices/bulk/${jobId}`, { headers })).json()).toMatchObject({
    jobDone: true,
    status: { success: 3 },
  });
  expect(await (await fetch(`${urlV1}/devices/A10001`, { headers })).json()).toMatchObject({ id: 'A10001' });
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  expect(await ended).toEqual([expect.any(Number), null]);
});

test('simulate backend --json prints both addresses in one object, and jobs take as long as --job-ms says', async () => {
  const { lines } = simulate('--json', 'simulate', 'backend', '--job-ms', '3600000');
  const { url, urlV1 } = z.object({ url: z.url(), urlV1: z.url() }).parse(JSON.parse(await nextLine(lines)));
  const started = await fetch(`${urlV1}/devicetypes/${demoIds.deviceType}/devices/bulk/create/async`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ ids: [{ id: '00A10001', pac: 'A1A1A1A100A10001' }] }),
  });
  const { jobId } = z.object({ jobId: z.string() }).parse(await started.json());
  expect(await (await fetch(`${url}/devices/bulk/${jobId}`, { headers })).json()).toMatchObject({
    jobDone: false,
    total: 1,
    status: { success: 0 },
  });
});

/** A create of 00A10001, and how the list shows it afterwards at once. */
const createAndList = async (url: string, query = ''): Promise<unknown> => {
  expect(
    (await fetch(`${url}/devices/`, { method: 'POST', headers, body: JSON.stringify(creationOf('00A10001')) })).status,
  ).toBe(201);
  return (await fetch(`${url}/devices/?id=A10001${query}`, { headers })).json();
};

test('simulate backend lists late and says so', async () => {
  const { child, lines } = simulate('simulate', 'backend');
  const remarks = firstRemarks(child);
  expect(await createAndList(await nextLine(lines))).toMatchObject({ data: [] });
  expect(await remarks).toMatch(/late, as the real one may be: .*after 300-900 ms.*--prompt/);
});

test('simulate backend --prompt lists at once and says so', async () => {
  const { child, lines } = simulate('simulate', 'backend', '--prompt');
  const remarks = firstRemarks(child);
  expect(await createAndList(await nextLine(lines))).toMatchObject({
    data: [{ id: 'A10001', pac: anyText, prototype: false }],
  });
  expect(await remarks).toContain('It is prompt');
});

test('simulate backend hides, refuses fields and compares IDs as texts where it is told to', async () => {
  const { lines } = simulate(
    'simulate',
    'backend',
    '--prompt',
    '--hide',
    'pac,prototype',
    '--refuse-fields',
    '--certificate-name',
    '--ids-as-text',
    '--device-types',
    '2',
    '--undelivered',
    '3',
    '--callback',
    'dead',
  );
  const url = await nextLine(lines);
  const list = z.object({ data: z.tuple([z.record(z.string(), z.unknown())]) }).parse(await createAndList(url));
  expect(list.data[0]).toMatchObject({ productCertificate: { name: 'P_00A1_0001_01' } });
  for (const hidden of ['pac', 'prototype']) expect(list.data[0]).not.toHaveProperty(hidden);
  const get = async (path: string): Promise<unknown> => (await fetch(`${url}${path}`, { headers })).json();
  expect(await get('/devices/?id=00A10001')).toMatchObject({ data: [] });
  expect(await get('/devices/?fields=deviceType(name)')).toMatchObject({ errors: [{ field: 'fields' }] });
  expect(await get('/device-types/?sort=name')).toMatchObject({
    data: [{ id: demoIds.deviceType }, { projectId: demoIds.project }, { projectId: demoIds.project }],
  });
  expect(await get(`/device-types/${demoIds.deviceType}/callbacks`)).toMatchObject({ data: [{ dead: true }] });
  expect(await get(`/device-types/${demoIds.deviceType}/callbacks-not-delivered`)).toMatchObject({
    data: [{}, {}, {}],
  });
});

test.each([
  ['--list-delay', '900-300'],
  ['--job-delay', 'x'],
  ['--hide', 'pac,name'],
  ['--callback', 'asleep'],
  ['--undelivered', '-1'],
  ['--job-ms', 'soon'],
  ['--time-factor', '0'],
])('simulate backend %s %s is a wrong usage', async (option, value) => {
  const { child } = simulate('simulate', 'backend', `${option}=${value}`);
  expect(await once(child, 'exit')).toEqual([2, null]);
});
