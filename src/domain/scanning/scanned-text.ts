/** What a scanner puts around every code, and what the codes of badges begin with. */
export interface ScannerWords {
  readonly prefix: string;
  readonly suffix: string;
  /** '': no badge is scanned. */
  readonly badgePrefix: string;
}

/** What a scanner that is set to it tells of the symbology before each code. @source ISO/IEC 15424: `]`, a letter, a modifier */
const symbologyIdentifier = /^\][A-Za-z][0-9A-Za-z]/;

/** How a badge or PIN may be kept that was read like this: people leave the prefix out, or in. */
export const badgeCodes = (code: string, { badgePrefix }: Pick<ScannerWords, 'badgePrefix'>): readonly string[] => [
  code,
  badgePrefix !== '' && code.startsWith(badgePrefix) ? code.slice(badgePrefix.length) : badgePrefix + code,
];

/** The code without what the scanner puts around it, leading zeros and all; '' for an empty line. */
export const codeInScan = (line: string, { prefix, suffix }: ScannerWords): string => {
  let text = line.trim();
  if (prefix !== '' && text.startsWith(prefix)) text = text.slice(prefix.length);
  if (suffix !== '' && text.endsWith(suffix)) text = text.slice(0, -suffix.length);
  return text.trim().replace(symbologyIdentifier, '').trim();
};
