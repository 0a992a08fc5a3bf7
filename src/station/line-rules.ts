import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { noChecks, type ProductChecks } from '../domain/product-checks.ts';
import type { Product } from '../domain/product.ts';
import { wholeDay, type MinuteOfDay } from '../domain/shift.ts';
import type { ModemLineLevels } from '../modem/modem-lines.ts';
import type { GoldenRule } from './rules/golden.ts';
import type { PacList } from './pac-list.ts';

/** What production asked for. */
export interface Order {
  readonly name: string;
  /** Units; null: as many as come. */
  readonly quantity: number | null;
}

/** What has to be owed for the line to stop; null: no limit of that kind. */
export interface DebtLimit {
  readonly maxUnits: number | null;
  /** Age of the oldest debt. */
  readonly maxMs: number | null;
}

export interface LabelRule {
  readonly showPac: boolean;
  /** The slot waits until the code on the label was scanned and is this unit's. */
  readonly scanBack: boolean;
}

/** By which rules the line works, from one run to the next: a run keeps those that held at its beginning. */
export interface LineRules {
  /** Digest of the settings file; null: there is none. */
  readonly settingsDigest: string | null;
  readonly product: Product;
  readonly order: Order | null;
  /** The dialect of this product's modem; null: find out. */
  readonly dialect: DialectDefinition | null;
  readonly readings: 1 | 2;
  readonly pacList: PacList | null;
  readonly checks: ProductChecks;
  /** Whether an amber unit may leave its slot. */
  readonly amber: 'may leave' | 'held';
  /** What the board's own serial looks like; null: it has none. */
  readonly serialPattern: RegExp | null;
  /** null: no label. */
  readonly label: LabelRule | null;
  readonly debtLimit: DebtLimit | null;
  /** So many reds in a row lock a slot; null: none do. */
  readonly lockOutReds: number | null;
  readonly golden: GoldenRule | null;
  readonly shiftStarts: readonly MinuteOfDay[];
  /** From the opening of the port on, how long a modem may stay silent before that is believed, in ms; null: what this journal has learnt. */
  readonly bootMs: number | null;
  /** What DTR and RTS of a slot's port are set to before the first byte. */
  readonly lines: ModemLineLevels;
}

/** The rules of a product of which nothing else is said. */
export const plainRules = (product: Product, changes: Partial<LineRules> = {}): LineRules => ({
  settingsDigest: null,
  product,
  order: null,
  dialect: null,
  readings: 2,
  pacList: null,
  checks: noChecks,
  amber: 'may leave',
  serialPattern: null,
  label: null,
  debtLimit: null,
  lockOutReds: null,
  golden: null,
  shiftStarts: wholeDay,
  bootMs: null,
  lines: 'keep',
  ...changes,
});
