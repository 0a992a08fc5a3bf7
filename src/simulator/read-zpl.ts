/** What stands on a label that a simulated printer has printed. */
export interface PrintedLabel {
  /** The texts, in the order of the label, without what codes hold. */
  readonly texts: readonly string[];
  /** What a scanner reads from its first code; null: it has none that can be read. */
  readonly code: { readonly symbology: 'datamatrix' | 'qr'; readonly text: string } | null;
  /** The names of its commands in order, such as XA, FO, A0, FD. */
  readonly commands: readonly string[];
  readonly zpl: string;
}

interface Command {
  readonly name: string;
  readonly rest: string;
}

type Code = NonNullable<PrintedLabel['code']>;

/**
 * Reads one label in ZPL II, as far as texts and codes go; bytes as Latin-1 characters.
 * @source ZPL II Programming Guide: ^FH, ^FD, ^FV, ^FS, ^FX, ^BX (quality 200: escape character ~ or parameter g), ^BQ (level, mode, comma, text)
 */
export const readZpl = (zpl: string): PrintedLabel => {
  const texts: string[] = [];
  const codes: (Code | null)[] = [];
  let field: { text: string | null; escape: string | null; code: ((text: string) => Code | null) | null } = {
    text: null,
    escape: null,
    code: null,
  };
  const commands = commandsOf(zpl);
  for (const { name, rest } of commands) {
    if (name === 'FH') field.escape = rest.charAt(0) || '_';
    else if (name === 'BX') field.code = dataMatrix(rest);
    else if (name === 'BQ') field.code = qrCode;
    else if (name === 'FD' || name === 'FV') field.text = unescaped(rest, field.escape);
    else if (name === 'FS' || name === 'XZ') {
      if (field.text !== null && field.code !== null) codes.push(field.code(field.text));
      else if (field.text !== null) texts.push(field.text);
      field = { text: null, escape: null, code: null };
    }
  }
  return { texts, code: codes[0] ?? null, commands: commands.map(({ name }) => name), zpl };
};

/** A prefix, a name of two characters, and what follows up to the next prefix. Line ends in it count for nothing. */
const commandsOf = (zpl: string): readonly Command[] =>
  [...zpl.matchAll(/[\^~](..)([^^~]*)/gs)].map(([, name = '', rest = '']) => ({
    name: name.toUpperCase(),
    rest: rest.replaceAll(/[\r\n]/g, ''),
  }));

const unescaped = (text: string, escape: string | null): string => {
  const bytes =
    escape === null
      ? text
      : text.replaceAll(new RegExp(`${RegExp.escape(escape)}([0-9A-F]{2})`, 'gi'), (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        );
  return Buffer.from(bytes, 'latin1').toString('utf8');
};

const dataMatrix = (parameters: string): ((text: string) => Code | null) => {
  const [, , quality, , , , escape] = parameters.split(',');
  const special = escape?.charAt(0) || '~';
  // What its escapes stand for is no text that a scanner types.
  return (text) =>
    quality === '200' && text !== '' && !text.includes(special) ? { symbology: 'datamatrix', text } : null;
};

const qrCode = (text: string): Code | null => {
  const typed = /^[HQML]A,(.+)$/s.exec(text)?.[1];
  return typed === undefined ? null : { symbology: 'qr', text: typed };
};
