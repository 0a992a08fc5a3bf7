import { accepted, refused, type Parsed } from '../../domain/parsed.ts';

/** The name of an encoding as the Encoding Standard has it, in lower case. */
export type TextEncoding = string;

const knownEncodings = 'utf-8, utf-16le, utf-16be, windows-1252, macintosh, gb18030, euc-kr, shift_jis';

/** `windows-1252`, `latin1`, `utf-16be` …: any label of the Encoding Standard. */
export const parseEncoding = (label: string): Parsed<TextEncoding> => {
  try {
    return accepted(new TextDecoder(label).encoding);
  } catch {
    return refused(
      'bad usage',
      `${JSON.stringify(label.slice(0, 40))} is no encoding that can be read; known are ${knownEncodings} and the like`,
    );
  }
};

/** Said by a byte order mark; null: there is none. */
export const markedEncoding = (head: Uint8Array): TextEncoding | null => {
  const [first, second, third] = head;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
};

/** In a list of digits every other byte of UTF-16 is zero, and none of the others; null: UTF-8, or bytes of another kind. */
export const unmarkedEncoding = (head: Uint8Array): TextEncoding | null => {
  const pairs = Math.floor(head.length / 2);
  const zeros = (first: 0 | 1): number =>
    head.subarray(0, 2 * pairs).filter((byte, at) => byte === 0 && at % 2 === first).length;
  const [even, odd] = [zeros(0), zeros(1)];
  if (pairs < 2 || Math.max(even, odd) < 0.9 * pairs || Math.min(even, odd) > 0) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
};

/** One byte is one character, so that any bytes can be read and a wrong choice shows only in what is read. */
export const isSingleByte = (encoding: TextEncoding): boolean =>
  /^(?:windows-|iso-8859-|macintosh|x-mac-|koi8-|ibm)/.test(encoding);

/** Umlauts and accents most often met, as Macintosh (Mac OS Roman) and DOS (code page 850) write them. */
const letters = {
  mac: new Set([0x80, 0x85, 0x86, 0x8a, 0x8d, 0x8e, 0x8f, 0x96, 0x9a, 0x9f, 0xa7]),
  dos: new Set([0x81, 0x82, 0x84, 0x87, 0x94, 0x99, 0xa0, 0xa2, 0xa4, 0xe1]),
};

/** What bytes that are no UTF-8 most likely are, and what to do about it, as the end of a sentence. */
export const likelyEncoding = (bytes: Uint8Array): string => {
  const high = bytes.filter((byte) => byte >= 0x80);
  const runs =
    Buffer.from(bytes)
      .toString('latin1')
      .match(/[\x80-\xFF]+/g) ?? [];
  if (runs.length > 0 && runs.every((run) => run.length % 2 === 0 && /^[\xA1-\xFE]+$/.test(run))) {
    return 'most likely a two-byte encoding of East Asia; name it, as in --encoding gb18030, euc-kr, big5 or shift_jis, or save the file as UTF-8';
  }
  const count = (wanted: (byte: number) => boolean): number => high.filter(wanted).length;
  if (count((byte) => byte >= 0xc0) < count((byte) => byte < 0xa0)) {
    const isDos = count((byte) => letters.dos.has(byte)) > count((byte) => letters.mac.has(byte));
    return isDos
      ? 'most likely that of DOS (code page 850); save the file as "CSV UTF-8"'
      : 'most likely that of old Macintosh programs; give --encoding macintosh, or save the file as "CSV UTF-8"';
  }
  return 'most likely Windows-1252 ("ANSI"); give --encoding windows-1252, or save the file as "CSV UTF-8"';
};
