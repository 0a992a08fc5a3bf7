import type { Measurement } from '../domain/measurement.ts';
import type { Outcome, ResultCode, VerdictColour } from '../domain/outcome.ts';
import type { Phase } from '../domain/phase.ts';
import type { PacSource } from '../domain/unit.ts';
import type { LabelEvent, OperatorEvent, SerialNumberBound, SettingsTakenUp, SlotRuleEvent } from './line-events.ts';
import type { BatchEvent } from './batch-events.ts';
import type { JournalUpkeepEvent } from './journal-events.ts';
import type { DecidedByPerson, UnitEvent } from './unit-events.ts';

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
  | SerialNumberBound
  | LabelEvent
  | RegistrationEvent
  | UnitsConfirmed
  | UnitEvent
  | BatchEvent
  | JournalUpkeepEvent;

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
  readonly context?: RunConditions;
}

/** Under which rules a run was made. */
export interface RunConditions {
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

/** What became of a judged unit while it was still in its slot: what was owed came, or it was found out that something is wrong. */
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

/** How a registration goes from state to state is drawn in domain/registration.ts. */
export type RegistrationEvent =
  | RegistrationOwed
  | RegistrationIntended
  | RegistrationPostponed
  | RegistrationAccepted
  | RegistrationConfirmed
  | RegistrationRefused
  | RegistrationUnknown
  | RegistrationFoundAbsent
  | RegistrationWithdrawn
  | RegistrationResendAllowed;

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
  /** Where the request goes; absent in journals of before it was kept. */
  readonly backend?: string;
}

export interface RegistrationPostponed {
  readonly kind: 'registration postponed';
  readonly deviceId: string;
  readonly code: ResultCode;
  readonly reason: string;
}

/** The backend has said that it has the unit; its list does not show it yet, or no longer. */
export interface RegistrationAccepted {
  readonly kind: 'registration accepted';
  readonly deviceId: string;
  /** By what: for people. */
  readonly reason: string;
}

export interface RegistrationConfirmed {
  readonly kind: 'registration confirmed';
  readonly deviceId: string;
  readonly code: 'registered' | 'already done';
  /** Which backend has shown it, and to which API user; absent in journals of before they were kept. */
  readonly backend?: string;
  readonly apiUser?: string;
  /** 16 hex digits, in clear: the PAC that the backend has made for the unit. Absent where it was not shown. */
  readonly currentPac?: string;
}

/** Many units that one look-up has shown as they are to be. */
export interface UnitsConfirmed {
  readonly kind: 'units confirmed';
  readonly code: 'registered' | 'already done';
  readonly backend: string;
  readonly apiUser: string;
  readonly units: readonly ConfirmedUnit[];
}

export interface ConfirmedUnit {
  readonly deviceId: string;
  /** As of `RegistrationConfirmed`. */
  readonly currentPac?: string;
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
  /** The backend refused it with this code, but it was sent before, and that request may have been taken. Absent: an answer got lost. */
  readonly code?: ResultCode;
  readonly reason: string;
}

export interface RegistrationFoundAbsent {
  readonly kind: 'registration found absent';
  readonly deviceId: string;
}

/** Somebody took a debt back, or deleted the device. */
export interface RegistrationWithdrawn extends DecidedByPerson {
  readonly kind: 'registration withdrawn';
  readonly deviceId: string;
}

/** Somebody has seen to it that the backend does not have the unit: it is owed again. */
export interface RegistrationResendAllowed extends DecidedByPerson {
  readonly kind: 'registration resend allowed';
  readonly deviceId: string;
}

/**
 * Units that came in a file instead of a slot, and the registrations they owe: a page of the file in one event. A unit that is
 * in flight or confirmed already stays as it stands, and belongs to this listing from now on.
 */
export interface UnitsListed {
  readonly kind: 'units listed';
  /** The file, as the person named it. */
  readonly list: string;
  readonly deviceTypeId: string;
  /** The certificate's key, or null for prototypes. */
  readonly certificate: string | null;
  /** Which file, by its content and the way it was read: the same again is the same listing. Absent in journals of before it was kept. */
  readonly listing?: string;
  /** Where they are to be registered: a unit that another backend confirmed is owed. Left out: wherever they were. */
  readonly backend?: string;
  readonly units: readonly ListedUnit[];
}

export interface ListedUnit {
  readonly deviceId: string;
  /** 16 hex digits, in clear. */
  readonly pac: string;
  readonly name: string;
}
