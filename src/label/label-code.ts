import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { CodeParts, LabelContent } from '../station/label-printer.ts';
import { valuesOf } from './label-form.ts';
import { renderLines, type FieldPiece, type LabelTemplate } from './label-template.ts';

/** Whoever scans it must be able to type it: no control characters, and neither of the two that codes escape with. */
const scannable = /^[\x20-\x7D]+$/;

/**
 * What the code of a label holds.
 * @throws PaclineError printer fault: it cannot be printed so that every scanner reads it back
 */
export const codeOfLabel = (code: LabelTemplate, label: LabelContent): string => {
  const text = renderLines(code, valuesOf(label, null)).join('');
  if (!scannable.test(text) || text.includes('|') || text.trim() !== text) {
    throw new PaclineError(
      'printer fault',
      `The code of the label of ${label.deviceId} would hold ${JSON.stringify(text.slice(0, 60))}; only ASCII without ~ and | and without blanks at its ends is read back by every scanner.`,
    );
  }
  return text;
};

/** No code that is printed is longer; a pattern is never let loose on a text of any length. */
const longestCode = 300;

/** Which unit a scanned text speaks of, if it is a code of this template; null: it is none. */
export const readLabelCode = (code: LabelTemplate, scanned: string): CodeParts | null => {
  const text = scanned.trim();
  const named = new Set<string>();
  const pattern = code.lines.map(({ pieces }) => {
    const line = pieces
      .map((piece) => (typeof piece === 'string' ? RegExp.escape(piece) : patternOf(piece, named)))
      .join('');
    return pieces.some((piece) => typeof piece !== 'string' && piece.optional) ? `(?:${line})?` : line;
  });
  const found = text.length > longestCode ? null : new RegExp(`^${pattern.join('')}$`, 'i').exec(text);
  return found && { deviceId: found.groups?.['deviceId'] ?? null, serial: found.groups?.['serial'] ?? null };
};

/** A value that was cut, or stands there for the second time, names no unit. */
const patternOf = ({ field, longest }: FieldPiece, named: Set<string>): string => {
  if (longest !== null) return `.{0,${longest}}`;
  const values = field === 'deviceId' ? '[0-9A-F]{8}' : '.*?';
  if (named.has(field) || (field !== 'deviceId' && field !== 'serial')) return values;
  named.add(field);
  return `(?<${field}>${values})`;
};
