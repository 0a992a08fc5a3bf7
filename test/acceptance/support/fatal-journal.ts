import type { JournalEvent } from '../../../src/journal/events.ts';
import type { Journal, Sequence } from '../../../src/journal/journal.ts';
import { WatchedJournal } from './watched-journal.ts';

/** Where the power fails: at which of the appends of these kinds of events, counted from 1, and on which side of its commit. */
export interface PowerCut {
  /** As `FatalJournal.appends` says them. */
  readonly kinds: string;
  readonly nth: number;
  readonly when: 'before the write' | 'after the commit';
}

/** A journal whose process dies at one of its appends: with nothing of it written, or with all of it written and nobody told. */
export class FatalJournal extends WatchedJournal {
  readonly #cut: PowerCut | null;
  readonly #appends = new Map<string, number>();

  constructor(journal: Journal, cut: PowerCut | null) {
    super(journal);
    this.#cut = cut;
  }

  /** How many appends there were of each kind: the kinds of the events that are written in one. */
  get appends(): ReadonlyMap<string, number> {
    return this.#appends;
  }

  override async append(events: readonly JournalEvent[]): Promise<Sequence> {
    const kinds = [...new Set(events.map(({ kind }) => kind))].join(' + ');
    const nth = (this.#appends.get(kinds) ?? 0) + 1;
    this.#appends.set(kinds, nth);
    const isLast = kinds === this.#cut?.kinds && nth === this.#cut.nth;
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
