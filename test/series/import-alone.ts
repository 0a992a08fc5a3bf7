/** Child process of tests: imports the file argv[2] into a new journal in the folder argv[3]; prints what it took as JSON. */
import { join } from 'node:path';

import { openJournal } from '../../src/journal/open-journal.ts';
import { importSeries } from '../../src/series/import-series.ts';
import { systemClock } from '../../src/machine/system-clock.ts';
import { defaults } from './made-up-series.ts';

const [file = '', folder = ''] = process.argv.slice(2);
const journal = await openJournal({ path: join(folder, 'journal.sqlite'), station: 'alone', clock: systemClock });
const startedAt = performance.now();
const before = process.cpuUsage();
const { listed } = await importSeries(file, {
  journal,
  defaults,
  take: 'good rows',
  signal: AbortSignal.timeout(540_000),
});
const { user, system } = process.cpuUsage(before);
await journal.close();
console.log(
  JSON.stringify({
    listed,
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: (user + system) / 1e6,
    rssMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
