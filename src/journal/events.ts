import type { Measurement } from '../domain/measurement.ts';
import type { Outcome, ResultCode, VerdictColour } from '../domain/outcome.ts';
import type { Phase } from '../domain/phase.ts';
import type { PacSource } from '../domain/unit.ts';
import type { LabelEvent, OperatorEvent, SerialBound, SettingsTakenUp, SlotRuleEvent } from './line-events.ts';

/**
 * What can happen, as it is written down. Bodies are plain JSON: the journal is read by other programs and by later versions.
 * PACs stand here in clear, because an owed registration must survive a power cut; the file is readable by its owner only.
 */
export type JournalEvent =
  | StationStarted
  | StationStopped
  | RunStarted
  | UnitRead
  | RunEnded
  | UnitRemoved
  | VerdictSettled
  | UnitsListed
  | SettingsTakenUp
  | OperatorEvent
  | SlotRuleEvent
  | SerialBound
  | LabelEvent
  | RegistrationEvent
  | BatchEvent;

export interface StationStarted {
  readonly kind: 'station started';
  readonly version: string;
  readonly productName: string;
}

export interface StationStopped {
  readonly kind: 'station stopped';
  readonly reason: string;
}

export interface RunStarted {
  readonly kind: 'run started';
  readonly run: string;
  readonly slot: string;
  readonly port: string;
  /** Absent in journals of before there was one. */
  readonly context?: RunContext;
}

/** Under which rules a run was made. */
export interface RunContext {
  readonly product: string;
  readonly order: string | null;
  /** Who was signed in. */
  readonly operator: string | null;
  /** Digest of the settings file; null: there was none. */
  readonly settings: string | null;
}

export interface UnitRead {
  readonly kind: 'unit read';
  readonly run: string;
  readonly deviceId: string;
  /** 16 hex digits, in clear. */
  readonly pac: string;
  readonly pacSource: PacSource;
  readonly dialect: string;
  readonly firmware: string | null;
}

/** The end of a run is its verdict: it is on disk before anyone sees it. */
export interface RunEnded {
  readonly kind: 'run ended';
  readonly run: string;
  readonly deviceId: string | null;
  readonly colour: VerdictColour;
  readonly outcome: Outcome;
  readonly code: ResultCode;
  readonly message: string;
  readonly elapsedMs: number;
  /** The dialogue with the modem, secrets masked. */
  readonly transcript: string;
  /** Absent in journals of before there was one, and where the process died in mid-run. */
  readonly measured?: RunMeasured;
}

export interface RunMeasured {
  /** `golden`: the unit checks the slot; it is not of the order and is never registered. */
  readonly purpose: RunPurpose;
  /** From the seating to the first byte that the modem sent in answer, in ms; null: it sent none. */
  readonly firstAnswerMs: number | null;
  /** How long each phase took, in ms; those that were not reached are left out. */
  readonly phaseMs: Readonly<Partial<Record<Phase, number>>>;
  readonly measurements: readonly Measurement[];
}

export type RunPurpose = 'unit' | 'golden';

/** What became of an amber unit while it was still in its slot. */
export interface VerdictSettled {
  readonly kind: 'verdict settled';
  readonly run: string;
  readonly deviceId: string;
  readonly colour: VerdictColour;
  readonly outcome: Outcome;
  readonly code: ResultCode;
  readonly message: string;
}

export interface UnitRemoved {
  readonly kind: 'unit removed';
  readonly run: string;
  readonly slot: string;
}

/**
 * ```
 * (none) ──owed──▶ owed ──intended──▶ intended ──▶ confirmed | refused | unknown
 *                   ▲ ▲                  │            ▲          │        │
 *                   │ └────postponed─────┘            │          │        ├──▶ confirmed | refused   (a look-up found it)
 *                   │  (known not to have been sent)  │          │        └──▶ owed, by `found absent` (a look-up did not)
 *                   └──────────── owed again by a new run ───────┘
 * owed ──▶ confirmed | refused: a look-up before anything was sent found it
 * ```
 */
