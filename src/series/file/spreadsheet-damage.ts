/**
 * The digits in a cell without what spreadsheets and programs put around them: `="…"`, a leading apostrophe, `0x`, and blanks,
 * dashes or colons between groups of equal size, as long as just as many digits are left as there must be.
 */
export const bareDigits = (cell: string, length: 8 | 16): string => {
  const bare = cell.replaceAll(/[\u200B\u2060\uFEFF]/g, '').trim();
  const unwrapped = /^="([^"]*)"$/.exec(bare)?.[1] ?? bare.replace(/^['‘’`]/, '');
  const digits = unwrapped.trim().replace(/^0x/i, '');
  const joined = digits.replaceAll(/[\s:_-]/g, '');
  return joined !== digits && joined.length === length && isGrouped(digits) ? joined : digits;
};

const isGrouped = (digits: string): boolean =>
  /^(?:[0-9a-f]{2}[\s:_-]?)+$/i.test(digits) &&
  new Set(digits.split(/[\s:_-]+/).map(({ length: size }) => size)).size === 1;

const asText = 'give the column the format "text" before the digits are put in, and take them from the original list';

const madeADate = `a spreadsheet has made a date of it; ${asText}`;

const month = '(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zäé]{0,2}';

/**
 * What a spreadsheet or a program has made of digits that cannot be got back from it, and what to do; null: this is not known.
 * Repeats nothing of the cell.
 */
export const damageOf = (cell: string): string | null =>
  damages.find(({ looks }) => looks.test(cell.trim()))?.words ?? null;

const damages: readonly { readonly looks: RegExp; readonly words: string }[] = [
  // Two or more of mantissa, sign and power: 12E5 alone is four hex digits
  {
    looks: /^[+-]?\d+[.,]\d+E[+-]?\d+$|^[+-]?\d+E[+-]\d+$/i,
    words: `a spreadsheet has made a number in scientific notation of it; ${asText}`,
  },
  {
    looks: /^#(?:N\/A|NAME\??|REF!|VALUE!|NUM!|DIV\/0!|NULL!|[A-Z]+!)$/i,
    words: 'an error of a spreadsheet stands here; correct the formula, and save the values',
  },
  { looks: /^#{2,}$/, words: 'a spreadsheet shows # where a column is too narrow; make it wider, and save again' },
  { looks: /^\d{1,2}[./]\d{1,2}[./]\d{2,4}$|^\d{4}-\d{2}-\d{2}$/, words: madeADate },
  { looks: new RegExp(`^\\d{1,2}[-. ]${month}$|^${month}[-. ]\\d{2,4}$`, 'i'), words: madeADate },
  { looks: /^\d{1,3}(?:[.,'’\s]\d{3})+(?:[.,]\d+)?$/, words: `a spreadsheet has grouped it like a number; ${asText}` },
  { looks: /^\d+[.,]\d+$/, words: `a spreadsheet or a program has written it as a number with a fraction; ${asText}` },
  { looks: /^-\d+$/, words: `a program has written it as a negative number; write it in hex` },
  { looks: /^=/, words: 'a formula stands here; save the values instead' },
];

/** Digits that a spreadsheet keeps of a number. @source IEEE 754: 15 decimal digits always survive in 64 bits */
const keptDigits = 15;

/** PACs of decimal digits only, at least two of them and each with nothing but zeros behind the fifteenth digit: they were numbers once. */
export const areRounded = (pacs: readonly string[]): boolean =>
  pacs.length > 1 && pacs.every((pac) => /^[1-9]\d{15,}$/.test(pac) && /^0+$/.test(pac.slice(keptDigits)));

/** Numbers that lost their leading zeros; eight is what an ID may have. */
export const lostZeros = (digits: string): boolean => /^[1-9]\d{11,14}$/.test(digits);
