import { journalFile } from '../../src/settings/state-folder.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { openJournal } from '../../src/journal/open-journal.ts';
import { openJournalReader } from '../../src/journal/open-journal-reader.ts';
import { demoWorld } from '../../src/simulator/backend/world/demo-world.ts';
import { Registry } from '../../src/simulator/backend/world/registry.ts';
import { startSimulatedBackend } from '../../src/simulator/backend/server.ts';
import { seededRandom } from '../../src/simulator/boards/wire-fault.ts';
import { systemClock } from '../../src/machine/system-clock.ts';
import { isThorough } from '../support/thorough.ts';
import { madeUpId, madeUpRow } from '../series/made-up-series.ts';
import { attempts, comesSoFar, committed, wayGone, type Way } from './support/bulk-way.ts';
import { objects, pacline, startPacline, temporaryFolder, type Environment } from './support/pacline.ts';
import { accessTo, deviceType } from './support/served.ts';

/** Each is a request of its own, so that a way has more than one of everything. */
const certificates = ['P_0001_AFAF_01', 'P_0002_AFAF_01', 'P_0003_AFAF_01', 'P_0004_AFAF_01'] as const;

/** A request whose answer died with the program is believed lost after seconds instead of minutes. */
const impatient = '[backend]\nabsentAfterS = 1\nbatchAbsentAfterS = 1\n';

interface Scene extends Way {
  readonly command: readonly string[];
  readonly environment: Environment;
}

/** A file of units, a backend in this process, and a journal that is there from the beginning, so that it can be watched. */
const setScene = async (units: number, { jobMs }: { readonly jobMs: number }): Promise<Scene> => {
  const folder = temporaryFolder();
  const ids = Array.from({ length: units }, (_, index) => madeUpId(index));
  const file = join(folder, 'units.csv');
  writeFileSync(
    file,
    `id;pac;productCertificate\n${ids.map((_, index) => `${madeUpRow(index)};${certificates[index % certificates.length]}\n`).join('')}`,
  );

  const settings = join(folder, 'station.toml');
  writeFileSync(settings, impatient);

  const world = new Registry(demoWorld);
  const ended = new AbortController();
  const backend = await startSimulatedBackend({
    listen: { host: '127.0.0.1', port: 0 },
    world,
    clock: systemClock,
    signal: ended.signal,
    pace: { perJobMs: jobMs, perThousandMs: 0 },
  });
  const path = journalFile(join(folder, 'state'));
  await (await openJournal({ path, station: 'bench', clock: systemClock })).close();
  const journal = await openJournalReader({ path });
  onTestFinished(async () => {
    await journal.close();
    await backend.close();
  });
  return {
    world,
    ids,
    command: ['register', '--file', file, '--device-type', deviceType],
    environment: { ...accessTo(backend.url), PACLINE_STATE_DIR: join(folder, 'state'), PACLINE_SETTINGS: settings },
    journal,
  };
};

/**
 * Enough for requests of many units, of which there are several. What was lost with an answer is looked for so thoroughly before it
 * is sent again that thousands cost minutes of the backend's limits at each start.
 */
const fileLength = isThorough ? 2000 : 120;

test(
  `a file of ${fileLength} units that is killed at ten points of its way ends with each of them registered by one create`,
  { timeout: isThorough ? 1_800_000 : 300_000 },
  async () => {
    const kills = 10;
    const scene = await setScene(fileLength, { jobMs: 300 });
    const { journal, command, environment, world, ids } = scene;
    // Before the last request is carried out: how that ends is one step, after which the program may be over before it is killed
    const lastPoint = 4 * ids.length - 2 * (ids.length / certificates.length);
    const random = seededRandom(20_261_123);
    for (let killed = 0; killed < kills;) {
      const point = Math.max(Math.ceil(((killed + random()) * lastPoint) / kills), (await wayGone(scene)) + 1);
      const running = startPacline(command, environment);
      if (await comesSoFar(scene, point, running)) {
        running.stop('SIGKILL');
        killed += 1;
      }
      // What was sent and did not arrive is sent again by the next run only
      expect([null, 4], `before kill ${killed + 1}: ${(await running.ended).stderr}`).toContain(
        (await running.ended).code,
      );
    }

    let last = await pacline(command, environment);
    for (let again = 0; again < certificates.length && last.code === 4; again += 1)
      last = await pacline(command, environment);
    expect(last).toMatchObject({ code: 0, stdout: expect.stringMatching(`^${fileLength} confirmed, 0 refused`) });
    expect(ids.filter((id) => world.creates(id).committed !== 1)).toEqual([]);
    expect(await journal.countRegistrations()).toEqual({ confirmed: fileLength });
    expect(await journal.debts({ limit: 100 })).toEqual([]);
    expect(await journal.batches(['intended', 'submitted'], { limit: 10_000 })).toEqual([]);
    expect(await journal.verify()).toMatchObject({ brokenAt: null });
  },
);

test('Ctrl-C in the middle of a file ends it within five seconds, and says how to go on', async () => {
  const scene = await setScene(400, { jobMs: 600_000 });
  const running = startPacline(scene.command, scene.environment);
  // The first request is on its way or at work there, and will be for long
  expect(await comesSoFar(scene, scene.ids.length + scene.ids.length / certificates.length, running)).toBe(true);
  const startedAt = performance.now();
  running.stop('SIGINT');
  const { code, stderr } = await running.ended;
  expect(performance.now() - startedAt).toBeLessThan(5000);
  expect(code).toBe(130);
  expect(stderr).toContain('goes on with the same command, or with `pacline outbox drain`: nothing is sent twice.');
  expect(stderr).not.toMatch(/^ {4}at /m);
  expect(await scene.journal.verify()).toMatchObject({ brokenAt: null });
});

test('a file whose units are all registered registers nothing when it is run again', async () => {
  const scene = await setScene(40, { jobMs: 0 });
  expect((await pacline(scene.command, scene.environment)).code).toBe(0);
  const sent = attempts(scene);
  expect(committed(scene)).toBe(scene.ids.length);
  const again = await pacline([...scene.command, '--json'], scene.environment);
  expect(again.code).toBe(0);
  expect(objects(again).at(-1)).toMatchObject({ event: 'end', confirmed: 40, refused: 0, left: 0 });
  expect(attempts(scene)).toBe(sent);
});
