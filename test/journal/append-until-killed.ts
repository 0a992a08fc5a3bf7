import { writeSync } from 'node:fs';
import { openJournal } from '../../src/journal/open-journal.ts';

/** Child process of a test: four slots append to the journal of argv[2] until killed; each acknowledged sequence is one line. */
const path = process.argv[2] ?? '';
const journal = await openJournal({ path, station: 'bench-1', clock: Date });

const slot = async (name: string): Promise<never> => {
  for (let count = 0; ; count += 1) {
    const run = `${process.pid}-${name}-${count}`;
    const sequence = await journal.append([
      { kind: 'run started', run, slot: name, port: '/dev/ttyS9' },
      {
        kind: 'run ended',
        run,
        deviceId: null,
        colour: 'red',
        outcome: 'timeout',
        code: 'no answer',
        message: 'Nothing answers',
        elapsedMs: 1,
        transcript: '',
      },
    ]);
    writeSync(1, `${sequence} ${run}\n`);
  }
};

await Promise.all(['1', '2', '3', '4'].map(slot));
