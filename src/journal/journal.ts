import type { DeviceId } from '../domain/device-id.ts';
import type { Measurement } from '../domain/measurement.ts';
import type { Outcome, ResultCode, VerdictColour } from '../domain/outcome.ts';
import type { Pac } from '../domain/pac.ts';
import type { PacSource } from '../domain/unit.ts';
import type { BatchState } from './batch-events.ts';
import type { JournalEvent, RunMeasured, RunPurpose } from './events.ts';
import type { JournalHead } from './journal-events.ts';
import type { RegistrationState } from '../domain/registration.ts';
import type { LabelState } from './line-events.ts';

/** The place of an event in the journal: 1, 2, 3, … without gaps, but for those where a person accepted that events are lost. */
export type Sequence = number;

export interface RecordedEvent {
  readonly sequence: Sequence;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly station: string;
  readonly event: JournalEvent;
  /** SHA-256 over the previous hash and this event, in hex. */
  readonly hash: string;
}

export interface UnitRecord {
  readonly deviceId: DeviceId;
  readonly pac: Pac;
  readonly pacSource: PacSource;
  readonly dialect: string;
  readonly firmware: string | null;
  readonly firstReadAt: number;
  readonly lastReadAt: number;
  /** The one that the backend has made at registration; null: not shown to us, or not registered. */
  readonly currentPac: Pac | null;
  /** Why somebody set the unit aside; null: nobody did. */
  readonly setAside: string | null;
}

export interface RegistrationRecord {
  readonly deviceId: DeviceId;
  readonly deviceTypeId: string;
  readonly certificate: string | null;
  readonly name: string;
  readonly state: RegistrationState;
  readonly code: ResultCode | null;
  readonly reason: string | null;
  readonly owedAt: number;
  readonly changedAt: number;
  /** The request that it is or was part of; null while it is owed, and for one of its own. */
  readonly batch: string | null;
  /** The file that it was last given in; null: it was in a slot, or typed. */
  readonly listing: string | null;
  /** How often a request for it may have left. */
  readonly sends: number;
  /** Where it was last sent or seen; null: nowhere, or the journal is of before it was kept. As the next one. */
  readonly backend: string | null;
  readonly apiUser: string | null;
  /** When the backend said that it took the unit. */
  readonly acceptedAt: number | null;
  readonly confirmedAt: number | null;
}

/** Many registrations in one request, and how far it has come. */
export interface BatchRecord {
  readonly batch: string;
  readonly deviceTypeId: string;
  readonly certificate: string | null;
  readonly units: number;
  readonly state: BatchState;
  readonly jobId: string | null;
  readonly reason: string | null;
  /** Where the request went; null: a journal of before it was kept. */
  readonly backend: string | null;
  readonly begunAt: number;
  readonly changedAt: number;
}

export interface RunRecord {
  readonly run: string;
  readonly station: string;
  readonly slot: string;
  readonly port: string;
  readonly startedAt: number;
  /** null: the run has not ended. */
  readonly endedAt: number | null;
  readonly deviceId: DeviceId | null;
  readonly colour: VerdictColour | null;
  readonly outcome: Outcome | null;
  readonly code: ResultCode | null;
  readonly message: string | null;
  readonly elapsedMs: number | null;
  readonly transcript: string | null;
  /** null, as the next ones: a journal of before they were kept, or a run that did not come so far. */
  readonly product: string | null;
  readonly order: string | null;
  readonly operator: string | null;
  readonly settingsDigest: string | null;
  readonly purpose: RunPurpose;
  readonly firstAnswerMs: number | null;
  readonly phaseMs: RunMeasured['phaseMs'];
  readonly measurements: readonly Measurement[];
  /** null: the unit is still there, or went with the process. */
  readonly removedAt: number | null;
}

export interface RunFilter {
  readonly limit: number;
  readonly deviceId?: DeviceId;
  /** Only runs that have not ended. */
  readonly open?: boolean;
  /** Only runs that started at or after this, in ms since the epoch. */
  readonly from?: number;
  /** Only runs that started before this. */
  readonly to?: number;
  readonly order?: string;
  readonly product?: string;
  readonly colour?: VerdictColour;
}

