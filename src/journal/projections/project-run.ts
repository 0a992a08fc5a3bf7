import type { Transaction } from 'kysely';
import type { RunEnded, RunStarted, UnitRead, UnitRemoved, VerdictSettled } from '../events.ts';
import type { JournalSchema, RunRow } from '../sqlite/schema.ts';
import { illegal, isCanonical, notCanonical, legal, rowOf, type Transition } from './transition.ts';
import type { EventEnvelope } from '../sqlite/event-rows.ts';

/**
 * ```
 * (none) ──run started──▶ open ──unit read──▶ open ──run ended──▶ ended ──verdict settled──▶ ended ──unit removed──▶ ended
 * ```
 * A verdict settles while it is amber; to red it may turn from any colour.
 * A unit may be read without a run that was started: an ID and PAC that a person typed.
 */
export const reduceRun = (
  row: RunRow | null,
  { sequence, at, station, event }: EventEnvelope<RunStarted | UnitRead | RunEnded | VerdictSettled | UnitRemoved>,
): Transition<RunRow | null> => {
  const from = row === null ? 'none' : row.ended_at === null ? 'open' : 'ended';
  const refusal = illegal(from, `"${event.kind}" cannot happen to run ${event.run}, which is in state "${from}"`);
  if ('deviceId' in event && event.deviceId !== null && !isCanonical(event.deviceId)) return notCanonical(from);
  if (event.kind === 'run started') return row === null ? legal(startedRun({ sequence, at, station, event })) : refusal;
  if (row === null) return event.kind === 'unit read' ? legal(row) : refusal;
  if (event.kind === 'unit removed') return row.ended_at === null ? refusal : legal({ ...row, removed_at: at });
  if (event.kind === 'verdict settled') {
    const { colour, outcome, code, message } = event;
    return row.colour === 'amber' || colour === 'red' ? legal({ ...row, colour, outcome, code, message }) : refusal;
  }
  if (row.ended_at !== null) return refusal;
  if (event.kind === 'unit read') return legal({ ...row, device_id: event.deviceId });
  return legal({
    ...row,
    ended_at: at,
    device_id: event.deviceId ?? row.device_id,
    colour: event.colour,
    outcome: event.outcome,
    code: event.code,
    message: event.message,
    elapsed_ms: event.elapsedMs,
    transcript: event.transcript,
    purpose: event.measured?.purpose ?? null,
    first_answer_ms: event.measured?.firstAnswerMs ?? null,
    phase_ms: event.measured === undefined ? null : JSON.stringify(event.measured.phaseMs),
    measurements: event.measured === undefined ? null : JSON.stringify(event.measured.measurements),
  });
};

const startedRun = ({ sequence, at, station, event }: EventEnvelope<RunStarted>): RunRow => ({
  run: event.run,
  started_sequence: sequence,
  station,
  slot: event.slot,
  port: event.port,
  started_at: at,
  ended_at: null,
  device_id: null,
  colour: null,
  outcome: null,
  code: null,
  message: null,
  elapsed_ms: null,
  transcript: null,
  product: event.context?.product ?? null,
  order_name: event.context?.order ?? null,
  operator: event.context?.operator ?? null,
  settings: event.context?.settings ?? null,
  purpose: null,
  first_answer_ms: null,
  phase_ms: null,
  measurements: null,
  removed_at: null,
});

export const projectRun = async (
  db: Transaction<JournalSchema>,
  envelope: Parameters<typeof reduceRun>[1],
): Promise<RunRow | null> => {
  const before = await db.selectFrom('run').selectAll().where('run', '=', envelope.event.run).executeTakeFirst();
  const row = rowOf(reduceRun(before ?? null, envelope), envelope);
  if (row !== null)
    await db
      .insertInto('run')
      .values(row)
      .onConflict((conflict) => conflict.column('run').doUpdateSet(row))
      .execute();
  return row;
};
