/** Child process of a test: imports argv[2] into the journal at argv[3], and dies at its append number argv[4], `before` or `after` (argv[5]) it is on disk. */
import type { Journal, Sequence } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { importSeries } from '../../src/series/import-series.ts';
import { WrappedJournal } from '../acceptance/support/wrapped-journal.ts';
import { defaults } from './made-up-series.ts';

const [file = '', path = '', last = '', when = ''] = process.argv.slice(2);

class DyingJournal extends WrappedJournal {
  #appends = 0;

  override async append(events: Parameters<Journal['append']>[0]): Promise<Sequence> {
    this.#appends += 1;
    const dies = this.#appends === Number(last);
    if (dies && when === 'before') process.kill(process.pid, 'SIGKILL');
    const sequence = await super.append(events);
    if (dies) process.kill(process.pid, 'SIGKILL');
    return sequence;
  }
}

const journal = new DyingJournal(await openJournal({ path, station: 'dying', clock: Date }));
await importSeries(file, { journal, defaults, take: 'good rows', signal: AbortSignal.timeout(60_000) });
