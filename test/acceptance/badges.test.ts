import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { pacline, objects, startPacline, temporaryFolder } from './support/pacline.ts';
import { certificate, deviceType, nobody } from './support/served.ts';

/* Somebody who can reach the control address, or type at a command, tries PINs. */

const token = 'made-up-token-made-up';
const pin = '471147';

const person = async (name: string, role: string, code: string): Promise<string> =>
  (await pacline(['badge', '--name', name, '--role', role], {}, `${code}\n`)).stdout;

/** A station with one technician and one engineer, and a line controller's address. */
const station = async () => {
  const folder = temporaryFolder();
  const settings = join(folder, 'station.toml');
  writeFileSync(
    settings,
    [
      '[control]\nlisten = "127.0.0.1:0"\ntokenEnv = "PACLINE_CONTROL_TOKEN"\n[[slot]]\nname = "left"\nport = "/dev/ttyNONE"\n',
      `[[product]]\nname = "Meter"\ndeviceTypeId = "${deviceType}"\nproductCertificate = "${certificate}"\n`,
      await person('Tom', 'technician', `B-${pin}`),
      await person('Eva', 'engineer', 'B-not-to-be-guessed'),
    ].join('\n'),
  );
  return {
    ...nobody,
    PACLINE_STATE_DIR: join(folder, 'state'),
    PACLINE_SETTINGS: settings,
    PACLINE_CONTROL_TOKEN: token,
  };
};

const lineOf = async (world: Awaited<ReturnType<typeof station>>) => {
  const line = startPacline(['run', '--json'], world);
  const [, url = ''] = await line.until(/"control":"(http:[^"]+)"/);
  const scan = async (body: string): Promise<number> => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${url}/scan`, { method: 'POST', body, headers });
    await answer.text();
    return answer.status;
  };
  return { line, url, scan };
};

test('a PIN is not found by trying many, each refusal is written down without it, and a restart helps nobody', async () => {
  const world = await station();
  const first = await lineOf(world);
  expect((await fetch(`${first.url}/scan`, { method: 'POST', body: `B-${pin}` })).status).toBe(401);

  const guesses = Array.from({ length: 40 }, (_, index) => `B-${Number(pin) - 20 + index}`);
  const statuses = await Promise.all(guesses.map(first.scan));
  expect(statuses.filter((status) => status === 403)).toHaveLength(3);
  expect(statuses.filter((status) => status === 429)).toHaveLength(37);
  first.line.stop('SIGTERM');
  await first.line.ended;

  const second = await lineOf(world);
  expect(await second.scan(`B-${pin}`)).toBe(429);
  await expect.poll(() => second.scan(`B-${pin}`), { timeout: 20_000, interval: 300 }).toBe(200);
  second.line.stop('SIGTERM');
  await second.line.ended;

  const said = (await first.line.ended).stdout + (await second.line.ended).stdout;
  expect(said).not.toContain(pin);
  expect(await pacline(['journal', 'verify'], world)).toMatchObject({ code: 0 });
});

test('a command that asks who decides is no way round it', async () => {
  const world = await station();
  const line = await lineOf(world);
  line.line.stop('SIGTERM');
  await line.line.ended;
  const codes: unknown[] = [];
  for (const guess of ['111111', '222222', '333333', pin])
    codes.push(
      ...objects(await pacline(['unit', 'set-aside', '00A10001', '--why', 'a try', '--json'], world, `${guess}\n`)).map(
        ({ code }) => code,
      ),
    );
  expect(codes).toEqual(['unknown badge', 'unknown badge', 'unknown badge', 'badges held back']);
});

test('a line that is to ask for a token says that it has none, or that it is too short', async () => {
  const world = await station();
  for (const PACLINE_CONTROL_TOKEN of ['', 'short'])
    expect(await pacline(['run'], { ...world, PACLINE_CONTROL_TOKEN })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('PACLINE_CONTROL_TOKEN'),
    });
});

test('a PIN of few digits is not made, unless the settings let it', async () => {
  const folder = temporaryFolder();
  const settings = join(folder, 'station.toml');
  const badge = (code: string) =>
    pacline(['badge', '--name', 'Ada', '--role', 'operator', '--settings', settings], {}, `${code}\n`);
  writeFileSync(settings, '[station]\nname = "bench"\n');
  for (const code of ['4711', 'B-47114'])
    expect(await badge(code)).toMatchObject({ code: 2, stderr: expect.stringContaining('is guessed too soon') });
  expect(await badge('471147')).toMatchObject({ code: 0 });
  writeFileSync(settings, '[scanner]\nshortestPin = 4\n');
  expect(await badge('4711')).toMatchObject({ code: 0 });
});
