import { DeviceId } from '../domain/device-id.ts';
import type { ErrorCode } from '../domain/error-table.ts';
import type { Occurrence } from './event-rows.ts';
import type { RunEnded, RunStarted, UnitRead, UnitRemoved, VerdictSettled } from './events.ts';
import type { RunRow } from './schema.ts';

/** To be raised with every change to a reducer: the projections of older journals are then made anew. */
export const projectionVersion = 5;

/** The row after an event, or why the event cannot have happened. `reason` is a sentence without a secret. */
export type Reduced<Row> =
  | { readonly ok: true; readonly row: Row }
  | { readonly ok: false; readonly code: ErrorCode; readonly reason: string; readonly from: string };

export type Of<Event> = Omit<Occurrence, 'event'> & { readonly event: Event };

export const reduced = <Row>(row: Row): Reduced<Row> => ({ ok: true, row });

export const impossible = (from: string, reason: string, code: ErrorCode = 'internal fault'): Reduced<never> => ({ ok: false, code, reason, from });

/**
 * ```
 * (none) ──run started──▶ open ──unit read──▶ open ──run ended──▶ ended ──verdict settled, while it is amber──▶ ended ──unit removed──▶ ended
 * ```
 * A unit may be read without a run that was started: an ID and PAC that a person typed.
 */
export const reduceRun = (row: RunRow | null, { sequence, at, station, event }: Of<RunStarted | UnitRead | RunEnded | VerdictSettled | UnitRemoved>): Reduced<RunRow | null> => {
  const from = row === null ? 'none' : row.ended_at === null ? 'open' : 'ended';
  const illegal = impossible(from, `"${event.kind}" cannot happen to run ${event.run}, which is in state "${from}"`);
  if ('deviceId' in event && event.deviceId !== null && !isCanonical(event.deviceId)) return notCanonical(from);
  if (event.kind === 'run started') return row === null ? reduced(startedRun({ sequence, at, station, event })) : illegal;
  if (row === null) return event.kind === 'unit read' ? reduced(row) : illegal;
  if (event.kind === 'unit removed') return row.ended_at === null ? illegal : reduced({ ...row, removed_at: at });
  if (event.kind === 'verdict settled') {
    const { colour, outcome, code, message } = event;
    return row.colour === 'amber' ? reduced({ ...row, colour, outcome, code, message }) : illegal;
  }
  if (row.ended_at !== null) return illegal;
  if (event.kind === 'unit read') return reduced({ ...row, device_id: event.deviceId });
  return reduced({
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

const startedRun = ({ sequence, at, station, event }: Of<RunStarted>): RunRow => ({
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

/** Equality of device IDs is equality of text only while every one of them is written in the one form. */
export const isCanonical = (deviceId: string): boolean => {
  const parsed = DeviceId.parse(deviceId);
  return parsed.ok && parsed.value === deviceId;
};

export const notCanonical = (from: string): Reduced<never> => impossible(from, 'A device ID came to the journal that was never parsed');
