import type { DeviceId } from '../domain/device-id.ts';
import type { Pac } from '../domain/pac.ts';

/** What may stand on a label. */
export interface LabelContent {
  readonly deviceId: DeviceId;
  /** The current one, which the backend has made. null: the product's label does not show it, or it is not shown to this API user. */
  readonly pac: Pac | null;
  /** null: a prototype. */
  readonly certificate: string | null;
  /** The board's own serial; null: it has none. */
  readonly serial: string | null;
  readonly productName: string;
  /** The unit's name in the backend. */
  readonly name: string;
}

/** Which unit a code speaks of. Both null: it is a code of this product, and tells no unit from another. */
export interface CodeParts {
  readonly deviceId: string | null;
  /** The board's own. */
  readonly serial: string | null;
}

export interface LabelPrinter {
  /**
   * Resolves once the printer, or the disk, has the whole label.
   * @throws PaclineError printer down: may be tried again later; printer fault: trying again does not help; the signal's reason
   */
  print(label: LabelContent, options: { readonly signal: AbortSignal }): Promise<void>;
  /** What a scanner reads from this label's code. */
  codeOf(label: LabelContent): string;
  /** What a scanned text would say if it were the code of a label; null: it is none. Case counts for nothing here. */
  readCode(scanned: string): CodeParts | null;
}
