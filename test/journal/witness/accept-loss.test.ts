import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { acceptLoss } from '../../../src/journal/accept-loss.ts';
import { openJournalReader } from '../../../src/journal/open-journal-reader.ts';
import { witnessPath } from '../../../src/journal/witness/witness-file.ts';
import { collect, deviceId, temporaryJournalPath } from '../journal-bench.ts';
import { runStarted, sampleDevice } from '../sample-events.ts';
import { attacks } from './attacks.ts';
import { eventsOnLine, identity, journalParts, killedJournal, open } from './killed-journal.ts';

const decided = { operator: 'Eve', reason: 'the disk is gone and there is no backup' };

const accept = (path: string) => acceptLoss({ ...identity, ...decided, path });

describe.each(attacks)('The loss of a journal with its $what', ({ play, sentence }) => {
  test('can be accepted by a person: what was found is kept, and the journal goes on with numbers that were never given out', async () => {
    const path = await killedJournal();
    play(path);
    const found = journalParts
      .slice(0, 2)
      .flatMap((part) => (existsSync(`${path}${part}`) ? [readFileSync(`${path}${part}`)] : []))
      .filter(({ length }) => length > 0);
    const { head, accepted, kept } = await accept(path);
    expect(kept.map((file) => readFileSync(file))).toEqual(found);
    expect(accepted.sentence).toMatch(sentence);
    expect(head.sequence).toBeGreaterThan(accepted.witnessed === null ? accepted.found.sequence : eventsOnLine);

    const journal = await open(path);
    expect(await journal.verify()).toEqual({ events: accepted.found.sequence + 1, brokenAt: null });
    const [event] = await collect(journal.read({ after: accepted.found.sequence }));
    const { witnessed, found: end } = accepted;
    expect(event).toMatchObject({
      ...head,
      event: { kind: 'journal loss accepted', ...decided, witnessed, found: end },
    });
    expect(await journal.append([runStarted('next')])).toBe(head.sequence + 1);
    await journal.close();
    expect(await (await openJournalReader({ path })).lastSequence()).toBe(head.sequence + 1);
  });
});

test('After a loss, what is owed is not known: it may have been sent in what is lost', async () => {
  const path = await killedJournal();
  truncateSync(`${path}-wal`, statSync(`${path}-wal`).size - 1);
  await accept(path);
  const reader = await openJournalReader({ path });
  expect(await reader.countRegistrations()).toEqual({ confirmed: 3, unknown: 2 });
  expect(await reader.registration(deviceId(sampleDevice(4)))).toMatchObject({ state: 'unknown', sends: 1 });
  await reader.close();
});

test('A process that dies right after the acceptance leaves a journal that can be opened', async () => {
  const path = await killedJournal();
  const before = readFileSync(witnessPath(path));
  truncateSync(`${path}-wal`, statSync(`${path}-wal`).size - 1);
  const { head } = await accept(path);
  writeFileSync(witnessPath(path), before);
  const journal = await open(path);
  expect(await journal.head()).toEqual(head);
  await journal.close();
});

test('Where nothing is missing there is nothing to accept', async () => {
  const refused = { code: 'bad usage' };
  await expect(accept(await killedJournal())).rejects.toMatchObject(refused);
  const never = temporaryJournalPath();
  await expect(accept(never)).rejects.toMatchObject(refused);
  expect(existsSync(never)).toBe(false);
});
