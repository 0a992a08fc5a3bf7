import { copyFileSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openJournal } from '../../../src/journal/open-journal.ts';
import { emptyHead } from '../../../src/journal/sqlite/hash-chain.ts';
import { readWitness } from '../../../src/journal/witness/witness-file.ts';
import { Witness } from '../../../src/journal/witness/witness.ts';
import { collect, openTestJournal, temporaryJournalPath } from '../journal-bench.ts';
import { runStarted, sampleHash } from '../sample-events.ts';
import { eventsOnLine, identity, killedJournal, open } from './killed-journal.ts';

const head = (sequence: number) => ({ sequence, hash: sampleHash, at: sequence });

/** Opens it, and gives what was said and the events that were written by that. */
const opening = async (
  path: string,
): Promise<{ readonly said: readonly string[]; readonly written: readonly unknown[] }> => {
  const said: string[] = [];
  const journal = await openJournal({ ...identity, path, say: (sentence) => said.push(sentence) });
  const written = (await collect(journal.read({ after: eventsOnLine }))).map(({ event }) => event);
  await journal.close();
  return { said, written };
};

const spoil = (path: string, ...offsets: readonly number[]): void => {
  const bytes = readFileSync(`${path}-witness`);
  for (const offset of offsets) bytes[offset + 20] = 0;
  writeFileSync(`${path}-witness`, bytes);
};

test('says after each commit where the journal ends, and is readable by its owner only', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  expect(readWitness(path)).toMatchObject({ state: 'whole', head: emptyHead });
  for (let count = 1; count <= 5; count += 1) {
    await journal.append([runStarted(`run-${count}`)]);
    expect(readWitness(path)).toMatchObject({ state: 'whole', head: await journal.head() });
  }
  expect(statSync(`${path}-witness`).mode & 0o777).toBe(0o600);
});

test('that is behind its journal, as after a power cut, is brought up to date without a word', async () => {
  const path = await killedJournal();
  const old = await killedJournal();
  const behind = await Witness.create(old, emptyHead);
  await behind.close();
  copyFileSync(`${old}-witness`, `${path}-witness`);
  expect(await opening(path)).toEqual({ said: [], written: [] });
  expect(readWitness(path)).toMatchObject({ head: { sequence: eventsOnLine } });
});

test.each([0, 4096])('of which a power cut has spoilt the record at %i is as good as before', async (offset) => {
  const path = await killedJournal();
  spoil(path, offset);
  expect(await opening(path)).toEqual({ said: [], written: [] });
  expect(readWitness(path)).toMatchObject({ head: { sequence: eventsOnLine } });
});

test.each([
  ['missing', (path: string) => rmSync(`${path}-witness`)],
  ['damaged', (path: string) => spoil(path, 0, 4096)],
  ['damaged', (path: string) => writeFileSync(`${path}-witness`, '')],
] as const)('that is %s is made anew, which is said and stands in the journal', async (why, attack) => {
  const path = await killedJournal();
  attack(path);
  expect(await opening(path)).toEqual({
    said: [expect.stringContaining(`was ${why} and is made anew`)],
    written: [{ kind: 'witness renewed', why }],
  });
  expect(readWitness(path)).toMatchObject({ head: { sequence: eventsOnLine + 1 } });
});

test('keeps the last record but one while the last is written', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  for (let count = 1; count <= 6; count += 1) {
    await journal.append([runStarted(`run-${count}`)]);
    const found = readWitness(path);
    if (found.state !== 'whole') throw new Error(found.state);
    const whole = readFileSync(`${path}-witness`);
    spoil(path, found.place * 4096);
    expect(readWitness(path)).toMatchObject({ state: 'whole', head: { sequence: count - 1 } });
    writeFileSync(`${path}-witness`, whole);
  }
});

test('that a full disk does not take lets one commit pass, and says so before the next', async () => {
  const path = temporaryJournalPath();
  await (await openTestJournal(path)).close();
  rmSync(`${path}-witness`);
  symlinkSync('/dev/full', `${path}-witness`);
  const witness = Witness.open(path, { head: head(1), place: 0 });
  onTestFinished(() => witness.close());
  witness.requireWritten();
  witness.note(head(2));
  expect(() => witness.requireWritten()).toThrow(expect.objectContaining({ code: 'ENOSPC' }));
});

test('a station that was killed before it had a first event begins', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  const copy = join(dirname(path), 'copy.sqlite');
  copyFileSync(`${path}-witness`, `${copy}-witness`);
  await journal.close();
  const begun = await open(copy);
  expect(await begun.append([runStarted('run-1')])).toBe(1);
  await begun.close();
});
