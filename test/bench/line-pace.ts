/**
 * Whether the line is ever what waits: machine time from a unit's presence to its green, beside what the wire and the backend
 * take by themselves. Sixteen slots, boards at 9600 baud on the virtual bench, a backend 150 ms away in a process of its own; real
 * time. The rests of the bench between rounds keep the published limit of 50 look-ups in 10 s. Ends with exit code 1 when a
 * median is above the aim.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

import { Credentials } from '../../src/backend/http/credentials.ts';
import { dialectNamed } from '../../src/composition/dialects.ts';
import { openLine } from '../../src/composition/open-line.ts';
import { ProductCertificate } from '../../src/domain/product-certificate.ts';
import type { JournalEvent } from '../../src/journal/events.ts';
import type { Sequence } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { demoIds, demoUsers } from '../../src/simulator/backend/world/demo-world.ts';
import { madeUpUnit } from '../../src/simulator/boards/made-up-unit.ts';
import { stateOf } from '../../src/simulator/bench/robot-operator.ts';
import { VirtualBench } from '../../src/simulator/bench/virtual-bench.ts';
import { plainRules } from '../../src/station/line-rules.ts';
import { systemClock } from '../../src/machine/system-clock.ts';
import { WrappedJournal } from '../acceptance/support/wrapped-journal.ts';
import type { FromBackend } from './slow-backend.ts';

const latencyMs = 150;
const aim = 1.25;
const rounds = 5;
const restMs = 10_500;
const slots = Array.from({ length: 16 }, (_, index) => `slot ${index + 1}`);
const { signal } = new AbortController();

const dialect = dialectNamed('ax-wisol');
/** Two readings of ID and PAC, requests and answers, one byte after another. */
const wireBytes = 2 * ['AT$I=10\r', '00A10001\r\n', 'AT$I=11\r', '0123456789ABCDEF\r\n'].join('').length;
const wireMs = (wireBytes * 10_000) / dialect.definition.serial.baudRate;

/** Measures how long appends take, their turn included. */
class TimedJournal extends WrappedJournal {
  appends = 0;
  totalMs = 0;

  override async append(events: readonly JournalEvent[]): Promise<Sequence> {
    const startedAt = performance.now();
    const sequence = await super.append(events);
    this.appends += 1;
    this.totalMs += performance.now() - startedAt;
    return sequence;
  }
}

const backend = fork(join(import.meta.dirname, 'slow-backend.ts'), [String(latencyMs)]);
const told = async (): Promise<FromBackend> => (await once(backend, 'message'))[0] as FromBackend;
const counted = async (): Promise<Extract<FromBackend, { requests: number }>> => {
  const answer = told();
  backend.send('count');
  const counts = await answer;
  if ('url' in counts) throw new Error('the backend told its address twice');
  return counts;
};
const started = await told();
if (!('url' in started)) throw new Error('the backend did not tell its address');
const folder = await mkdtemp(join(tmpdir(), 'pacline-pace-'));
const certificate = ProductCertificate.parse('P_00A1_C077_01');
if (!certificate.ok) throw new Error(certificate.reason);
const rules = plainRules(
  {
    name: 'Pace sensor',
    deviceTypeId: demoIds.deviceType,
    certification: { kind: 'certificate', certificate: certificate.value },
    namePrefix: 'pace-',
  },
  {
    dialect: dialect.definition,
    order: { name: 'the order of the bench', quantity: 50_000 },
    lockOutReds: 3,
    debtLimit: { maxUnits: 200, maxMs: null },
  },
);
const journals: TimedJournal[] = [];
const bench = new VirtualBench({ clock: systemClock, pace: 'as a UART' });
const line = await openLine(
  {
    stateFolder: folder,
    station: 'line pace',
    access: { url: started.url, credentials: new Credentials(demoUsers.writer) },
    openJournalAt: async (options) => {
      const journal = new TimedJournal(await openJournal(options));
      journals.push(journal);
      return journal;
    },
    settings: { station: { contactBounceMs: 0, amberAfterMs: 30_000 } },
    rules,
    slots: slots.map((name) => ({ name, port: name, presence: 'port' })),
  },
  { clock: systemClock, ports: bench },
);
const { station } = line;
const over = new AbortController();
const running = line.run({ signal: over.signal });

