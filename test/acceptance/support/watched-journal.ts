import type { JournalEvent } from '../../../src/journal/events.ts';
import type { Sequence } from '../../../src/journal/journal.ts';
import { WrappedJournal } from './wrapped-journal.ts';

/** A journal that tells when something was written, so that nobody need look now and then. */
export class WatchedJournal extends WrappedJournal {
  readonly #listeners = new Set<(events: readonly JournalEvent[]) => void>();
  #appended = Promise.withResolvers<void>();

  override async append(events: readonly JournalEvent[]): Promise<Sequence> {
    const sequence = await super.append(events);
    for (const listener of this.#listeners) listener(events);
    this.#appended.resolve();
    this.#appended = Promise.withResolvers<void>();
    return sequence;
  }

  /** Told what is on disk, before whoever wrote it. */
  onAppended(listener: (events: readonly JournalEvent[]) => void): void {
    this.#listeners.add(listener);
  }

  /** Resolves with what `look` finds as soon as that is not null: now, or after something was written. */
  async until<Found>(look: () => Promise<Found | null>): Promise<Found> {
    for (;;) {
      const { promise } = this.#appended;
      const found = await look();
      if (found !== null) return found;
      await promise;
    }
  }
}
