import { backendErrors } from './backend-errors.ts';
import { journalErrors } from './journal-errors.ts';
import { ownErrors } from './own-errors.ts';
import { portErrors } from './port-errors.ts';
import { unitErrors } from './unit-errors.ts';
import { usageErrors } from './usage-errors.ts';
import type { ErrorEntry } from './error-entry.ts';

/** Every way in which something can go wrong. The table of this folder's README is this one; a test holds them together. */
export const errorTable = {
  ...usageErrors,
  ...unitErrors,
  ...portErrors,
  ...backendErrors,
  ...journalErrors,
  ...ownErrors,
} satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

/** Tells an error from a good end. */
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorTable, code);