let units = 0;
/** One unit in and out; how long from its coming to its green, in ms. */
const seat = async (slot: string): Promise<number> => {
  const judged = stateOf(station, slot, 'judged', signal);
  const unit = madeUpUnit(null, units);
  units += 1;
  const startedAt = performance.now();
  bench.plug(slot, { dialect, unit, wireFaults: [] });
  const { verdict } = await judged;
  const ms = performance.now() - startedAt;
  const empty = stateOf(station, slot, 'empty', signal);
  bench.unplug(slot);
  await empty;
  if (verdict.colour !== 'green') throw new Error(`${slot}: ${verdict.message}`);
  return ms;
};

const oneByOne = async (): Promise<readonly number[]> => {
  const times: number[] = [];
  for (const slot of slots) times.push(await seat(slot));
  return times;
};
const allAtOnce = (): Promise<readonly number[]> => Promise.all(slots.map(seat));

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const measure = async (name: string, round: () => Promise<readonly number[]>, times: number): Promise<number> => {
  const before = {
    ...(await counted()),
    units,
    appends: journals[0]?.appends ?? 0,
    appendMs: journals[0]?.totalMs ?? 0,
  };
  const all: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    all.push(...(await round()));
    await systemClock.sleep(restMs, { signal });
  }
  const after = await counted();
  const seated = units - before.units;
  const requests = (after.requests - before.requests) / seated;
  const requestMs = (after.totalMs - before.totalMs) / (after.requests - before.requests);
  const appends = ((journals[0]?.appends ?? 0) - before.appends) / seated;
  const appendMs = ((journals[0]?.totalMs ?? 0) - before.appendMs) / seated;
  const allowedMs = wireMs + requests * requestMs;
  const ratio = median(all) / allowedMs;
  const phases = (await line.journal.runs({ limit: seated })).map(({ phaseMs }) => phaseMs);
  const shares = (['opening', 'reading', 'checking', 'registering'] as const).map(
    (phase) => `${phase} ${median(phases.map((ms) => ms[phase] ?? 0)).toFixed(0)} ms`,
  );
  console.log(
    `${name.padEnd(24)} ${String(seated).padStart(3)} units: median ${median(all).toFixed(0)} ms, max ${Math.max(...all).toFixed(0)} ms; ` +
      `${requests.toFixed(2)} round trips of ${requestMs.toFixed(1)} ms at the backend, ${after.throttled - before.throttled} throttled; ${appends.toFixed(1)} appends, ${appendMs.toFixed(1)} ms; ` +
      `wire and backend ${allowedMs.toFixed(0)} ms; ratio ${ratio.toFixed(3)}, of the slowest ${(Math.max(...all) / allowedMs).toFixed(3)}; ${shares.join(', ')}`,
  );
  return ratio;
};

try {
  console.log(
    `${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; ${slots.length} slots, ${wireBytes} bytes at ${dialect.definition.serial.baudRate} baud = ${wireMs.toFixed(1)} ms on the wire for two readings; contactBounceMs 0`,
  );
  await measure('all at once, cold', allAtOnce, 1);
  const ratios = [await measure('all at once', allAtOnce, rounds), await measure('one by one', oneByOne, 2)];
  console.log(`aim: at most ${aim}`);
  if (ratios.some((ratio) => ratio > aim)) process.exitCode = 1;
} finally {
  over.abort(new Error('the bench is over'));
  await running;
  await line.close();
  backend.disconnect();
  await rm(folder, { recursive: true, force: true });
}
