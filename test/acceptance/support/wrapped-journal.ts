import type { JournalEvent } from '../../../src/journal/events.ts';
import type { Journal, JournalReader, Sequence } from '../../../src/journal/journal.ts';

/** A journal that hands everything on to another one. What a test wants otherwise, it overrides. */
export class WrappedJournal implements Journal {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  append(events: readonly JournalEvent[]): Promise<Sequence> {
    return this.#journal.append(events);
  }

  read(...options: Parameters<JournalReader['read']>): ReturnType<JournalReader['read']> {
    return this.#journal.read(...options);
  }

  unit(...ids: Parameters<JournalReader['unit']>): ReturnType<JournalReader['unit']> {
    return this.#journal.unit(...ids);
  }

  deletedPacs(...ids: Parameters<JournalReader['deletedPacs']>): ReturnType<JournalReader['deletedPacs']> {
    return this.#journal.deletedPacs(...ids);
  }

  unitByPac(...pacs: Parameters<JournalReader['unitByPac']>): ReturnType<JournalReader['unitByPac']> {
    return this.#journal.unitByPac(...pacs);
  }

  registrationsById(
    ...asked: Parameters<JournalReader['registrationsById']>
  ): ReturnType<JournalReader['registrationsById']> {
    return this.#journal.registrationsById(...asked);
  }

  batch(...ids: Parameters<JournalReader['batch']>): ReturnType<JournalReader['batch']> {
    return this.#journal.batch(...ids);
  }

  registration(...ids: Parameters<JournalReader['registration']>): ReturnType<JournalReader['registration']> {
    return this.#journal.registration(...ids);
  }

  knownUnits(...units: Parameters<JournalReader['knownUnits']>): ReturnType<JournalReader['knownUnits']> {
    return this.#journal.knownUnits(...units);
  }

  registrations(...states: Parameters<JournalReader['registrations']>): ReturnType<JournalReader['registrations']> {
    return this.#journal.registrations(...states);
  }

  owedUnits(...options: Parameters<JournalReader['owedUnits']>): ReturnType<JournalReader['owedUnits']> {
    return this.#journal.owedUnits(...options);
  }

  listRegistrations(
    ...pages: Parameters<JournalReader['listRegistrations']>
  ): ReturnType<JournalReader['listRegistrations']> {
    return this.#journal.listRegistrations(...pages);
  }

  debts(...filters: Parameters<JournalReader['debts']>): ReturnType<JournalReader['debts']> {
    return this.#journal.debts(...filters);
  }

  countRegistrations(
    ...filters: Parameters<JournalReader['countRegistrations']>
  ): ReturnType<JournalReader['countRegistrations']> {
    return this.#journal.countRegistrations(...filters);
  }

  batches(...states: Parameters<JournalReader['batches']>): ReturnType<JournalReader['batches']> {
    return this.#journal.batches(...states);
  }

  run(...runs: Parameters<JournalReader['run']>): ReturnType<JournalReader['run']> {
    return this.#journal.run(...runs);
  }

  runs(...filters: Parameters<JournalReader['runs']>): ReturnType<JournalReader['runs']> {
    return this.#journal.runs(...filters);
  }

  intakes(...options: Parameters<JournalReader['intakes']>): ReturnType<JournalReader['intakes']> {
    return this.#journal.intakes(...options);
  }

  countVerdicts(...options: Parameters<JournalReader['countVerdicts']>): ReturnType<JournalReader['countVerdicts']> {
    return this.#journal.countVerdicts(...options);
  }

  badgesRefusedInRow(): ReturnType<JournalReader['badgesRefusedInRow']> {
    return this.#journal.badgesRefusedInRow();
  }

  slot(...names: Parameters<JournalReader['slot']>): ReturnType<JournalReader['slot']> {
    return this.#journal.slot(...names);
  }

  owing(): ReturnType<JournalReader['owing']> {
    return this.#journal.owing();
  }

  lastSequence(): ReturnType<JournalReader['lastSequence']> {
    return this.#journal.lastSequence();
  }

  head(): ReturnType<JournalReader['head']> {
    return this.#journal.head();
  }

  serialNumberOf(...ids: Parameters<JournalReader['serialNumberOf']>): ReturnType<JournalReader['serialNumberOf']> {
    return this.#journal.serialNumberOf(...ids);
  }

  unitOfSerialNumber(
    ...serials: Parameters<JournalReader['unitOfSerialNumber']>
  ): ReturnType<JournalReader['unitOfSerialNumber']> {
    return this.#journal.unitOfSerialNumber(...serials);
  }

  label(...ids: Parameters<JournalReader['label']>): ReturnType<JournalReader['label']> {
    return this.#journal.label(...ids);
  }

  labels(...states: Parameters<JournalReader['labels']>): ReturnType<JournalReader['labels']> {
    return this.#journal.labels(...states);
  }

  countLabels(...states: Parameters<JournalReader['countLabels']>): ReturnType<JournalReader['countLabels']> {
    return this.#journal.countLabels(...states);
  }

  unlabelled(...options: Parameters<JournalReader['unlabelled']>): ReturnType<JournalReader['unlabelled']> {
    return this.#journal.unlabelled(...options);
  }

  countOfOrder(...orders: Parameters<JournalReader['countOfOrder']>): ReturnType<JournalReader['countOfOrder']> {
    return this.#journal.countOfOrder(...orders);
  }

  verify(...options: Parameters<JournalReader['verify']>): ReturnType<JournalReader['verify']> {
    return this.#journal.verify(...options);
  }

  close(): Promise<void> {
    return this.#journal.close();
  }
}
