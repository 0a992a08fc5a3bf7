import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { startSelfSignedServer } from '../doctor/self-signed-server.ts';
import { cli, objects, pacline, start, temporaryFolder } from './support/pacline.ts';

/* Whoever shares the machine, or sets an environment, tries to get at what the program has in its memory or sends. */

const canary = 'Canary-4711-made-up';
const secrets = { PACLINE_API_LOGIN: 'made-up', PACLINE_API_PASSWORD: canary };

/** A running program that may write its core into `folder`; `ask` resolves when it has answered. */
const startWithCore = async (folder: string) => {
  const running = start(
    'bash',
    ['-c', 'cd "$1" && ulimit -c unlimited && exec "$2" "$3" simulate mes --json', '-', folder, process.execPath, cli],
    secrets,
  );
  const [, url = ''] = await running.until(/"url":"([^"]+)"/);
  return { running, ask: () => fetch(url) };
};

test('a core file holds nothing of what was in the memory', async () => {
  const folder = temporaryFolder();
  const { running } = await startWithCore(folder);
  expect(readFileSync(`/proc/${running.pid}/coredump_filter`, 'latin1').trim()).toBe('00000000');
  running.stop('SIGABRT');
  await running.ended;
  // Where the system hands cores to a program of its own there is none
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes(canary)).toBe(false);
});

test('SIGUSR1 opens no inspector', async () => {
  const { running, ask } = await startWithCore(temporaryFolder());
  running.stop('SIGUSR1');
  await ask();
  running.stop('SIGTERM');
  expect((await running.ended).stderr).not.toMatch(/debugger/i);
});

test.each(['--inspect=127.0.0.1:0', '--report-on-fatalerror', '--heapsnapshot-signal=SIGUSR2'])(
  'NODE_OPTIONS=%s is refused in one sentence',
  async (option) => {
    const ended = await pacline(['journal', 'list'], { ...secrets, NODE_OPTIONS: option });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(`pacline does not run with ${option.split('=')[0]}, by which others could read`);
  },
);

test('NODE_TLS_REJECT_UNAUTHORIZED=0 is said, by doctor too, and nothing is sent to a server with a certificate of its own', async () => {
  const { base, requests } = await startSelfSignedServer();
  const environment = {
    ...secrets,
    PACLINE_API_URL: base,
    PACLINE_STATE_DIR: temporaryFolder(),
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
  };
  const listed = await pacline(['device-types', '--json'], environment);
  expect(listed.code).toBe(4);
  expect(objects(listed)).toMatchObject([{ code: 'backend not trusted' }]);
  expect(listed.stderr).toMatch(
    /^NODE_TLS_REJECT_UNAUTHORIZED is 0 and has no effect: certificates are checked all the same\.$/m,
  );
  expect(listed.stderr).not.toContain('Warning:');
  expect(objects(await pacline(['doctor', '--json'], environment))).toContainEqual(
    expect.objectContaining({ check: 'machine', subject: 'certificates', severity: 'warning' }),
  );
  expect(requests).toEqual([]);
});
