import type { ResultCode } from '../domain/outcome.ts';
import type { Role } from '../domain/role.ts';

/* What happens on the line beside its runs; the rest of what can happen stands in events.ts. */

/** From the next run on these settings hold. */
export interface SettingsTakenUp {
  readonly kind: 'settings taken up';
  readonly settings: string;
}

export type OperatorEvent = OperatorSignedIn | OperatorSignedOut | BadgeRefused | BadgeRefusalsCleared;

export interface OperatorSignedIn {
  readonly kind: 'operator signed in';
  readonly operator: string;
  readonly role: Role;
}

export interface OperatorSignedOut {
  readonly kind: 'operator signed out';
  readonly operator: string;
}

/** Where a badge or PIN was shown: scanned or sent to the line, signed in with at a page, or typed at a command's question. */
export type BadgePlace = 'bench' | 'page' | 'prompt';

/** A badge or PIN that was not taken; never which. */
export interface BadgeRefused {
  readonly kind: 'badge refused';
  readonly place: BadgePlace;
  /** `too soon`: it was not looked at, for wrong ones before it; told once for each wait. `no engineer`: it takes one, for them. */
  readonly why: 'unknown' | 'no engineer' | 'too soon';
  /** Wrong ones since the last that was right, this one among them. */
  readonly inRow: number;
}

/** The first that was right behind some that were not. */
export interface BadgeRefusalsCleared {
  readonly kind: 'badge refusals cleared';
  readonly operator: string;
  readonly role: Role;
  readonly place: BadgePlace;
}

/** What the rules of the line do to a slot. */
export type SlotRuleEvent = SlotLocked | SlotUnlocked | GoldenPassed;

export interface SlotLocked {
  readonly kind: 'slot locked';
  readonly slot: string;
  readonly code: ResultCode;
  readonly reason: string;
}

export interface SlotUnlocked {
  readonly kind: 'slot unlocked';
  readonly slot: string;
  readonly operator: string;
  readonly role: Role;
}

/** Every golden unit that the slot had to read was read as it must be. */
export interface GoldenPassed {
  readonly kind: 'golden passed';
  readonly slot: string;
  readonly run: string;
  readonly settings: string | null;
}

/** The board's own serial, as it was scanned: text, leading zeros and all. */
export interface SerialNumberBound {
  readonly kind: 'serial bound';
  readonly serial: string;
  readonly deviceId: string;
  readonly run: string;
  readonly slot: string;
}

/**
 * What is owed already is not owed anew, and what was verified stays so: a further copy opens nothing again.
 * ```
 * (none) ──owed──▶ owed ──printed──▶ printed ──verified──▶ verified
 *                                    ▲  │                  ▲  │
 *                                    └──┘ printed again    └──┘ printed again, verified again
 * ```
 */
export type LabelEvent = LabelOwed | LabelPrinted | LabelVerified | LabelMismatched;

export interface LabelOwed {
  readonly kind: 'label owed';
  readonly deviceId: string;
  readonly run: string;
}

export interface LabelPrinted {
  readonly kind: 'label printed';
  readonly deviceId: string;
  readonly reprint: boolean;
  /** Who asked for a reprint. */
  readonly operator: string | null;
}

/** The code on the label was scanned back and is this unit's. */
export interface LabelVerified {
  readonly kind: 'label verified';
  readonly deviceId: string;
  readonly operator: string | null;
}

/** Another code was scanned while this unit's label was waited for. */
export interface LabelMismatched {
  readonly kind: 'label mismatched';
  readonly deviceId: string;
  readonly scanned: string;
  readonly operator: string | null;
}

export type LabelState = 'owed' | 'printed' | 'verified';