/** An occasion at which units came otherwise than in a slot. */
export type IntakeRecord = {
  readonly station: string;
  readonly at: number;
  /** When the same file was given again. */
  readonly lastAt: number;
} & (
  | { readonly kind: 'typed'; readonly deviceId: DeviceId }
  /** `list`: the file as the person named it; `listing`: which, by its content; null: a journal of before it was kept. `units`: that it was the first to name. */
  | { readonly kind: 'file'; readonly list: string; readonly listing: string | null; readonly units: number }
);

/** Those whose time overlaps with this one. */
export type IntakeFilter = Limited & Pick<RunFilter, 'from' | 'to'>;

/** How many runs ended with each colour and code. */
export type VerdictCounts = ReadonlyMap<VerdictColour, ReadonlyMap<ResultCode, number>>;

/** What the rules of the line know of a slot. */
export interface SlotRecord {
  readonly slot: string;
  /** null, as the next two: the slot is not locked. */
  readonly lockedAt: number | null;
  readonly lockCode: ResultCode | null;
  readonly lockReason: string | null;
  /** When the slot last read all its golden units; null: never. */
  readonly goldenAt: number | null;
  /** Digest of the settings that held then. */
  readonly goldenSettingsDigest: string | null;
  readonly unitsSinceGolden: number;
  readonly redsInRow: number;
}

export interface LabelRecord {
  readonly deviceId: DeviceId;
  readonly state: LabelState;
  readonly copies: number;
  readonly reprints: number;
  readonly owedAt: number;
  readonly printedAt: number | null;
  readonly verifiedAt: number | null;
}

export interface UnlabelledUnit {
  readonly deviceId: DeviceId;
  readonly run: string;
}

/** What is owed to the backend. */
export interface Owing {
  readonly units: number;
  /** Since when the oldest is owed; null: nothing is. */
  readonly since: number | null;
}

/** What the hash chain shows. `events`: how many hold, from the first on. `brokenAt`: the first that was altered, moved or is missing; null when the chain holds. */
export interface Verification {
  readonly events: number;
  readonly brokenAt: Sequence | null;
}

export interface VerifyOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (events: number) => void;
}

export interface OwedUnit {
  readonly deviceId: DeviceId;
  readonly pac: Pac;
  readonly name: string;
  /** How often a request for it may have left before. */
  readonly sends: number;
}

/** Registrations that one request can carry: one device type, one certificate (null: prototypes). */
export interface Debt {
  readonly deviceTypeId: string;
  readonly certificate: string | null;
  readonly units: number;
}

export interface RegistrationFilter {
  readonly batch?: string;
  readonly deviceTypeId?: string;
  /** A key, or null for prototypes; left out: both. */
  readonly certificate?: string | null;
  /** The file they were given in; null: those that came in a slot or were typed; left out: all. */
  readonly listing?: string | null;
  /** Only units that no run of this time was about. */
  readonly unseated?: Required<Pick<RunFilter, 'from' | 'to'>>;
}

/** What the journal holds of some units: those with one of their IDs or PACs, and the registrations of their IDs. */
export interface KnownUnits {
  readonly units: readonly UnitRecord[];
  readonly registrations: readonly RegistrationRecord[];
}

/** A unit with its registration, as a list of units names it. */
export interface RegistrationListing extends OwedUnit {
  readonly deviceTypeId: string;
  readonly certificate: string | null;
  /** null: not shown to this API user, or not registered. */
  readonly currentPac: Pac | null;
  /** null: it has none. */
  readonly serialNumber: string | null;
}

/** What the line reads keeps it from everything else meanwhile: at most so many rows. */
export interface Limited {
  readonly limit: number;
}

