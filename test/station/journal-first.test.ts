import { expect, test } from 'vitest';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { openStates } from '../../src/domain/registration.ts';
import type { JournalEvent } from '../../src/journal/events.ts';
import type { Journal, Sequence } from '../../src/journal/journal.ts';
import { recoverRegistrations } from '../../src/registrar/recover-registrations.ts';
import { FarBackend } from './far-backend.ts';
import { unitOf } from '../registrar/registrar-bench.ts';
import { WrappedJournal } from '../acceptance/support/wrapped-journal.ts';
import { boardOf, openLine } from './line-bench.ts';

/** A journal whose disk is full from the first event of one kind on, until there is room again. */
class FullJournal extends WrappedJournal {
  readonly #kind: JournalEvent['kind'];
  #isFull = false;

  constructor(journal: Journal, kind: JournalEvent['kind']) {
    super(journal);
    this.#kind = kind;
  }

  override async append(events: readonly JournalEvent[]): Promise<Sequence> {
    this.#isFull ||= events.some(({ kind }) => kind === this.#kind);
    if (this.#isFull) throw new PaclineError('journal full', 'The disk has no room.');
    return super.append(events);
  }
}

test('A verdict is told only after it is on disk', async () => {
  const line = await openLine();
  const told: boolean[] = [];
  const ended = new Set<string>();
  line.journal.onAppended((events) => {
    for (const event of events) if (event.kind === 'run ended') ended.add(event.run);
  });
  line.station.onChange(({ state }) => {
    if (state.kind === 'judged') told.push(ended.has(state.run));
  });
  void line.start();
  for (const index of [1, 2, 3]) await line.pass('left', boardOf(index));
  expect(told).toEqual([true, true, true]);
});

const kinds = [
  'run started',
  'unit read',
  'registration intended',
  'registration confirmed',
  'run ended',
  'unit removed',
] as const;

test.each(kinds)(
  'When there is no room for "%s", the line stops with that error, and nothing is lost',
  async (kind) => {
    const backend = new FarBackend();
    const line = await openLine({ backend, through: (journal) => new FullJournal(journal, kind), slots: 'every port' });
    const judged: string[] = [];
    line.station.onChange(({ state }) => {
      if (state.kind === 'judged') judged.push(state.run);
    });
    const end = line.start();
    const names = ['a', 'b', 'c'];
    for (const [index, name] of names.entries()) line.bench.plug(name, boardOf(index + 1));
    if (kind === 'unit removed') {
      for (const name of names) await line.judged(name);
      line.bench.unplug('a');
    }
    await expect(line.settle(end, 5000)).rejects.toMatchObject({ code: 'journal full' });
    // Whatever was shown is on disk
    for (const run of judged) expect((await line.journal.run(run))?.endedAt).not.toBeNull();
    expect(await line.journal.verify()).toMatchObject({ brokenAt: null });

    // With room on the disk again, the same boards all get where they belong, each created once
    await line.journal.close();
    const again = await openLine({ backend, slots: 'every port', folder: line.folder });
    await recoverRegistrations(again.journal);
    void again.start();
    for (const [index, name] of names.entries()) again.bench.plug(name, boardOf(index + 1));
    for (const name of names) await again.judged(name);
    const over = new AbortController();
    const draining = again.registrar.drain({ signal: over.signal });
    await again.settle(
      again.journal.until(async () =>
        (await again.journal.registrations(openStates, { limit: 10_000 })).length === 0 ? true : null,
      ),
    );
    over.abort();
    await again.settle(draining);
    expect(
      (await again.journal.registrations(['confirmed'], { limit: 10_000 })).map(({ deviceId }) => deviceId).toSorted(),
    ).toEqual([1, 2, 3].map((index) => unitOf(index).deviceId));
    expect(backend.created.toSorted()).toEqual([1, 2, 3].map((index) => unitOf(index).deviceId));
    expect(await again.journal.runs({ open: true, limit: 100 })).toEqual([]);
  },
);
