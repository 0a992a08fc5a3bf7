import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { DeviceId } from '../../src/domain/device-id.ts';
import { Pac } from '../../src/domain/pac.ts';
import type { Parsed } from '../../src/domain/parsed.ts';
import type { Journal, RecordedEvent } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/open-journal.ts';

export const startOfTime = 1_700_000_000_000;

/** A folder of the test's own, with a journal's path inside a folder that is not there yet. */
export const temporaryJournalPath = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pacline-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'state', 'journal.sqlite');
};

/** Every look at the clock is one millisecond later than the one before. */
export const tickingClock = (): { now(): number } => {
  let ticks = 0;
  return { now: () => startOfTime + ticks++ };
};

export const openTestJournal = async (path: string): Promise<Journal> => {
  const journal = await openJournal({ path, station: 'bench-1', clock: tickingClock() });
  onTestFinished(async () => journal.close());
  return journal;
};

export const collect = async (events: AsyncIterable<RecordedEvent>): Promise<readonly RecordedEvent[]> => {
  const collected: RecordedEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
};

/** What a person with an SQLite shell could do to the file. */
export const meddle = (path: string, sql: string): void => {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
};

export const rowsOf = (path: string, table: string, order: string): readonly unknown[] => {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare(`select * from ${table} order by ${order}`).all();
  } finally {
    database.close();
  }
};

const accepted = <T>(parsed: Parsed<T>): T => {
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};

export const deviceId = (text: string): DeviceId => accepted(DeviceId.parse(text));

export const pac = (text: string): Pac => accepted(Pac.parse(text));
