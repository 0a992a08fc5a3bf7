import type { Outcome, ResultCode, VerdictColour } from '../../domain/outcome.ts';
import type { PacSource } from '../../domain/unit.ts';
import type { BatchState } from '../batch-events.ts';
import type { JournalEvent, RunPurpose } from '../events.ts';
import type { RegistrationState } from '../../domain/registration.ts';
import type { LabelState } from '../line-events.ts';

/** The journal's tables as Kysely sees them. Integers and text only, so that PostgreSQL can hold the same schema. */
export interface JournalSchema {
  readonly event: EventRow;
  readonly journal_head: HeadRow;
  readonly run: RunRow;
  readonly unit: UnitRow;
  readonly registration: StoredRegistrationRow;
  readonly batch: BatchRow;
  readonly slot: SlotRow;
  readonly serial: SerialRow;
  readonly label: LabelRow;
  readonly intake: IntakeRow;
}

export interface EventRow {
  readonly sequence: number;
  readonly at: number;
  readonly station: string;
  readonly kind: JournalEvent['kind'];
  readonly run: string | null;
  readonly slot: string | null;
  readonly device_id: string | null;
  /** The whole event as JSON; the columns before it repeat what a query looks for. */
  readonly body: string;
  readonly hash: string;
}

/** The one row that says where the chain ends: without it, events cut off at the end would not be missed. */
export interface HeadRow {
  readonly id: 1;
  readonly sequence: number;
  readonly hash: string;
  /** Which version of the reducers made the projections. */
  readonly projection_version: number;
}

export interface RunRow {
  readonly run: string;
  readonly started_sequence: number;
  readonly station: string;
  readonly slot: string;
  readonly port: string;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly device_id: string | null;
  readonly colour: VerdictColour | null;
  readonly outcome: Outcome | null;
  readonly code: ResultCode | null;
  readonly message: string | null;
  readonly elapsed_ms: number | null;
  readonly transcript: string | null;
  readonly product: string | null;
  readonly order_name: string | null;
  readonly operator: string | null;
  readonly settings: string | null;
  /** null: not known to be anything but a unit's. */
  readonly purpose: RunPurpose | null;
  readonly first_answer_ms: number | null;
  /** JSON. */
  readonly phase_ms: string | null;
  /** JSON. */
  readonly measurements: string | null;
  readonly removed_at: number | null;
}

export interface SlotRow {
  readonly slot: string;
  readonly locked_at: number | null;
  readonly lock_code: ResultCode | null;
  readonly lock_reason: string | null;
  readonly golden_at: number | null;
  readonly golden_settings: string | null;
  readonly units_since_golden: number;
  readonly reds_in_row: number;
}

export interface SerialRow {
  readonly serial: string;
  readonly device_id: string;
  readonly bound_at: number;
}

export interface LabelRow {
  readonly device_id: string;
  readonly state: LabelState;
  readonly copies: number;
  readonly reprints: number;
  /** Orders what is to be printed: a clock may be set back, the sequence cannot. */
  readonly owed_sequence: number;
  readonly owed_at: number;
  readonly printed_at: number | null;
  readonly verified_at: number | null;
}

/** An occasion at which units came otherwise than in a slot: a unit that was typed, or a file. */
export interface IntakeRow {
  /** Of its first event. */
  readonly sequence: number;
  readonly station: string;
  readonly at: number;
  readonly last_at: number;
  /** Of a unit that was typed; null: a file. */
  readonly device_id: string | null;
  /** The file, as the person named it; null, as the next one: a unit was typed. */
  readonly list: string | null;
  /** Which file, by its content; null: a journal of before it was kept. */
  readonly listing: string | null;
  readonly units: number;
}

export interface UnitRow {
  readonly device_id: string;
  readonly pac: string;
  readonly pac_source: PacSource;
  readonly dialect: string;
  readonly firmware: string | null;
  readonly first_read_at: number;
  readonly last_read_at: number;
  /** What the backend has made of it at registration; null: not shown to us, or not registered. */
  readonly current_pac: string | null;
  /** The current one of a device that this station deleted: the list may show that device for a while. */
  readonly deleted_pac: string | null;
  /** Why somebody set it aside; null: nobody did. */
  readonly set_aside: string | null;
}

export interface RegistrationRow {
  readonly device_id: string;
  readonly device_type_id: string;
  readonly certificate: string | null;
  readonly name: string;
  readonly state: RegistrationState;
  readonly code: ResultCode | null;
  readonly reason: string | null;
  /** Orders the debt: a clock may be set back, the sequence cannot. */
  readonly owed_sequence: number;
  readonly owed_at: number;
  readonly changed_at: number;
  /** The request that this unit is or was part of; null while it is owed, and for a request of its own. */
  readonly batch: string | null;
  /** The file that it was last given in; null: it was in a slot, or typed. */
  readonly listing: string | null;
  /** How often a request for it may have left. */
  readonly sends: number;
  /** Where it was last sent or seen; null: nowhere, or a journal of before it was kept. */
  readonly backend: string | null;
  readonly api_user: string | null;
  readonly accepted_at: number | null;
  readonly confirmed_at: number | null;
}

/** `in batch`: as its batch stands; see registration-rows.ts. Nobody else reads this. */
export type StoredRegistrationRow = Omit<RegistrationRow, 'state'> & { readonly state: RegistrationState | 'in batch' };

export interface BatchRow {
  readonly batch: string;
  readonly device_type_id: string;
  readonly certificate: string | null;
  readonly units: number;
  readonly state: BatchState;
  readonly job_id: string | null;
  readonly reason: string | null;
  readonly backend: string | null;
  readonly begun_sequence: number;
  readonly begun_at: number;
  readonly changed_at: number;
}
