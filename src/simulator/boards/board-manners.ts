/**
 * What stands around a modem on the boards that people meet, whatever its dialect: it starts anew when its port opens, is deaf meanwhile,
 * prints what it likes, does something else just now, repeats what it hears, or has its words changed by a bridge.
 */
export interface BoardManners {
  /** From its start on it hears nothing for so long, in ms. */
  readonly deafMs?: number;
  /** Printed at its start, at once. */
  readonly garbage?: string;
  /** Printed when it begins to hear. */
  readonly bootText?: string;
  /** When it has begun to hear it does something else for so long, in ms: says these words to each command, or hears nothing (null). */
  readonly busy?: { readonly ms: number; readonly words: string | null };
  /** Repeats each byte as it comes; with a line feed behind each CR; or each line without its end. */
  readonly echo?: 'bytes' | 'bytes and line feeds' | 'lines';
  /** What becomes of its line ends on their way. */
  readonly lineEnd?: '\r\n' | '\n' | '\r';
  /** A NUL before each answer. */
  readonly hasNuls?: boolean;
}

/** What the modem says, as it arrives. */
export const worded = (bytes: string, { lineEnd, hasNuls = false }: BoardManners): string => {
  const ended = lineEnd === undefined ? bytes : bytes.replaceAll(/\r\n|\n|\r/g, lineEnd);
  return hasNuls && bytes.length > 1 ? `\0${ended}` : ended;
};

/** Its echo of one byte; `line`: what has come since the last line end. */
export const echoOf = (byte: string, line: string, { echo }: BoardManners): string => {
  const isEnd = byte === '\r' || byte === '\n' || byte === ';';
  if (echo === undefined) return '';
  switch (echo) {
    case 'bytes':
      return byte;
    case 'bytes and line feeds':
      if (byte === '\n') return '';
      return byte === '\r' ? '\r\n' : byte;
    case 'lines':
      return isEnd ? line : '';
  }
};
