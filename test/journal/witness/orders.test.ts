import { rmSync, statSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '../../../src/journal/open-journal.ts';
import { openTestJournal, temporaryJournalPath } from '../journal-bench.ts';
import { runStarted } from '../sample-events.ts';
import { copyJournal, copyPart, identity } from './killed-journal.ts';

const commits = 6;

/** How the files stood after each commit: 0 is the journal that holds nothing yet. */
const snapshots = async (): Promise<(count: number) => string> => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  const at = (count: number): string => join(dirname(path), `after-${count}`, 'journal.sqlite');
  copyJournal(path, at(0));
  for (let count = 1; count <= commits; count += 1) {
    await journal.append([runStarted(`run-${count}`)]);
    copyJournal(path, at(count));
  }
  return at;
};

test('In whatever order commits and witness reach the disk, a journal that lacks nothing begins without a word, and one that lacks something does not begin', async () => {
  const at = await snapshots();
  for (let written = 0; written <= commits; written += 1)
    for (let witnessed = 0; witnessed <= commits; witnessed += 1) {
      const path = temporaryJournalPath();
      copyJournal(at(written), path);
      copyPart(at(witnessed), path, '-witness');
      const said: string[] = [];
      const opening = openJournal({ ...identity, path, say: (sentence) => said.push(sentence) });
      const what = `${written} commits, a witness of ${witnessed}`;
      if (witnessed > written) {
        await expect(opening, what).rejects.toMatchObject({
          code: 'journal incomplete',
          context: { expected: witnessed, found: written },
        });
        continue;
      }
      const journal = await opening;
      expect(await journal.lastSequence(), what).toBe(written);
      expect(await journal.append([runStarted('next')]), what).toBe(written + 1);
      expect(said, what).toEqual([]);
      await journal.close();
    }
});

test('A commit that a power cut tore is not there, and its witness was not written yet', async () => {
  const at = await snapshots();
  for (let torn = 1; torn <= commits; torn += 1)
    for (const bytes of [1, 4096]) {
      const path = temporaryJournalPath();
      copyJournal(at(torn), path);
      copyPart(at(torn - 1), path, '-witness');
      truncateSync(`${path}-wal`, Math.max(0, statSync(`${path}-wal`).size - bytes));
      const journal = await openJournal({ ...identity, path });
      expect(await journal.lastSequence()).toBe(torn - 1);
      await journal.close();
    }
});

test('A power cut before the first commit leaves a folder in which a journal begins', async () => {
  const at = await snapshots();
  for (const lost of [['', '-wal'], ['-wal']]) {
    const path = temporaryJournalPath();
    copyJournal(at(0), path);
    for (const part of lost) rmSync(`${path}${part}`, { force: true });
    const journal = await openJournal({ ...identity, path });
    expect(await journal.append([runStarted('run-1')])).toBe(1);
    await journal.close();
  }
});
