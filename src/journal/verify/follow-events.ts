import type { Kysely } from 'kysely';
import { counted } from '../../domain/counted.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { JournalHead } from '../journal-events.ts';
import type { Verification, VerifyOptions } from '../journal.ts';
import { projectionVersion } from '../projections/transition.ts';
import { decodeEventRow, selectEnd, selectHead } from '../sqlite/event-rows.ts';
import { emptyHead } from '../sqlite/hash-chain.ts';
import type { JournalDatabase } from '../sqlite/journal-database.ts';
import { asJournalError } from '../sqlite/journal-error.ts';
import { currentSchemaVersion, schemaVersion } from '../sqlite/migrations.ts';
import type { EventRow, JournalSchema } from '../sqlite/schema.ts';
import { verifyChain, type Companion } from '../sqlite/verify-chain.ts';
import { TablesByEvents } from './tables-by-events.ts';
import {
  faultFinding,
  leftOutFinding,
  notedFinding,
  soundFinding,
  type JournalFinding,
  type VerifiedJournal,
} from './verified-journal.ts';

/** Goes through the events once: does their chain hold, and are the tables those that they make? */
export const followEvents = async (
  journal: JournalDatabase,
  { tablesUpTo, ...options }: VerifyOptions & { readonly tablesUpTo: number },
): Promise<VerifiedJournal> => {
  const walk = new EventWalk(options);
  try {
    const { sequence } = await journal.use(selectEnd);
    const tables = sequence > tablesUpTo ? null : await TablesByEvents.inMemory();
    walk.tables = tables;
    const chain = await verifyChain(journal, options, walk).finally(() => tables?.close());
    return { head: walk.head, chain, findings: [chainFinding(chain, walk), walk.tablesFinding] };
  } catch (error) {
    if (!PaclineError.is(error, 'journal damaged')) throw error;
    const { head, events } = walk;
    const chain = { events, brokenAt: head.sequence + 1 };
    const unreadable = faultFinding('hash chain', 'journal damaged', `Only ${counted(events, 'event')} can be read.`);
    return { head, chain, findings: [unreadable, walk.tablesFinding] };
  }
};

class EventWalk implements Companion {
  readonly #options: Pick<VerifyOptions, 'signal'>;
  /** null: they are left out. */
  tables: TablesByEvents | null = null;
  tablesFinding = leftOutFinding('tables', 'Not compared: the events that make them do not hold.');
  head: JournalHead = emptyHead;
  events = 0;
  /** What a person accepted, each a sentence. */
  readonly losses: string[] = [];

  constructor(options: Pick<VerifyOptions, 'signal'>) {
    this.#options = options;
  }

  async page(rows: readonly EventRow[]): Promise<void> {
    for (const row of rows) if (row.kind === 'journal loss accepted') this.losses.push(lossOf(row));
    this.events += rows.length;
    const last = rows.at(-1);
    if (last !== undefined) this.head = { sequence: last.sequence, hash: last.hash, at: last.at };
    await this.tables?.take(rows);
  }

  async end(db: Kysely<JournalSchema>): Promise<void> {
    this.tablesFinding = await this.#compared(db).catch((error: unknown) => {
      if (!PaclineError.is(asJournalError(error, ''), 'journal damaged')) throw error;
      return faultFinding('tables', 'journal damaged', 'They cannot be read.');
    });
  }

  async #compared(db: Kysely<JournalSchema>): Promise<JournalFinding> {
    if (this.tables === null)
      return leftOutFinding(
        'tables',
        `Not compared: that takes a while for ${this.events} events. \`pacline journal verify\` does it.`,
      );
    const { projection_version: version } = await selectHead(db);
    const isCurrent = version === projectionVersion && (await schemaVersion(db)) === currentSchemaVersion;
    const differences = isCurrent ? await this.tables.differencesTo(db, this.#options) : this.tables.impossible;
    if (differences.length > 0)
      return faultFinding(
        'tables',
        'journal damaged',
        'What they say is not what the events make. The first differences:',
        differences,
      );
    return isCurrent
      ? soundFinding('tables', 'They are as the events make them.')
      : notedFinding(
          'tables',
          'They are of an older version: the station makes them anew from the events when it starts.',
        );
  }
}

const chainFinding = ({ events, brokenAt }: Verification, { losses }: EventWalk): JournalFinding =>
  brokenAt === null
    ? soundFinding('hash chain', `${counted(events, 'event')}, the chain holds.`, losses)
    : faultFinding(
        'hash chain',
        'journal broken',
        `The hash chain breaks at event ${brokenAt}; the ${counted(events, 'event')} before it hold.`,
        losses,
      );

const lossOf = (row: EventRow): string => {
  const { event, at } = decodeEventRow(row);
  if (event.kind !== 'journal loss accepted') return '';
  const { witnessed, found, operator, reason } = event;
  const lost =
    witnessed === null
      ? `what came after event ${found.sequence}`
      : `events ${found.sequence + 1} to ${witnessed.sequence}`;
  return `${operator} accepted on ${new Date(at).toISOString().slice(0, 10)} the loss of ${lost}: ${reason}`;
};
