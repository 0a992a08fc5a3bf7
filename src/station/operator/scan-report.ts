import type { ErrorCode } from '../../domain/errors/error-table.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { parseCommandCode } from '../../domain/scanning/command-code.ts';
import type { ScanAnswer, ScanDeed } from './scan-answer.ts';

/** What a scan did, for all who look at the bench. */
export interface ScanReport {
  /** null: it is not to be shown, because it is a badge or a PIN, or may be one with a slip in it. */
  readonly scanned: string | null;
  /** null: it was refused. */
  readonly deed: ScanDeed | null;
  /** Why it was refused; null: it was done. */
  readonly code: ErrorCode | null;
  /** Which slot it was for; null: none, or the next unit wherever it is seated. */
  readonly slot: string | null;
  /** In English. */
  readonly message: string;
}

export const scanDone = (code: string, { code: deed, slot, message }: ScanAnswer): ScanReport => ({
  scanned: deed === 'signed in' ? null : shown(code),
  deed,
  code: null,
  slot,
  message,
});

export const scanRefused = (code: string, error: unknown): ScanReport => {
  const known = PaclineError.is(error) ? error : new PaclineError('internal fault', 'A fault of pacline.');
  const command = parseCommandCode(code);
  return {
    scanned: command === null || command === 'unknown' ? null : shown(code),
    deed: null,
    code: known.code,
    slot: null,
    message: known.sentence,
  };
};

const longestShown = 40;

/** A code on a label may hold a PAC. */
const shown = (code: string): string => code.replaceAll(/[0-9a-f]{16,}/gi, '*'.repeat(16)).slice(0, longestShown);
