import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/journal/open-journal.ts';
import { openTestJournal, temporaryJournalPath, tickingClock } from './journal-bench.ts';

interface Acknowledged {
  readonly sequence: number;
  readonly run: string;
}

/** Lets a child append, kills it after `count` acknowledgements, and gives all that it acknowledged until it was dead. */
const killAfter = async (
  path: string,
  count: number,
  whileAlive: () => Promise<void> = async () => {},
): Promise<readonly Acknowledged[]> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'append-until-killed.ts'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const acknowledged: Acknowledged[] = [];
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const [, sequence, run] = /^(\d+) (\S+)$/.exec(line) ?? [];
      // Death may cut the last line short: what is not a whole line was not acknowledged
      if (sequence !== undefined && run !== undefined) acknowledged.push({ sequence: Number(sequence), run });
      if (acknowledged.length === count) {
        await whileAlive();
        child.kill('SIGKILL');
      }
    }
  } finally {
    child.kill('SIGKILL');
    await gone;
  }
  return acknowledged;
};

test('whatever was acknowledged is there after kill -9, and the chain holds', async () => {
  const path = temporaryJournalPath();
  const acknowledged: Acknowledged[] = [];
  for (const count of [1, 7, 30, 61, 100]) {
    acknowledged.push(...(await killAfter(path, count)));

    const journal = await openTestJournal(path);
    const last = await journal.append([]);
    expect(await journal.verify()).toEqual({ events: last, brokenAt: null });
    const endOf = new Map<string, number>();
    for await (const { sequence, event } of journal.read())
      if (event.kind === 'run ended') endOf.set(event.run, sequence);
    expect(acknowledged.filter(({ run, sequence }) => endOf.get(run) !== sequence)).toEqual([]);
    // No append is there by half: a run that was started in one has ended in the same
    expect(await journal.runs({ open: true, limit: 100 })).toEqual([]);
    expect(endOf.size * 2).toBe(last);
    await journal.close();
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(199);
});

test('a writer in another process keeps this one out until it is dead', async () => {
  const path = temporaryJournalPath();
  await killAfter(path, 1, async () => {
    await expect(openJournal({ path, station: 'bench-2', clock: tickingClock() })).rejects.toMatchObject({
      code: 'journal in use',
    });
  });
  expect(await (await openTestJournal(path)).append([])).toBeGreaterThanOrEqual(2);
});
