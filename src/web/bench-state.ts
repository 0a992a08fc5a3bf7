import type { Actor } from '../domain/verdict/actor.ts';
import type { BenchStep } from '../domain/verdict/next-step.ts';
import type { ErrorCode } from '../domain/errors/error-table.ts';
import type { ResultCode } from '../domain/outcome.ts';
import type { Phase } from '../domain/phase.ts';
import type { ScanReport } from '../station/operator/scan-report.ts';
import type { Role } from '../domain/role.ts';

/* What the pages are told of the bench, and other programs with them: README.md of this folder. Fields are added, never changed. */

/** `waiting`: for a person, who has to scan something or to seat the golden unit. `locked`: until a technician unlocks it. */
export type TileState = 'empty' | 'seated' | 'working' | 'waiting' | 'judged' | 'locked';

/** `none`: there is no verdict; or it is that of a golden unit, or of one that a rule turned away, which says nothing of the unit. */
export type TileColour = 'green' | 'amber' | 'red' | 'none';

/** What a person has to bring. */
export type WantedFromPerson = 'serial number' | 'label' | 'golden unit';

export interface TileSlot {
  /** The slot's name. */
  readonly slot: string;
  readonly state: TileState;
  /** Of the unit that is in the slot, or was the last one in it. */
  readonly colour: TileColour;
  /** Of the verdict, or of what keeps the slot from working; null: there is neither. */
  readonly code: ResultCode | null;
  readonly deviceId: string | null;
  readonly phase: Phase | null;
  /** What the slot waits for; null: nothing that a person brings. */
  readonly wanted: WantedFromPerson | null;
  /** Which golden unit is wanted; null: none is. `endsWith`: what a known bad one has to end with; null: a good one is wanted. */
  readonly goldenUnit: { readonly ids: readonly string[]; readonly endsWith: ErrorCode | null } | null;
  /** Whether the verdict is that of a golden unit that was read as it must be. */
  readonly isGolden: boolean;
  /** Whether the unit that the verdict is of has been taken out. */
  readonly isTakenOut: boolean;
  /** A serial number that was scanned early: for the unit that is there, or for the next one. */
  readonly keptSerialNumber: string | null;
  /** Of an amber unit: whether it has to stay until the backend has confirmed it. */
  readonly isHeld: boolean;
  /** More than the code says, in English, as the station or the backend said it; null: nothing more. */
  readonly message: string | null;
  /** Whose turn it is; null: nothing is to be done. `nobody`: it goes on by itself. */
  readonly actor: Actor | null;
  /** What that person does, in this order. */
  readonly steps: readonly BenchStep[];
  /** When it came to be so, in ms since 1970. */
  readonly since: number;
  /** How long the run took; null: there was none, or it is under way. */
  readonly elapsedMs: number | null;
  /** Address of a picture that shows what to do; null: there is none. */
  readonly picture: string | null;
}

/** A place of the fixture. */
export interface FixturePlace {
  /** From 1, from the top. */
  readonly row: number;
  /** From 1, from the left. */
  readonly column: number;
  /** The slot in it. */
  readonly slot: string;
}

/** What a scan did. */
export interface LastScan extends ScanReport {
  /** When, in ms since 1970. */
  readonly at: number;
}

/** What is so on the bench as a whole. */
export interface BenchSummary {
  readonly station: string;
  /** Of the program. */
  readonly version: string;
  /** false: no line runs in this program; it only reads the journal. */
  readonly isLive: boolean;
  readonly product: string;
  /** null: prototypes. */
  readonly certificate: string | null;
  readonly order: { readonly name: string; readonly quantity: number | null } | null;
  /** Of the order; without one, since the line was started. */
  readonly done: number;
  readonly owed: number;
  /** Since the line was started. */
  readonly red: number;
  /** Since when the oldest is owed, in ms since 1970; null: nothing is. */
  readonly owedSince: number | null;
  /** Whether the debt is past half of what the line may run up, or the backend away. */
  readonly isDebtPressing: boolean;
  readonly person: { readonly name: string; readonly role: Role } | null;
  readonly lastScan: LastScan | null;
  /** Which slot the next scan goes to; null: none waits. */
  readonly nextScan: string | null;
  readonly fixture: { readonly rows: number; readonly columns: number; readonly places: readonly FixturePlace[] };
  /** Ports that are there and are no slot's. */
  readonly unknownPorts: readonly string[];
  /** The language of the station, as a BCP 47 tag. */
  readonly language: string;
}

/** What `GET /api/state` answers. */
export interface BenchState {
  /** The journal's last event in this picture. */
  readonly sequence: number;
  /** In ms since 1970. */
  readonly at: number;
  readonly bench: BenchSummary;
  readonly slots: readonly TileSlot[];
}

/** What `ws://…/api/live` sends: everything at first, then what has changed, at most one each tick and at least one a second. */
export interface LiveFrame {
  readonly sequence: number;
  readonly at: number;
  /** Those that have changed, each as a whole. */
  readonly slots: readonly TileSlot[];
  /** Only where it has changed. */
  readonly bench?: BenchSummary;
  /** The number of the last `{"ping": n}` that came over this connection: what was shown before it is no older than that. */
  readonly pong?: number;
}
