import { sql, type Kysely } from 'kysely';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { JournalHead } from '../journal-events.ts';
import type { VerifyOptions } from '../journal.ts';
import type { JournalDatabase } from '../sqlite/journal-database.ts';
import { asJournalError } from '../sqlite/journal-error.ts';
import { currentSchemaVersion, refuseNewer, schemaVersion } from '../sqlite/migrations.ts';
import type { JournalSchema } from '../sqlite/schema.ts';
import {
  contradictionOf,
  eventAt,
  nothingYet,
  openBegun,
  refusal,
  headStanding,
  type Contradiction,
} from '../witness/against-witness.ts';
import { readWitness, type WitnessRecordState } from '../witness/witness-file.ts';
import { followEvents } from './follow-events.ts';
import {
  faultFinding,
  notedFinding,
  soundFinding,
  type JournalFinding,
  type VerifiedJournal,
} from './verified-journal.ts';

export interface VerifyJournalOptions extends VerifyOptions {
  readonly path: string;
  /** A head that the journal had once and that was kept elsewhere; null or left out: none is known. */
  readonly anchor?: JournalHead | null;
  /** Of a journal with more events than this, the tables are left out, which take most of the time. Default: they never are. */
  readonly tablesUpTo?: number;
}

/**
 * Checks all of a journal that is trusted: the file, the chain of its events, its end against what stands beside it and elsewhere, and
 * the tables by which the station decides against those that the events make. Of whatever older version it is; nothing is changed, and a
 * station may go on writing meanwhile.
 * @throws PaclineError journal fault | journal incomplete (there is none any more) | journal read-only; the signal's reason
 */
export const verifyJournal = async ({
  path,
  anchor = null,
  tablesUpTo = Infinity,
  ...options
}: VerifyJournalOptions): Promise<VerifiedJournal> => {
  try {
    // Before the journal: a whole one is never behind it
    const witness = readWitness(path);
    const journal = await openBegun(path);
    if (journal === null) {
      const gone = await contradictionOf(witness, journal, path);
      throw gone === null ? nothingYet(path) : refusal(gone, path);
    }
    try {
      const version = await journal.use(schemaVersion);
      refuseNewer(version, path);
      const { head, chain, findings } = await followEvents(journal, { ...options, tablesUpTo });
      return {
        head,
        chain,
        findings: [
          schemaFinding(version),
          await checkFile(journal),
          ...findings,
          await orUnreadable('witness', checkWitness(witness, journal, path)),
          ...(anchor === null
            ? []
            : [
                await orUnreadable(
                  'anchor',
                  journal.use((db) => checkAnchor(anchor, db)),
                ),
              ]),
        ],
      };
    } finally {
      await journal.close();
    }
  } catch (error) {
    throw asJournalError(error, path);
  }
};

/** Where the events cannot be read that something is to be held against. */
const orUnreadable = async (
  subject: JournalFinding['subject'],
  looking: Promise<JournalFinding>,
): Promise<JournalFinding> =>
  looking.catch((error: unknown) => {
    if (!PaclineError.is(error, 'journal damaged')) throw error;
    return faultFinding(subject, 'journal damaged', 'The events cannot be read that it speaks of.');
  });

const schemaFinding = (version: number): JournalFinding =>
  version === currentSchemaVersion
    ? soundFinding('schema', `version ${version}`)
    : notedFinding(
        'schema',
        `Written by an older pacline (version ${version}, this one writes ${currentSchemaVersion}); the station brings it up to date when it starts.`,
      );

const checkFile = async (journal: JournalDatabase): Promise<JournalFinding> => {
  const { rows } = await journal
    .use((db) => sql<{ readonly integrity_check: string }>`pragma integrity_check(10)`.execute(db))
    .catch((error: unknown) => {
      if (!PaclineError.is(error, 'journal damaged')) throw error;
      return { rows: [{ integrity_check: 'its pages cannot be read' }] };
    });
  const words = rows.map(({ integrity_check: word }) => word);
  return words.length === 1 && words[0] === 'ok'
    ? soundFinding('file', 'Every page of it is whole.')
    : faultFinding('file', 'journal damaged', 'It is damaged. SQLite says:', words);
};

const checkWitness = async (
  witness: WitnessRecordState,
  journal: JournalDatabase,
  path: string,
): Promise<JournalFinding> => {
  if (witness.state !== 'whole')
    return notedFinding(
      'witness',
      `It is ${witness.state}: where the journal ended is not known. The station makes it anew.`,
    );
  const contradiction: Contradiction | null = await contradictionOf(witness, journal, path);
  return contradiction === null
    ? soundFinding('witness', `Nothing is missing that was on the disk, up to ${eventAt(witness.head)}.`)
    : faultFinding('witness', contradiction.code, `${contradiction.sentence}.`);
};

const checkAnchor = async (anchor: JournalHead, db: Kysely<JournalSchema>): Promise<JournalFinding> => {
  const event = eventAt(anchor);
  switch (await headStanding(anchor, db)) {
    case 'held':
      return soundFinding('anchor', `All up to ${event} is as it was.`);
    case 'given up':
      return faultFinding(
        'anchor',
        'journal incomplete',
        `The journal has lost ${event}, which a person has accepted.`,
      );
    case 'cut off':
      return faultFinding('anchor', 'journal incomplete', `The journal was cut: it ends before ${event}.`);
    case 'replaced':
      return faultFinding(
        'anchor',
        'journal broken',
        `The chain was made anew, or it is another journal: it does not hold ${event} as it was.`,
      );
  }
};
