import { existsSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openJournalReader } from '../../../src/journal/open-journal-reader.ts';
import { attacks } from './attacks.ts';
import { eventsOnLine, journalParts, killedJournal, open } from './killed-journal.ts';

/** A log that is empty is as good as none. */
const whatIsLeft = (path: string): readonly Buffer[] =>
  journalParts.map((part) => (existsSync(`${path}${part}`) ? readFileSync(`${path}${part}`) : Buffer.of()));

describe.each(attacks)('A journal with its $what', ({ play, sentence, code }) => {
  test('is refused by the station, which leaves what there is as it is', async () => {
    const path = await killedJournal();
    play(path);
    const before = whatIsLeft(path);
    const refused = { code, message: expect.stringMatching(sentence) as string };
    await expect(open(path)).rejects.toMatchObject(refused);
    await expect(open(path)).rejects.toMatchObject(refused);
    expect(whatIsLeft(path)).toEqual(before);
  });

  test('is refused by whoever only looks', async () => {
    const path = await killedJournal();
    play(path);
    await expect(openJournalReader({ path })).rejects.toMatchObject({ code });
  });
});

test('A journal of a station that was killed is whole', async () => {
  const path = await killedJournal();
  const reader = await openJournalReader({ path });
  expect(await reader.lastSequence()).toBe(eventsOnLine);
  await reader.close();
  const journal = await open(path);
  expect(await journal.verify()).toEqual({ events: eventsOnLine, brokenAt: null });
  await journal.close();
});

test('A cut journal can be read by whoever wants to see what is left, and is told what is missing', async () => {
  const path = await killedJournal();
  truncateSync(`${path}-wal`, statSync(`${path}-wal`).size - 1);
  const told: unknown[] = [];
  const reader = await openJournalReader({ path, ifContradicted: (why) => told.push(why) });
  expect(await reader.lastSequence()).toBe(eventsOnLine - 1);
  expect(told).toMatchObject([
    { code: 'journal incomplete', context: { expected: eventsOnLine, found: eventsOnLine - 1 } },
  ]);
  await reader.close();
});