export type RegistrationEvent =
  | RegistrationOwed
  | RegistrationIntended
  | RegistrationPostponed
  | RegistrationConfirmed
  | RegistrationRefused
  | RegistrationUnknown
  | RegistrationFoundAbsent;

export interface RegistrationOwed {
  readonly kind: 'registration owed';
  readonly deviceId: string;
  readonly deviceTypeId: string;
  /** The certificate's key, or null for a prototype. */
  readonly certificate: string | null;
  readonly name: string;
}

/** Written before the request leaves, so that a crash in between is seen as `unknown`, never as `owed`. */
export interface RegistrationIntended {
  readonly kind: 'registration intended';
  readonly deviceId: string;
}

export interface RegistrationPostponed {
  readonly kind: 'registration postponed';
  readonly deviceId: string;
  readonly code: ResultCode;
  readonly reason: string;
}

export interface RegistrationConfirmed {
  readonly kind: 'registration confirmed';
  readonly deviceId: string;
  readonly code: 'registered' | 'already done';
}

export interface RegistrationRefused {
  readonly kind: 'registration refused';
  readonly deviceId: string;
  readonly code: ResultCode;
  readonly reason: string;
}

export interface RegistrationUnknown {
  readonly kind: 'registration unknown';
  readonly deviceId: string;
  readonly reason: string;
}

export interface RegistrationFoundAbsent {
  readonly kind: 'registration found absent';
  readonly deviceId: string;
}

/** Units that came in a file instead of a slot, and the registrations they owe: a page of the file in one event. */
export interface UnitsListed {
  readonly kind: 'units listed';
  /** The file, as the person named it. */
  readonly list: string;
  readonly deviceTypeId: string;
  /** The certificate's key, or null for prototypes. */
  readonly certificate: string | null;
  readonly units: readonly ListedUnit[];
}

export interface ListedUnit {
  readonly deviceId: string;
  /** 16 hex digits, in clear. */
  readonly pac: string;
  readonly name: string;
}

/**
 * Many registrations in one request. Its units go through the same states as single ones:
 * ```
 * batch intended ──▶ batch submitted ──▶ batch done
 *   │    │                 └──▶ batch done: units that the job did not settle one by one are `unknown`
 *   │    └──▶ batch unknown: every unit still under way is `unknown`
 *   └──▶ batch postponed: known not to have been sent; every unit is `owed` again
 * ```
 * A unit that the job names is settled by an event of its own before the batch is done.
 */
export type BatchEvent = BatchIntended | BatchSubmitted | BatchPostponed | BatchUnknown | BatchDone;

export interface BatchIntended {
  readonly kind: 'batch intended';
  readonly batch: string;
  readonly deviceTypeId: string;
  readonly certificate: string | null;
  readonly deviceIds: readonly string[];
}

/** The job's ID is on disk before anybody asks for the job. */
export interface BatchSubmitted {
  readonly kind: 'batch submitted';
  readonly batch: string;
  readonly jobId: string;
}

export interface BatchPostponed {
  readonly kind: 'batch postponed';
  readonly batch: string;
  readonly code: ResultCode;
  readonly reason: string;
}

export interface BatchUnknown {
  readonly kind: 'batch unknown';
  readonly batch: string;
  readonly reason: string;
}

export interface BatchDone {
  readonly kind: 'batch done';
  readonly batch: string;
  /** `confirmed`: the job succeeded for every unit. `unknown`: whoever is not settled yet has to be looked up. */
  readonly rest: 'confirmed' | 'unknown';
}

export type BatchState = 'intended' | 'submitted' | 'postponed' | 'unknown' | 'done';

export type RegistrationState = 'owed' | 'intended' | 'submitted' | 'confirmed' | 'refused' | 'unknown';
