import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openJournalReader } from '../../src/journal/open-journal-reader.ts';
import { journalFile } from '../../src/settings/state-folder.ts';
import { objects, pacline, start, startPacline, temporaryFolder } from './support/pacline.ts';
import { certificate, deviceType, serveBackend, serveBoard } from './support/served.ts';

/* Whatever takes a line from its people, the run under way has its end in the journal. */

/** A line whose backend keeps the answer to a create for so long that it is in the middle of a run. */
const slowLine = async () => {
  const world = {
    ...(await serveBackend('--fault', 'latency@POST/v2/devices/:4000')),
    PACLINE_STATE_DIR: temporaryFolder(),
  };
  const { port } = await serveBoard('--dialect', 'ax-wisol');
  return { world, args: ['run', '--device-type', deviceType, '--certificate', certificate, '--port', port] };
};

test('SIGHUP in the middle of a run ends it as SIGTERM does', async () => {
  const { world, args } = await slowLine();
  const line = startPacline([...args, '--json'], world);
  await line.until(/"registering"/);
  line.stop('SIGHUP');
  // One from the shell and one from the kernel
  line.stop('SIGHUP');
  expect(await line.ended).toMatchObject({ code: 130 });
  expect(objects(await pacline(['journal', 'list', '--json'], world))).toMatchObject([
    { outcome: 'aborted', code: 'interrupted', endedAt: expect.any(Number) },
  ]);
});

test('a terminal that is gone in the middle of a run ends it the same way', async () => {
  const { world, args } = await slowLine();
  const window = start(process.execPath, [join(import.meta.dirname, 'support', 'terminal-window.ts'), ...args], world);
  await window.until(/registering/);
  window.stop('SIGKILL');
  await window.ended;
  const journal = await openJournalReader({ path: journalFile(world.PACLINE_STATE_DIR) });
  try {
    await expect
      .poll(async () => (await journal.runs({ limit: 5 })).map(({ outcome, code }) => ({ outcome, code })), {
        timeout: 30_000,
      })
      .toEqual([{ outcome: 'aborted', code: 'interrupted' }]);
  } finally {
    await journal.close();
  }
});
