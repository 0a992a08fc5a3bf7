import { DeviceId } from '../domain/device-id.ts';
import type { ErrorCode } from '../domain/error-table.ts';
import type { ResultCode } from '../domain/outcome.ts';
import { Pac } from '../domain/pac.ts';
import type { Occurrence } from './event-rows.ts';
import type { RegistrationEvent, RegistrationState, RunEnded, RunStarted, UnitRead, UnitRemoved, VerdictSettled } from './events.ts';
import type { RegistrationRow, RunRow, UnitRow } from './schema.ts';

/** To be raised with every change to a reducer: the projections of older journals are then made anew. */
export const projectionVersion = 4;

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

/** An ID keeps its PAC for ever; reading it again only brings the row up to date. */
export const reduceUnit = (row: UnitRow | null, { at, event }: Of<UnitRead>): Reduced<UnitRow> => {
  const from = row === null ? 'none' : 'read';
  if (!isCanonical(event.deviceId)) return notCanonical(from);
  const pac = Pac.parse(event.pac);
  if (!pac.ok || pac.value.reveal() !== event.pac) return impossible(from, `the PAC of device ${event.deviceId} was never parsed`);
  if (row !== null && row.pac !== event.pac) return impossible(from, `Device ${event.deviceId} was read before with another PAC`, 'two pacs for one id');
  return reduced({
    device_id: event.deviceId,
    pac: event.pac,
    pac_source: event.pacSource,
    dialect: event.dialect,
    firmware: event.firmware,
    first_read_at: row?.first_read_at ?? at,
    last_read_at: at,
  });
};

type RegistrationFrom = RegistrationState | 'none';

/**
 * The drawing in events.ts as a table: from where each event is legal, and where it leads. What is `intended` or
 * `unknown` may have reached the backend, so it cannot be owed again before a look-up has settled it.
 */
const registrationTransitions: Readonly<Record<RegistrationEvent['kind'], { readonly from: readonly RegistrationFrom[]; readonly to: RegistrationState }>> = {
  'registration owed': { from: ['none', 'owed', 'refused', 'confirmed'], to: 'owed' },
  'registration intended': { from: ['owed'], to: 'intended' },
  'registration postponed': { from: ['intended'], to: 'owed' },
  'registration confirmed': { from: ['owed', 'intended', 'submitted', 'unknown'], to: 'confirmed' },
  'registration refused': { from: ['owed', 'intended', 'submitted', 'unknown'], to: 'refused' },
  'registration unknown': { from: ['intended', 'submitted'], to: 'unknown' },
  'registration found absent': { from: ['unknown'], to: 'owed' },
};

export const reduceRegistration = (row: RegistrationRow | null, { sequence, at, event }: Of<RegistrationEvent>): Reduced<RegistrationRow> => {
  const from = row?.state ?? 'none';
  const transition = registrationTransitions[event.kind];
  const illegal = impossible(from, `"${event.kind}" cannot happen to device ${event.deviceId}, whose registration is in state "${from}"`);
  if (!transition.from.includes(from)) return illegal;
  const state = transition.to;
  if (event.kind === 'registration owed') {
    const { deviceId, deviceTypeId, certificate, name } = event;
    const product = { device_id: deviceId, device_type_id: deviceTypeId, certificate, name };
    return reduced({ ...product, state, code: null, reason: null, owed_sequence: sequence, owed_at: at, changed_at: at, batch: null });
  }
  if (row === null) return illegal;
  return reduced({ ...row, state, ...explanation(event), changed_at: at, batch: state === 'owed' ? null : row.batch });
};

const explanation = (event: RegistrationEvent): { readonly code: ResultCode | null; readonly reason: string | null } => ({
  code: event.kind === 'registration unknown' ? 'registration unknown' : 'code' in event ? event.code : null,
  reason: 'reason' in event ? event.reason : null,
});

/** Equality of device IDs is equality of text only while every one of them is written in the one form. */
const isCanonical = (deviceId: string): boolean => {
  const parsed = DeviceId.parse(deviceId);
  return parsed.ok && parsed.value === deviceId;
};

const notCanonical = (from: string): Reduced<never> => impossible(from, 'A device ID came to the journal that was never parsed');
