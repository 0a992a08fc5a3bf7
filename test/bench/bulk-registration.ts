import { journalFile } from '../../src/settings/state-folder.ts';
/**
 * What it takes to register a file of units through the built program: time, processor, memory, rows of the journal; and how
 * near working off the same debt comes to curl posting the same bodies. The number of units is the first argument
 * (default 300,000). Prints figures; judges nothing.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';

import type { BatchUnit } from '../../src/backend/backend.ts';
import { createDevices } from '../../src/backend/v2/requests.ts';
import { DeviceId } from '../../src/domain/device-id.ts';
import { Pac } from '../../src/domain/pac.ts';
import type { Parsed } from '../../src/domain/parsed.ts';
import { ProductCertificate } from '../../src/domain/product-certificate.ts';
import { openJournalReader } from '../../src/journal/open-journal-reader.ts';
import { demoIds, demoUsers } from '../../src/simulator/backend/world/demo-world.ts';
import { madeUpId, madeUpPac, madeUpRow } from '../series/made-up-series.ts';
import { measureChild, type ChildMeasure } from './measured-child.ts';

const units = Number(process.argv[2] ?? 300_000);
/** As many as the program puts into one request. */
const unitsPerRequest = 60_000;
/** The machine is never quite quiet. */
const turns = 3;
const certificate = 'P_0001_AFAF_01';
const product = ['--device-type', demoIds.deviceType, '--certificate', certificate];
const cli = join(import.meta.dirname, '../../dist/src/cli/main.js');

const parsed = <Value>(result: Parsed<Value>): Value => {
  if (!result.ok) throw new Error(result.reason);
  return result.value;
};

/** What is done with a fresh backend, in a process of its own. */
const withBackend = async <Result>(
  args: readonly string[],
  work: (url: string) => Promise<Result>,
): Promise<Result> => {
  const child = spawn(process.execPath, [cli, 'simulate', 'backend', '--no-limits', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    for await (const url of createInterface({ input: child.stdout })) return await work(url);
    throw new Error('the simulated backend did not start');
  } finally {
    child.kill();
  }
};

const access = (state: string, url = 'http://127.0.0.1:1/v2') => ({
  PACLINE_API_URL: url,
  PACLINE_API_LOGIN: demoUsers.writer.login,
  PACLINE_API_PASSWORD: demoUsers.writer.password,
  PACLINE_STATE_DIR: state,
});

const figures = ({ seconds, cpuSeconds, peakMegabytes }: ChildMeasure): string =>
  `${seconds.toFixed(1)} s wall, ${Math.round(units / seconds)} units/s; CPU ${cpuSeconds?.toFixed(1) ?? '?'} s; memory ${peakMegabytes?.toFixed(0) ?? '?'} MB at most`;

const registerFile = (file: string, state: string): Promise<ChildMeasure> =>
  withBackend([], (url) =>
    measureChild(process.execPath, [cli, 'register', '--file', file, ...product], { environment: access(state, url) }),
  );

const describeJournal = async (state: string): Promise<string> => {
  const verifying = await measureChild(process.execPath, [cli, 'journal', 'verify'], { environment: access(state) });
  const reader = await openJournalReader({ path: journalFile(state) });
  try {
    const { events } = await reader.verify();
    const counts = Object.entries(await reader.countRegistrations()).map(([name, count]) => `${count} ${name}`);
    return `journal: registrations ${counts.join(', ')}; ${events} events, the chain holds (\`journal verify\` in ${verifying.seconds.toFixed(1)} s)`;
  } finally {
    await reader.close();
  }
};

/** From the start of the program to its end: everything read, sent, followed and confirmed in the journal. */
const drainDebt = async (file: string, state: string): Promise<ChildMeasure> => {
  await measureChild(process.execPath, [cli, 'series', 'import', file, ...product], { environment: access(state) });
  return withBackend(['--job-ms', '0'], (url) =>
    measureChild(process.execPath, [cli, 'outbox', 'drain'], { environment: access(state, url) }),
  );
};

const unitAt = (index: number): BatchUnit => {
  const deviceId = parsed(DeviceId.parse(madeUpId(index)));
  return { deviceId, pac: parsed(Pac.parse(madeUpPac(index))), name: deviceId };
};

const writeBodies = async (folder: string): Promise<readonly string[]> => {
  const bodies: string[] = [];
  for (let from = 0; from < units; from += unitsPerRequest) {
    const batch = Array.from({ length: Math.min(unitsPerRequest, units - from) }, (_, index) => unitAt(from + index));
    const { body } = createDevices({
      deviceTypeId: demoIds.deviceType,
      certification: { kind: 'certificate', certificate: parsed(ProductCertificate.parse(certificate)) },
      units: batch,
    });
    const path = join(folder, `body-${bodies.length}.json`);
    await writeFile(path, JSON.stringify(body));
    bodies.push(path);
  }
  return bodies;
};

const postByCurl = (bodies: readonly string[]): Promise<ChildMeasure> =>
  withBackend(['--job-ms', '0'], (url) => {
    const { login, password } = demoUsers.writer;
    const post = (body: string): string =>
      `silent\nshow-error\nfail\nuser = "${login}:${password}"\nheader = "content-type: application/json"\ndata-binary = "@${body}"\noutput = "/dev/null"\nurl = "${url}/devices/bulk"\n`;
    return measureChild('curl', ['--config', '-'], { input: bodies.map(post).join('next\n') });
  });

function* rows(): Generator<string> {
  yield 'id;pac\n';
  for (let index = 0; index < units; index += 1) yield `${madeUpRow(index)}\n`;
}

console.log(`${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; ${units} units`);
const folder = await mkdtemp(join(tmpdir(), 'pacline-bulk-'));
try {
  const file = join(folder, 'units.csv');
  await pipeline(rows(), createWriteStream(file));
  console.log(`register --file, jobs of 2 s\n  ${figures(await registerFile(file, join(folder, 'state')))}`);
  console.log(`  ${await describeJournal(join(folder, 'state'))}`);

  if (spawnSync('curl', ['--version']).status === 0) {
    const bodies = await writeBodies(folder);
    console.log(
      `outbox drain of the same units owed, jobs done at the first look, and curl with the same ${bodies.length} bodies, each to a fresh backend, by turns`,
    );
    const ratios: number[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      const drained = await drainDebt(file, join(folder, `state-drain-${turn}`));
      const posted = await postByCurl(bodies);
      ratios.push(drained.seconds / posted.seconds);
      console.log(`  outbox drain  ${figures(drained)}\n  curl          ${figures(posted)}`);
    }
    console.log(
      `outbox drain / curl: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}; median ${ratios.toSorted((a, b) => a - b)[Math.floor(turns / 2)]?.toFixed(2)} (aim: at most 3)`,
    );
  } else console.log('curl is not installed: nothing to compare with');
} finally {
  await rm(folder, { recursive: true, force: true });
}
