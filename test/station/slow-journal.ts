import { expect } from 'vitest';
import type { JournalEvent } from '../../src/journal/events.ts';
import type { Journal, Sequence } from '../../src/journal/journal.ts';
import { WrappedJournal } from '../acceptance/support/wrapped-journal.ts';
import { openLine, type LineBenchOptions } from './line-bench.ts';

/** A journal that takes its time over some event: until the test lets it go on. */
class SlowJournal extends WrappedJournal {
  readonly #isSlow: (event: JournalEvent) => boolean;
  readonly #reached = Promise.withResolvers<void>();
  readonly #goOn = Promise.withResolvers<void>();

  constructor(journal: Journal, isSlow: (event: JournalEvent) => boolean) {
    super(journal);
    this.#isSlow = isSlow;
  }

  /** Resolves when the event is about to be written. */
  get reached(): Promise<void> {
    return this.#reached.promise;
  }

  goOn(): void {
    this.#goOn.resolve();
  }

  override async append(events: readonly JournalEvent[]): Promise<Sequence> {
    if (events.some(this.#isSlow)) {
      this.#reached.resolve();
      await this.#goOn.promise;
    }
    return super.append(events);
  }
}

/** A line whose journal takes its time over some event. */
export const openSlowLine = async (isSlow: (event: JournalEvent) => boolean, options: LineBenchOptions = {}) => {
  const slow: SlowJournal[] = [];
  const line = await openLine({
    ...options,
    through: (inner) => {
      const journal = new SlowJournal(inner, isSlow);
      slow.push(journal);
      return journal;
    },
  });
  return { line, slow: slow[0] ?? expect.fail('the journal is wrapped') };
};
