import type { JournalEvent } from '../../../src/journal/events.ts';
import type { Journal, Sequence } from '../../../src/journal/journal.ts';
import { WatchedJournal } from './watched-journal.ts';

/** Where the power fails: at which append, counted from 1, and on which side of its commit. */
export interface PowerCut {
  readonly append: number;
  readonly when: 'before the write' | 'after the commit';
}

/** A journal whose process dies at one of its appends: with nothing of it written, or with all of it written and nobody told. */
export class FatalJournal extends WatchedJournal {
  readonly #cut: PowerCut | null;
  #appends = 0;

  constructor(journal: Journal, cut: PowerCut | null) {
    super(journal);
    this.#cut = cut;
  }

  get appends(): number {
    return this.#appends;
  }

  override async append(events: readonly JournalEvent[]): Promise<Sequence> {
    this.#appends += 1;
    const isLast = this.#appends === this.#cut?.append;
    if (isLast && this.#cut?.when === 'before the write') die();
    const sequence = await super.append(events);
    if (isLast) die();
    return sequence;
  }
}

/** No handler runs, nothing is flushed: as the power button does it. */
const die = (): void => {
  process.kill(process.pid, 'SIGKILL');
};
