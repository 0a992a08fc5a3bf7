import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { demoIds, demoUsers } from '../../src/simulator/backend/demo-world.ts';
import { bulkOf, idsFrom } from './backend-rig.ts';

const main = resolve(import.meta.dirname, '../../src/cli/main.ts');
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
  const { child, lines } = simulate('simulate', 'backend', '--job-ms', '0', '--time-factor', '600');
  const remarks = firstRemarks(child);
  const url = await nextLine(lines);
  const urlV1 = url.replace(/\/v2$/, '/api');
  expect(await remarks).toContain(`through API v1: ${urlV1}\n`);
  const { jobId } = z.object({ jobId: z.string() }).parse(
    await (await fetch(`${url}/devices/bulk`, { method: 'POST', headers, body: JSON.stringify(bulkOf(idsFrom('00A10001', 3))) })).json(),
  );
  expect(await (await fetch(`${url}/devices/bulk/${jobId}`, { headers })).json()).toMatchObject({ jobDone: true, status: { success: 3 } });
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
  expect(await (await fetch(`${url}/devices/bulk/${jobId}`, { headers })).json()).toMatchObject({ jobDone: false, total: 1, status: { success: 0 } });
});

test.each([
  ['--job-ms', 'soon'],
  ['--time-factor', '0'],
])('simulate backend %s %s is a wrong usage', async (option, value) => {
  const { child } = simulate('simulate', 'backend', `${option}=${value}`);
  expect(await once(child, 'exit')).toEqual([2, null]);
});
