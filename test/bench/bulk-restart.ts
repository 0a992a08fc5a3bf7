import { journalFile } from '../../src/settings/state-folder.ts';
/**
 * Kills the registration of a file of units at ten random points of its way, lets it come to its end, and says how many units
 * were created twice and how many not at all. The number of units is the first argument (default 300,000), the seed of the
 * points the second. Ends with 1 when one unit is lost or created twice.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { openJournal } from '../../src/journal/open-journal.ts';
import { openJournalReader } from '../../src/journal/open-journal-reader.ts';
import { demoIds, demoUsers, demoWorld } from '../../src/simulator/backend/world/demo-world.ts';
import { Registry } from '../../src/simulator/backend/world/registry.ts';
import { startSimulatedBackend } from '../../src/simulator/backend/server.ts';
import { seededRandom } from '../../src/simulator/boards/wire-fault.ts';
import { systemClock } from '../../src/machine/system-clock.ts';
import { attempts, comesSoFar, committed, wayGone, type Way } from '../acceptance/support/bulk-way.ts';
import { RunningProgram } from '../acceptance/support/running-program.ts';
import { madeUpId, madeUpRow } from '../series/made-up-series.ts';

const units = Number(process.argv[2] ?? 300_000);
const random = seededRandom(Number(process.argv[3] ?? 20_261_125));
const kills = 10;
/** Each is a request of its own. */
const certificates = [
  'P_0001_AFAF_01',
  'P_0002_AFAF_01',
  'P_0003_AFAF_01',
  'P_0004_AFAF_01',
  'P_0005_AFAF_01',
] as const;

function* rows(): Generator<string> {
  yield 'id;pac;productCertificate\n';
  for (let index = 0; index < units; index += 1)
    yield `${madeUpRow(index)};${certificates[index % certificates.length]}\n`;
}

console.log(`${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; ${units} units, ${kills} kills`);
const folder = await mkdtemp(join(tmpdir(), 'pacline-restart-'));
const ended = new AbortController();
try {
  const file = join(folder, 'units.csv');
  await pipeline(rows(), createWriteStream(file));
  const world = new Registry(demoWorld);
  const backend = await startSimulatedBackend({
    listen: { host: '127.0.0.1', port: 0 },
    world,
    clock: systemClock,
    signal: ended.signal,
    pace: { perJobMs: 2000, perThousandMs: 0 },
  });
  const path = journalFile(join(folder, 'state'));
  await (await openJournal({ path, station: 'bench', clock: systemClock })).close();
  const journal = await openJournalReader({ path });
  const way: Way = { world, journal, ids: Array.from({ length: units }, (_, index) => madeUpId(index)) };
  const start = (): RunningProgram =>
    new RunningProgram(
      process.execPath,
      [join(import.meta.dirname, 'fast-pacline.ts'), 'register', '--file', file, '--device-type', demoIds.deviceType],
      {
        ...process.env,
        PACLINE_API_URL: backend.url,
        PACLINE_API_LOGIN: demoUsers.writer.login,
        PACLINE_API_PASSWORD: demoUsers.writer.password,
        PACLINE_STATE_DIR: join(folder, 'state'),
      },
    );

  // Four steps a unit; before the last request is carried out, after which the program may be over before it is killed
  const lastPoint = 4 * units - (2 * units) / certificates.length;
  const startedAt = performance.now();
  for (let killed = 0; killed < kills;) {
    const point = Math.max(Math.ceil(((killed + random()) * lastPoint) / kills), (await wayGone(way)) + 1);
    const running = start();
    if (await comesSoFar(way, point, running)) {
      running.stop('SIGKILL');
      killed += 1;
      await running.ended;
      const standing = Object.entries(await journal.countRegistrations()).map(([state, count]) => `${count} ${state}`);
      console.log(
        `  kill ${killed} after ${((performance.now() - startedAt) / 1000).toFixed(0)} s: ${standing.join(', ') || 'nothing listed'}; ${committed(way)} there`,
      );
    } else console.log(`  ended by itself: ${(await running.ended).stderr.trim().split('\n').at(-1)}`);
  }
  // A unit that was sent and did not arrive is sent again by the next run only
  for (let code: number | null = 4; code === 4;) {
    const last = start();
    const { code: exitCode, stdout, stderr } = await last.ended;
    code = exitCode;
    console.log(`  ended with ${code}: ${stdout.trim().split('\n').at(-1)}${code === 0 || code === 4 ? '' : stderr}`);
  }
  const creates = way.ids.map((id) => world.creates(id).committed);
  const twice = creates.filter((count) => count > 1).length;
  const lost = creates.filter((count) => count === 0).length;
  const standing = Object.entries(await journal.countRegistrations()).map(([state, count]) => `${count} ${state}`);
  const { events, brokenAt } = await journal.verify();
  console.log(
    `${twice} duplicates, ${lost} lost; ${attempts(way)} creates sent for ${units} units; journal: registrations ${standing.join(', ')}; ${events} events, the chain ${brokenAt === null ? 'holds' : `is broken at ${brokenAt}`}; ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
  );
  process.exitCode = twice + lost === 0 && brokenAt === null ? 0 : 1;
  await journal.close();
} finally {
  ended.abort();
  await rm(folder, { recursive: true, force: true });
}
