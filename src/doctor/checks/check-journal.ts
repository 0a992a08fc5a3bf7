import { dirname, join } from 'node:path';

import { counted } from '../../domain/counted.ts';
import type { Clock } from '../../domain/clock.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { JournalReader } from '../../journal/journal.ts';
import { verifyJournal } from '../../journal/verify/verify-journal.ts';
import { isJournalKept } from '../../journal/witness/against-witness.ts';
import { openJournalReader } from '../../journal/open-journal-reader.ts';
import { findPortHolder } from '../../serial/port-holder.ts';
import type { Check } from '../examine.ts';
import { fault, fromError, inOrder, notLookedAt, remark, warning, type Finding } from '../finding.ts';
import { findingOf } from '../journal-finding.ts';

export interface JournalToCheck {
  /** Path of the journal's file. */
  readonly file: string;
  readonly clock: Pick<Clock, 'now'>;
  /** From these on no unit is taken in; null: no limit. */
  readonly debtLimit: { readonly maxUnits: number; readonly maxHours: number } | null;
  /** Told while the chain of a long journal is gone through. */
  readonly onProgress: (events: number) => void;
  /** Default `/proc`. */
  readonly proc?: string;
}

const hourMs = 3_600_000;

/** Before a shift nobody waits for longer; `pacline journal verify` compares the tables of any journal. */
const mostComparedEvents = 20_000;

/** Is it whole, do its chain and its tables hold, who writes in it, and what is left to do in it. A station may go on writing meanwhile. */
export const checkJournal = (options: JournalToCheck): Check => ({
  name: 'journal',
  whenItHangs: 'journal fault',
  // A million events take a while to go through, which is not the same as hanging
  limitMs: 10 * 60_000,
  run: async ({ signal }) => {
    const { file, onProgress } = options;
    if (!isJournalKept(file))
      return [notLookedAt('file', `There is no journal at ${file} yet; it is made with the first unit.`)];
    const { findings } = await verifyJournal({ path: file, tablesUpTo: mostComparedEvents, signal, onProgress });
    const isCurrent = findings.some(({ subject, severity }) => subject === 'schema' && severity === 'ok');
    return [...findings.map(findingOf), ...(isCurrent ? await leftToDo(options) : [])];
  },
});

/** Who writes in it, and what is open; what cannot be read is one fault of them all. */
const leftToDo = async (options: JournalToCheck): Promise<readonly Finding[]> => {
  const writer = await findWriter(options);
  try {
    const reader = await openJournalReader({ path: options.file, ifContradicted: () => undefined });
    try {
      return [
        writerFinding(writer),
        await openRuns(reader, writer !== null),
        await debts(reader, options),
        await labels(reader, options),
      ];
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (!PaclineError.is(error)) throw error;
    return [fromError('what is left to do', error)];
  }
};

/** Whoever has the lock's file open: it is opened for nothing else. Taking the lock to see whether it is free could stop a station that starts. */
const findWriter = async ({
  file,
  proc,
}: JournalToCheck): Promise<{ readonly program: string; readonly pid: number } | null> =>
  findPortHolder(join(dirname(file), 'writer.lock'), proc === undefined ? {} : { proc });

const writerFinding = (writer: Awaited<ReturnType<typeof findWriter>>): Finding =>
  writer === null
    ? inOrder('writer', 'Nobody writes in it now, as far as this user may see.')
    : inOrder('writer', `${writer.program} (process ${writer.pid}) writes in it: a station is running.`);

const openRuns = async (reader: JournalReader, isRunning: boolean): Promise<Finding> => {
  const runs = await reader.runs({ open: true, limit: 1000 });
  if (runs.length === 0) return inOrder('open runs', 'none');
  const words = `${counted(runs.length, 'run')} not ended, in ${[...new Set(runs.map(({ slot }) => slot))].join(', ')}`;
  return isRunning
    ? inOrder('open runs', `${words}: under way.`)
    : remark(
        'open runs',
        `${words}, and no station is seen to run: it was stopped hard, or another user runs it.`,
        'Nothing: they are ended when the station starts.',
      );
};

const debts = async (reader: JournalReader, { clock, debtLimit }: JournalToCheck): Promise<Finding> => {
  const { units, since } = await reader.owing();
  if (since === null) return inOrder('owed registrations', 'none');
  const ageMs = clock.now() - since;
  const words = `${counted(units, 'registration')} owed, the oldest for ${age(ageMs)}`;
  if (debtLimit !== null && (units >= debtLimit.maxUnits || ageMs >= debtLimit.maxHours * hourMs)) {
    return fault(
      'owed registrations',
      'debt limit',
      `${words}; at ${debtLimit.maxUnits} or ${debtLimit.maxHours} h the line takes no unit in.`,
    );
  }
  if (ageMs < hourMs) return inOrder('owed registrations', `${words}.`);
  return remark('owed registrations', `${words}.`, 'Let the line run, or work them off with `pacline outbox drain`.');
};

const labels = async (reader: JournalReader, { clock }: JournalToCheck): Promise<Finding> => {
  const [oldest] = await reader.labels(['owed'], { limit: 1 });
  if (oldest === undefined) return inOrder('owed labels', 'none');
  const ageMs = clock.now() - oldest.owedAt;
  const words = `${counted(await reader.countLabels(['owed']), 'label')} owed, the oldest for ${age(ageMs)}.`;
  return ageMs < hourMs ? inOrder('owed labels', words) : warning('owed labels', 'printer down', words);
};

const age = (ms: number): string =>
  ms < hourMs ? `${Math.max(0, Math.round(ms / 60_000))} min` : `${(ms / hourMs).toFixed(1)} h`;
