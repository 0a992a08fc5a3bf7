const names: Readonly<Record<string, string>> = { '\r': '<CR>', '\n': '<LF>', '\x1B': '<ESC>' };

/** Bytes as one readable, unambiguous line: `AT$I=10<CR>`, `<0x07>`. A literal `<` is written as its byte. */
export const escapeBytes = (bytes: string): string =>
  bytes.replace(
    /[^\x20-\x3B\x3D-\x7E]/g,
    (byte) => names[byte] ?? `<0x${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}>`,
  );

/** The reverse; null when there is an escape that does not exist, or a character that would have been escaped. */
export const unescapeBytes = (text: string): string | null => {
  let bad = /[^\x20-\x7E]/.test(text);
  const bytes = text.replace(/<([^>]*)>?/g, (whole, name: string) => {
    const [, digits] = /^0x([0-9A-F]{2})$/i.exec(name) ?? [];
    if (whole.endsWith('>') && digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 16));
    const known = Object.entries(names).find(([, escape]) => escape === whole.toUpperCase());
    if (known !== undefined) return known[0];
    bad = true;
    return '';
  });
  return bad ? null : bytes;
};
