import type { JournalEvent } from '../journal/events.ts';
import type { RecordedEvent, Sequence } from '../journal/journal.ts';

export type EventKind = JournalEvent['kind'];

/** An event as it leaves the house. Beside these it has the fields of its kind that `publicFields` names. */
export interface PublicEvent {
  /** `<station>:<sequence>`: the same whenever the event is sent again. */
  readonly id: string;
  readonly sequence: Sequence;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly station: string;
  readonly kind: EventKind;
  /** Of the journal's chain up to this event: with the sequence, the head of the journal at that moment. */
  readonly hash: string;
  readonly [field: string]: unknown;
}

/** What never leaves; naming one of these below does not compile. */
type Secret = 'kind' | 'pac' | 'currentPac' | 'transcript' | 'units' | 'scanned';

type FieldsOf<K extends EventKind> = readonly Exclude<keyof Extract<JournalEvent, { kind: K }>, Secret>[];

/**
 * What of each kind leaves the house. A list of what may, not of what may not: a field that is added to an event stays inside
 * until it is named here, and a kind without a row does not compile.
 */
const publicFields: { readonly [K in EventKind]: FieldsOf<K> } = {
  'station started': ['version', 'productName'],
  'station stopped': ['reason'],
  'run started': ['run', 'slot', 'port', 'context'],
  'unit read': ['run', 'deviceId', 'pacSource', 'dialect', 'firmware'],
  'run ended': ['run', 'deviceId', 'colour', 'outcome', 'code', 'message', 'elapsedMs', 'measured'],
  'unit removed': ['run', 'slot'],
  'verdict settled': ['run', 'deviceId', 'colour', 'outcome', 'code', 'message'],
  'units listed': ['list', 'deviceTypeId', 'certificate'],
  'settings taken up': ['settings'],
  'operator signed in': ['operator', 'role'],
  'operator signed out': ['operator'],
  'badge refused': ['place', 'why', 'inRow'],
  'badge refusals cleared': ['operator', 'role', 'place'],
  'slot locked': ['slot', 'code', 'reason'],
  'slot unlocked': ['slot', 'operator', 'role'],
  'golden passed': ['slot', 'run', 'settings'],
  'serial bound': ['serial', 'deviceId', 'run', 'slot'],
  'label owed': ['deviceId', 'run'],
  'label printed': ['deviceId', 'reprint', 'operator'],
  'label verified': ['deviceId', 'operator'],
  // Not what was scanned: the label of another unit may show its PAC
  'label mismatched': ['deviceId', 'operator'],
  'registration owed': ['deviceId', 'deviceTypeId', 'certificate', 'name'],
  'registration intended': ['deviceId', 'backend'],
  'registration postponed': ['deviceId', 'code', 'reason'],
  'registration confirmed': ['deviceId', 'code', 'backend'],
  'registration refused': ['deviceId', 'code', 'reason'],
  'registration unknown': ['deviceId', 'code', 'reason'],
  'registration found absent': ['deviceId'],
  'registration accepted': ['deviceId', 'reason'],
  'registration withdrawn': ['deviceId', 'operator', 'reason'],
  'registration resend allowed': ['deviceId', 'operator', 'reason'],
  'units confirmed': ['code', 'backend'],
  'unit set aside': ['deviceId', 'operator', 'reason'],
  'unit released': ['deviceId', 'operator', 'reason', 'pair'],
  'pair gave way': ['deviceId', 'reason'],
  'device changed': ['deviceId', 'change', 'deviceTypeId', 'certificate', 'name'],
  'batch intended': ['batch', 'deviceTypeId', 'certificate', 'deviceIds', 'backend'],
  'batch submitted': ['batch', 'jobId'],
  'batch postponed': ['batch', 'code', 'reason'],
  'batch unknown': ['batch', 'reason'],
  'batch done': ['batch', 'rest'],
  'batch remarked': ['batch', 'remark'],
  'journal loss accepted': ['operator', 'reason', 'witnessed', 'found'],
  'witness renewed': ['why'],
};

/** What a hook may ask for. */
export const eventKinds: readonly string[] = Object.keys(publicFields);

export const isEventKind = (kind: string): kind is EventKind => Object.hasOwn(publicFields, kind);

/** Of an event of a kind that is not known here, as a later version may have written, nothing leaves but that it happened. */
export const publicEvent = ({ sequence, at, station, event, hash }: RecordedEvent): PublicEvent => {
  const values: Readonly<Record<string, unknown>> = { ...event };
  const fields: readonly string[] = isEventKind(event.kind) ? publicFields[event.kind] : [];
  return {
    ...starredFields(fields.filter((field) => values[field] !== undefined).map((field) => [field, values[field]])),
    ...((event.kind === 'units listed' || event.kind === 'units confirmed') && {
      count: event.units.length,
      deviceIds: event.units.map(({ deviceId }) => deviceId),
    }),
    id: `${station}:${sequence}`,
    sequence,
    at: new Date(at).toISOString(),
    station,
    kind: event.kind,
    hash,
  };
};

/** Long hex numbers that are no secrets: identifiers of the backend, the digest of the settings file, hashes of the chain. */
const hexFields: ReadonlySet<string> = new Set(['deviceTypeId', 'jobId', 'settings', 'hash']);

const starredFields = (fields: readonly (readonly [string, unknown])[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(fields.map(([field, value]) => [field, hexFields.has(field) ? value : starred(value)]));

/** Words of the backend or of a person may quote a PAC: any sixteen hex digits in a row become stars. */
const starred = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replaceAll(/[0-9a-f]{16,}/gi, '*'.repeat(16));
  if (Array.isArray(value)) return value.map(starred);
  if (typeof value !== 'object' || value === null) return value;
  return starredFields(Object.entries(value));
};
