import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { openJournal } from '../../../src/journal/open-journal.ts';
import { openTestJournal, temporaryJournalPath, tickingClock } from '../journal-bench.ts';
import { registrationEvents, runEnded, runStarted, sampleDevice, unitRead } from '../sample-events.ts';

/** Of a journal: itself, its log, and what stands beside it about its end. */
export const journalParts = ['', '-wal', '-witness'] as const;

export const copyPart = (from: string, to: string, part: (typeof journalParts)[number]): void => {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  if (existsSync(`${from}${part}`)) copyFileSync(`${from}${part}`, `${to}${part}`);
};

export const copyJournal = (from: string, to: string): void => {
  for (const part of journalParts) copyPart(from, to, part);
};

export const identity = { station: 'bench-1', clock: tickingClock() };

/** What five units leave behind on the line, of which the first three are confirmed. */
export const eventsOnLine = 26;

/** The files of a station that was killed: everything that was written last stands in the log only. */
export const killedJournal = async (): Promise<string> => {
  const line = temporaryJournalPath();
  const running = await openTestJournal(line);
  for (let index = 0; index < 5; index += 1) {
    const device = sampleDevice(index);
    const registration = registrationEvents(device);
    await running.append([runStarted(`run-${index}`)]);
    await running.append([unitRead(index)]);
    await running.append([registration['registration owed']]);
    if (index < 3) await running.append([registration['registration intended']]);
    if (index < 3) await running.append([registration['registration confirmed']]);
    await running.append([runEnded(`run-${index}`, { deviceId: device })]);
  }
  const path = temporaryJournalPath();
  copyJournal(line, path);
  await running.close();
  return path;
};

export const open = (path: string) => openJournal({ ...identity, path });
