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

export interface LabelPrinter {
  /**
   * Resolves once the printer, or the disk, has the whole label.
   * @throws PaclineError printer down: may be tried again later; printer fault: trying again does not help; the signal's reason
   */
  print(label: LabelContent, options: { readonly signal: AbortSignal }): Promise<void>;
  /** What a scanner reads from this label's code. */
  codeOf(label: LabelContent): string;
}