/** Looking only: what `pacline journal` and the reports need. Every list has a limit, and how many there are is counted in the database. */
export interface JournalReader {
  /** Events in order, after `after` (default 0: from the beginning). */
  read(options?: { readonly after?: Sequence }): AsyncIterable<RecordedEvent>;
  unit(deviceId: DeviceId): Promise<UnitRecord | null>;
  /** Of these IDs, those of devices that this station has deleted, each with the PAC that it had in the backend. */
  deletedPacs(deviceIds: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, Pac>>;
  unitByPac(pac: Pac): Promise<UnitRecord | null>;
  registration(deviceId: DeviceId): Promise<RegistrationRecord | null>;
  /** For a page of a list, of at most 1000 units. */
  knownUnits(units: readonly { readonly deviceId: DeviceId; readonly pac: Pac }[]): Promise<KnownUnits>;
  /** Oldest debt first. */
  registrations(
    states: readonly RegistrationState[],
    filter: RegistrationFilter & Limited,
  ): Promise<readonly RegistrationRecord[]>;
  /** What a request needs of owed units of one product, oldest debt first. */
  owedUnits(
    product: Required<Pick<RegistrationFilter, 'deviceTypeId' | 'certificate'>> & Pick<RegistrationFilter, 'listing'>,
    options: Limited,
  ): Promise<readonly OwedUnit[]>;
  /** Registrations in one of these states by their IDs, a page at a time: those after `after` (null: from the beginning). */
  registrationsById(
    states: readonly RegistrationState[],
    page: Pick<RegistrationFilter, 'listing' | 'batch' | 'unseated'> & Limited & { readonly after: DeviceId | null },
  ): Promise<readonly RegistrationRecord[]>;
  /** Units in one of these states by their IDs, a page at a time: those after `after` (default: from the beginning). */
  listRegistrations(
    states: readonly RegistrationState[],
    page: Omit<RegistrationFilter, 'batch'> & Limited & { readonly after?: DeviceId },
  ): Promise<readonly RegistrationListing[]>;
  /** How many registrations are owed for each product, the one with the oldest debt first. */
  debts(filter: Pick<RegistrationFilter, 'listing'> & Limited): Promise<readonly Debt[]>;
  /** How many registrations are in each state. */
  countRegistrations(
    filter?: Pick<RegistrationFilter, 'listing' | 'unseated'>,
  ): Promise<Readonly<Partial<Record<RegistrationState, number>>>>;
  batch(batch: string): Promise<BatchRecord | null>;
  /** Requests for many units that are in one of these states, oldest first. */
  batches(
    states: readonly BatchState[],
    filter: Pick<RegistrationFilter, 'listing'> & Limited,
  ): Promise<readonly BatchRecord[]>;
  run(run: string): Promise<RunRecord | null>;
  /** Newest first. */
  runs(filter: RunFilter): Promise<readonly RunRecord[]>;
  /** Newest first. */
  intakes(filter: IntakeFilter): Promise<readonly IntakeRecord[]>;
  /** Of the runs that started at or after `from`. */
  countVerdicts(filter: Required<Pick<RunFilter, 'from'>>): Promise<VerdictCounts>;
  /** Badges and PINs that were refused since the last that was right. */
  badgesRefusedInRow(): Promise<number>;
  /** null: no rule has ever been applied to it. */
  slot(slot: string): Promise<SlotRecord | null>;
  serialNumberOf(deviceId: DeviceId): Promise<string | null>;
  unitOfSerialNumber(serialNumber: string): Promise<DeviceId | null>;
  label(deviceId: DeviceId): Promise<LabelRecord | null>;
  /** Longest owed first. */
  labels(states: readonly LabelState[], filter: Limited): Promise<readonly LabelRecord[]>;
  countLabels(states: readonly LabelState[]): Promise<number>;
  /** Confirmed units of a product that left their slot, or were in one before `before` (ms since the epoch), without a label; each with its last good run. */
  unlabelled(product: string, options: Limited & { readonly before: number }): Promise<readonly UnlabelledUnit[]>;
  /** How many units of an order have a registration in one of these states. */
  countOfOrder(order: string, states: readonly RegistrationState[]): Promise<number>;
  /** Of units that were in a slot: what came in a file is no debt of the line. */
  owing(): Promise<Owing>;
  /** The last event there is; 0: none. */
  lastSequence(): Promise<Sequence>;
  /** The same with what tells it from the end of any other journal. */
  head(): Promise<JournalHead>;
  /** The hash chain alone; `verifyJournal` checks all that is trusted. `onProgress` is told how many events hold so far, a few hundred more each time. */
  verify(options?: VerifyOptions): Promise<Verification>;
  close(): Promise<void>;
}

/** What happened, append-only, and the projections of it. One process writes at a time. */
export interface Journal extends JournalReader {
  /**
   * Writes the events and what follows from them in one transaction; resolves once they are on disk, with the last sequence.
   * An event that its registration's state does not allow writes nothing and is an `internal fault`.
   * A PAC or an ID that stands already with another partner writes nothing either: of two slots that both looked before, one is late.
   * @throws PaclineError two ids for one pac | two pacs for one id | serial taken | journal full | journal read-only | journal in use | journal fault | interrupted | internal fault
   */
  append(events: readonly JournalEvent[]): Promise<Sequence>;
}
