import { accepted, refused, type Parsed } from '../domain/parsed.ts';

/** No serial on a board is longer; a longer scan is not held against the pattern. */
export const longestSerial = 64;

const longestPattern = 200;

/** A group that repeats what already repeats, such as (a+)*, and a back reference: the time to refuse a text can double with each character. */
const unbounded = /\((?:[^()\\]|\\.)*[*+}](?:[^()\\]|\\.)*\)\s*[*+{]|\\[1-9]|\\k</;

/**
 * The expression, made to match from the first character to the last. This wards off the patterns that are known to hang; with
 * at most `longestSerial` characters to match, others stay polynomial in it.
 */
export const parseSerialPattern = (source: string): Parsed<RegExp> => {
  if (source.length > longestPattern) return refused('bad settings', `longer than ${longestPattern} characters`);
  if (unbounded.test(source)) return refused('bad settings', 'this can take for ever on a long code: a group that is repeated may hold no repetition, and there are no back references');
  try {
    return accepted(new RegExp(`^(?:${source})$`, 'u'));
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: .*\/u?: /, '') : String(error);
    return refused('bad settings', `not a regular expression: ${reason}`);
  }
};

/** Leading zeros count: a serial is text. */
export const isSerial = (pattern: RegExp, scanned: string): boolean => scanned.length <= longestSerial && pattern.test(scanned);
