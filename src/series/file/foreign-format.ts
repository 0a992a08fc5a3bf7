/** What a file is that is no text, or no list, as the end of a sentence, with what to do; null: it may be a list. `head`: its first bytes. */
export const foreignFormat = (head: Uint8Array): string | null => {
  const bytes = Buffer.from(head);
  const digits = bytes.subarray(0, 8).toString('hex');
  const text = bytes.toString('latin1');
  const found =
    signatures.find(({ begins, has }) => digits.startsWith(begins) && has.test(text)) ??
    texts.find(({ begins }) => begins.test(text.replace(/^\u00EF\u00BB\u00BF/, '').trimStart()));
  return found?.words ?? null;
};

const saveSheet =
  'open it, give the columns of IDs and PACs the format "text", save the sheet as "CSV UTF-8", and name that file';

const anything = /^/;

/** First bytes in hex, and names in them that tell one ZIP from another. */
const signatures: readonly { readonly begins: string; readonly has: RegExp; readonly words: string }[] = [
  { begins: '504b0304', has: /opendocument\.spreadsheet/, words: `is an OpenDocument workbook (.ods); ${saveSheet}` },
  {
    begins: '504b0304',
    has: /\[Content_Types\]\.xml|xl\/|_rels\//,
    words: `is an Excel workbook (.xlsx); ${saveSheet}`,
  },
  { begins: '504b0304', has: /Index\/|\.iwa/, words: `is a Numbers workbook; ${saveSheet}` },
  { begins: '504b0304', has: anything, words: 'is a ZIP archive; unpack it and name the CSV file in it' },
  { begins: '504b0506', has: anything, words: 'is an empty ZIP archive; ask for the list once more' },
  {
    begins: 'd0cf11e0',
    has: anything,
    words: `is an Excel workbook of the old kind (.xls), or one with a password; ${saveSheet}`,
  },
  { begins: '1f8b', has: anything, words: 'is packed (gzip); unpack it and name what is in it' },
  { begins: '255044462d', has: anything, words: 'is a PDF; ask for the list as CSV' },
  { begins: 'fffe0000', has: anything, words: 'is UTF-32 text; save it as UTF-8' },
  { begins: '0000feff', has: anything, words: 'is UTF-32 text; save it as UTF-8' },
];

const texts: readonly { readonly begins: RegExp; readonly words: string }[] = [
  {
    begins: /^<\?xml[^]*urn:schemas-microsoft-com:office:spreadsheet/i,
    words: `is an Excel workbook in XML; ${saveSheet}`,
  },
  { begins: /^<(?:!doctype|html|head|table|meta)/i, words: `is a web page, even if it is called .xls; ${saveSheet}` },
  { begins: /^<\?xml/i, words: 'is XML; export it as CSV' },
  { begins: /^[[{]\s*["{[]/, words: 'is JSON; export it as CSV' },
  { begins: /^\{\\rtf/, words: 'is a text document (RTF); save it as plain text' },
];
