import { accepted, refused, type Parsed } from '../domain/parsed.ts';
import { isLikeCommand } from '../domain/scanning/command-code.ts';
import { badgeCodes, codeInScan } from '../domain/scanning/scanned-text.ts';
import { isPrintable } from '../domain/text/printable.ts';
import { isSerialNumber } from '../station/operator/scans.ts';
import { findPerson } from './badge-hash.ts';
import type { Settings } from './settings.ts';

/** Below this, whoever tries all codes by hand has found it within a shift. */
const shortestCode = 4;

/** Where a badge is to be used: what else is scanned there, and whose badges there are. */
export type BadgeSurroundings = Pick<Settings, 'scanner' | 'people'> & {
  readonly products: readonly Pick<Settings['products'][number], 'name' | 'serial'>[];
};

/** A badge code or PIN as the line will hear it, where it can be used there at all. */
export const parseBadgeCode = async (
  typed: string,
  { scanner, products, people }: BadgeSurroundings,
): Promise<Parsed<string>> => {
  const code = codeInScan(typed, scanner);
  if (code.length < shortestCode)
    return refused('bad usage', `a badge code or PIN has at least ${shortestCode} characters`);
  const pin = badgeCodes(code, scanner).find((one) => /^\d+$/.test(one));
  if (pin !== undefined && pin.length < scanner.shortestPin)
    return refused(
      'bad usage',
      `a PIN of ${pin.length} digits is guessed too soon; take one of at least ${scanner.shortestPin}, or set shortestPin in [scanner]`,
    );
  if (!isPrintable(code)) return refused('bad usage', 'a control character, or a sign that is not seen, stands in it');
  if (isLikeCommand(code)) return refused('bad usage', 'every code that begins like this is taken for a command');
  const { badgePrefix } = scanner;
  const hasPrefix = code.startsWith(badgePrefix);
  const product = products.find(({ serial }) => serial !== undefined && isSerialNumber(code, serial));
  if (!hasPrefix && product !== undefined)
    return refused(
      'bad usage',
      `it may be a serial number of ${product.name}, and would be taken for one; begin it with ${badgePrefix}, or take another`,
    );
  for (const one of badgeCodes(code, scanner)) {
    const owner = await findPerson(people, one);
    if (owner !== null) return refused('bad usage', `${owner.name} has it already`);
  }
  return accepted(code);
};
