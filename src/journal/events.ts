import type { Outcome, ResultCode, VerdictColour } from '../domain/outcome.ts';
import type { PacSource } from '../domain/unit.ts';

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
  | RegistrationEvent;

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

export type RegistrationState = 'owed' | 'intended' | 'confirmed' | 'refused' | 'unknown';
