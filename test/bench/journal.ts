import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { JournalEvent } from '../../src/journal/events.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { openJournal, startJournal } from '../../src/journal/open-journal.ts';
import { emptyHead } from '../../src/journal/sqlite/hash-chain.ts';
import { Witness } from '../../src/journal/witness/witness.ts';
import { rebuildJournal } from '../../src/journal/rebuild-journal.ts';
import { verifyJournal } from '../../src/journal/verify/verify-journal.ts';
import { registrationEvents, runEnded, runStarted, sampleDevice, unitRead } from '../journal/sample-events.ts';

/* What the witness costs at each commit, and how long 100,000 events take to be verified and made anew. `npm run bench:journal` */

const units = 400;
const turns = 5;
const manyEvents = 100_000;

const folder = mkdtempSync(join(tmpdir(), 'pacline-bench-journal-'));
const identity = { station: 'bench-1', clock: Date };

/** A unit on the line. */
const story = (index: number): readonly JournalEvent[] => {
  const registration = registrationEvents(sampleDevice(index));
  return [
    runStarted(`run-${index}`),
    unitRead(index),
    registration['registration owed'],
    registration['registration intended'],
    registration['registration confirmed'],
    runEnded(`run-${index}`, { deviceId: sampleDevice(index), transcript: '> AT$I=10<CR>\n'.repeat(40) }),
  ];
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Milliseconds for one commit, each of one event. */
const appendCost = async (journal: Journal): Promise<number> => {
  const times: number[] = [];
  for (let index = 0; index < units; index += 1)
    for (const event of story(index)) {
      const from = performance.now();
      await journal.append([event]);
      times.push(performance.now() - from);
    }
  await journal.close();
  return median(times);
};

const withWitness: number[] = [];
const without: number[] = [];
for (let turn = 0; turn < turns; turn += 1) {
  const plain = join(folder, `plain-${turn}.sqlite`);
  without.push(
    await appendCost(
      await startJournal({ ...identity, path: plain, database: new DatabaseSync(plain, { timeout: 1000 }) }),
    ),
  );
  withWitness.push(
    await appendCost(await openJournal({ ...identity, path: join(folder, `${turn}`, 'journal.sqlite') })),
  );
}
console.log(
  `one commit: ${median(without).toFixed(3)} ms without a witness, ${median(withWitness).toFixed(3)} ms with one, ratios ${withWitness.map((ms, turn) => (ms / (without[turn] ?? 1)).toFixed(2)).join(', ')}`,
);

const witness = await Witness.create(join(folder, 'alone.sqlite'), emptyHead);
const notes = Array.from({ length: 5000 }, (_, index) => {
  const from = performance.now();
  witness.note({ ...emptyHead, sequence: index, at: index });
  return performance.now() - from;
});
await witness.close();
console.log(`the witness alone: ${(median(notes) * 1000).toFixed(1)} µs`);

const path = join(folder, 'many', 'journal.sqlite');
const journal = await openJournal({ ...identity, path });
for (let index = 0; index * 6 < manyEvents; index += 50)
  await journal.append(Array.from({ length: 50 }, (_, one) => story(index + one)).flat());
await journal.close();

const timed = async (what: string, work: () => Promise<unknown>): Promise<void> => {
  const cpu = process.cpuUsage();
  const from = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    `${what}: ${((performance.now() - from) / 1000).toFixed(1)} s, of CPU ${((user + system) / 1e6).toFixed(1)} s`,
  );
};
await timed(`verify ${manyEvents} events without the tables`, () => verifyJournal({ path, tablesUpTo: 0 }));
await timed(`verify ${manyEvents} events`, () => verifyJournal({ path }));
await timed(`rebuild ${manyEvents} events`, () => rebuildJournal({ path }));
rmSync(folder, { recursive: true, force: true });
