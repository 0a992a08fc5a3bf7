import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { openJournalReader } from '../../src/journal/open-journal-reader.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { collect, openTestJournal, temporaryJournalPath, tickingClock } from './journal-bench.ts';
import { runStarted } from './sample-events.ts';

test('a second writer is told that the journal is in use, by the folder, and the first goes on', async () => {
  const path = temporaryJournalPath();
  const first = await openTestJournal(path);
  const second = openJournal({ path, station: 'bench-2', clock: tickingClock() });
  await expect(second).rejects.toMatchObject({ code: 'journal in use', context: { folder: dirname(path) } });
  expect(await first.append([runStarted('run-1')])).toBe(1);
});

test("the lock is the folder's: another journal beside the first is refused as well", async () => {
  const path = temporaryJournalPath();
  await openTestJournal(path);
  const other = openJournal({ path: join(dirname(path), 'other.sqlite'), station: 'bench-2', clock: tickingClock() });
  await expect(other).rejects.toMatchObject({ code: 'journal in use' });
});

test('neither a refused writer nor a reader in the same process loosens the lock against other processes', async () => {
  const path = temporaryJournalPath();
  await openTestJournal(path);
  await expect(openJournal({ path, station: 'bench-2', clock: tickingClock() })).rejects.toMatchObject({
    code: 'journal in use',
  });
  await (await openJournalReader({ path })).close();

  const child = spawn(process.execPath, [join(import.meta.dirname, 'append-until-killed.ts'), path], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.once('data', () => child.kill('SIGKILL'));
  const [said, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(said).toContain('journal in use');
  expect(exitCode).toBe(1);
});

test('two writers one after the other write one chain', async () => {
  const path = temporaryJournalPath();
  const first = await openTestJournal(path);
  await first.append([runStarted('run-1')]);
  await first.close();
  const second = await openJournal({ path, station: 'bench-2', clock: tickingClock() });
  expect(await second.append([runStarted('run-2')])).toBe(2);
  expect(await second.verify()).toEqual({ events: 2, brokenAt: null });
  expect((await collect(second.read())).map(({ station }) => station)).toEqual(['bench-1', 'bench-2']);
  await second.close();
});
