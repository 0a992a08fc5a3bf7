/**
 * Whether every character has a picture of its own: no controls, no formats such as bidirectional overrides and zero widths, no line
 * separators. What has none hides in a name, or changes how everything around it is shown.
 */
export const isPrintable = (text: string): boolean => !/[\p{C}\p{Zl}\p{Zp}]/u.test(text);

/** With each of them, but line feeds, as an escape of JSON, `\u202e`: a text stays readable, and JSON stays the same JSON. */
export const printable = (text: string): string =>
  text.replaceAll(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
