import { accepted, refused, type Parsed } from '../../domain/parsed.ts';

const longestPattern = 200;

/** A repeated group or a back reference: with these the time to refuse a text can double with each of its characters. */
const isUnbounded = (source: string): boolean =>
  /\\[1-9]|\\k</.test(source) || /\)[*+{]/.test(source.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/g, 'x'));

/**
 * The expression, made to match from the first character to the last. What could hang the line by accident is refused; what is
 * left takes at most polynomial time, and a scan has at most 64 characters.
 */
export const parseSerialPattern = (source: string): Parsed<RegExp> => {
  if (source.length > longestPattern) return refused('bad settings', `longer than ${longestPattern} characters`);
  if (isUnbounded(source))
    return refused(
      'bad settings',
      'this can take for ever on a long code: a group in brackets cannot be repeated, and there are no back references',
    );
  try {
    return accepted(new RegExp(`^(?:${source})$`, 'u'));
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace(/^Invalid regular expression: .*\/u?: /, '') : String(error);
    return refused('bad settings', `not a regular expression: ${reason}`);
  }
};
