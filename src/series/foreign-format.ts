/** What a file is that is no text at all, as the end of a sentence, with what to do; null: it may be text. `head`: its first bytes. */
export const foreignFormat = (head: Uint8Array): string | null => {
  const bytes = Buffer.from(head).toString('latin1');
  const found = formats.find(({ begins, has }) => begins.test(bytes) && (has === undefined || has.test(bytes)));
  return found?.words ?? null;
};

const saveSheet = 'open it, give the columns of IDs and PACs the format "text", save the sheet as "CSV UTF-8", and name that file';

const formats: readonly { readonly begins: RegExp; readonly has?: RegExp; readonly words: string }[] = [
  { begins: /^PK\x03\x04/, has: /opendocument\.spreadsheet/, words: `is an OpenDocument workbook (.ods); ${saveSheet}` },
  { begins: /^PK\x03\x04/, has: /\[Content_Types\]\.xml|xl\/|_rels\//, words: `is an Excel workbook (.xlsx); ${saveSheet}` },
  { begins: /^PK\x03\x04/, has: /Index\/|\.iwa/, words: `is a Numbers workbook; ${saveSheet}` },
  { begins: /^PK(?:\x03\x04|\x05\x06)/, words: 'is a ZIP archive; unpack it and name the CSV file in it' },
  { begins: /^\xD0\xCF\x11\xE0/, words: `is an Excel workbook of the old kind (.xls), or one with a password; ${saveSheet}` },
  { begins: /^(?:\xEF\xBB\xBF)?\s*<\?xml/i, has: /urn:schemas-microsoft-com:office:spreadsheet/, words: `is an Excel workbook in XML; ${saveSheet}` },
  { begins: /^(?:\xEF\xBB\xBF)?\s*<(?:!doctype|html|head|table|meta)/i, words: `is a web page, even if it is called .xls; ${saveSheet}` },
  { begins: /^(?:\xEF\xBB\xBF)?\s*<\?xml/i, words: 'is XML; export it as CSV' },
  { begins: /^(?:\xEF\xBB\xBF)?\s*[[{]\s*["{[]/, words: 'is JSON; export it as CSV' },
  { begins: /^%PDF-/, words: 'is a PDF; ask for the list as CSV' },
  { begins: /^\{\\rtf/, words: 'is a text document (RTF); save it as plain text' },
  { begins: /^\x1F\x8B/, words: 'is packed (gzip); unpack it and name what is in it' },
  { begins: /^(?:\xFF\xFE\0\0|\0\0\xFE\xFF)/, words: 'is UTF-32 text; save it as UTF-8' },
];
