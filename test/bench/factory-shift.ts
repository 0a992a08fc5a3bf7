/**
 * A shift on the virtual bench in compressed time: units with faults at realistic rates, outages, throttling, a printer that is
 * off, a line that is killed. Prints a table of figures; ends with exit code 1 if a promise was broken.
 * `--hours`, `--slots`, `--factor`, `--kills` and `--seed` make it another one.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { reconcileShift, type Reconciliation } from '../support/factory-shift/reconcile-shift.ts';
import type { Footprint } from '../support/factory-shift/shift-messages.ts';
import { eightHours, planShift } from '../support/factory-shift/shift-plan.ts';
import { runFactoryShift, type SeenShift } from '../support/factory-shift/shift-world.ts';

const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: String(eightHours.hours) },
    slots: { type: 'string', default: String(eightHours.slots) },
    factor: { type: 'string', default: String(eightHours.factor) },
    kills: { type: 'string', default: String(eightHours.kills) },
    seed: { type: 'string', default: String(eightHours.seed) },
  },
});
const plan = planShift({
  ...eightHours,
  hours: Number(values.hours),
  slots: Number(values.slots),
  factor: Number(values.factor),
  kills: Number(values.kills),
  seed: Number(values.seed),
});

const counts = (map: ReadonlyMap<string, number>): string =>
  [...map]
    .toSorted(([, a], [, b]) => b - a)
    .map(([words, count]) => `${count} ${words}`)
    .join(', ') || 'none';

/** Looks at a process, ten minutes of shift time apart, that it takes to be warm: code compiled, caches filled. */
const warmAfter = 6;

const sinceWarm = (life: readonly Footprint[]): readonly Footprint[] =>
  life.slice(Math.min(warmAfter, life.length - 1));

const hours = (ms: number): string => (ms / 3_600_000).toFixed(2);

const memory = ({ rssMegabytes, heapMegabytes }: Footprint): string =>
  `RSS ${rssMegabytes.toFixed(0)} MB, heap ${heapMegabytes.toFixed(1)} MB`;

const describeLife = (life: readonly Footprint[], index: number): string => {
  const warm = sinceWarm(life);
  const [first, last] = [warm[0], warm.at(-1)];
  if (first === undefined || last === undefined) return `life ${index + 1}: too short to be looked at`;
  const hourly = life
    .filter((_, look) => look % 6 === 0)
    .map(({ rssMegabytes, heapMegabytes }) => `${rssMegabytes.toFixed(0)} (${heapMegabytes.toFixed(1)})`);
  return `life ${index + 1}, warm at ${hours(first.at)} h: ${memory(first)}; at ${hours(last.at)} h: ${memory(last)}; RSS (heap) hour by hour ${hourly.join(', ')} MB; CPU ${last.cpuSeconds.toFixed(0)} s`;
};

/** Live memory of the longest life of the line, in MB by which it may have grown. */
const mayGrow = 8;

const grownBy = (lives: SeenShift['lives']): number => {
  const warm = sinceWarm(lives.toSorted((a, b) => b.length - a.length)[0] ?? []);
  return (warm.at(-1)?.heapMegabytes ?? 0) - (warm[0]?.heapMegabytes ?? 0);
};

const print = (
  seen: SeenShift,
  { units, seatings, goldenRuns, runs, events, verdicts, setAside, locks, duplicateCreates, broken }: Reconciliation,
): void => {
  const rows: readonly (readonly [string, string])[] = [
    [
      'shift',
      `${plan.hours} h in ${seen.wallSeconds.toFixed(0)} s (× ${plan.factor}), ${plan.slots.length} slots, seed ${plan.seed}`,
    ],
    [
      'seatings',
      `${seatings} of ${units.seated} units and ${goldenRuns} golden runs; ${Math.round(units.seated / plan.hours)} units/h`,
    ],
    [
      'units',
      `seated ${units.seated}, read ${units.read}, registered ${units.registered}, confirmed ${units.confirmed}, labelled ${units.labelled}`,
    ],
    ['set aside', counts(setAside)],
    ['runs', `${runs}: ${counts(verdicts)}`],
    ['slots locked', String(locks)],
    ['kills', String(seen.kills)],
    ['outages', plan.outages.map(({ from, to }) => `${Math.round((to - from) / 60_000)} min`).join(', ') || 'none'],
    ['requests', `${seen.requests} answered, ${seen.throttled} of them "too many requests"`],
    ['labels', `${seen.labels} came out of the printer`],
    ['journal', `${events} events`],
    ...seen.lives.map((life, index) => ['line process', describeLife(life, index)] as const),
    ['duplicate creates', String(duplicateCreates)],
    ['differences', String(broken.length)],
  ];
  for (const [name, words] of rows) console.log(`${name.padEnd(18)} ${words}`);
  for (const sentence of broken) console.log(`  broken: ${sentence}`);
};

console.log(`${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`);
const folder = await mkdtemp(join(tmpdir(), 'pacline-shift-'));
try {
  const seen = await runFactoryShift(plan, { folder, onEvent: (words) => console.log(`  ${words}`) });
  const reconciled = await reconcileShift(plan, seen, folder);
  print(seen, reconciled);
  const grown = grownBy(seen.lives);
  if (grown > mayGrow) console.log(`  broken: the heap of the line grew by ${grown.toFixed(1)} MB`);
  process.exitCode = reconciled.broken.length > 0 || grown > mayGrow ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}
