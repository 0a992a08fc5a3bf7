import type { Parse, Reply } from '../reply.ts';

const twoDigits = (length: number): string => length.toString(16).toUpperCase().padStart(2, '0');

/** `<SC>`, how many characters follow in two hex digits, the command in two more, and what it is given. */
export const commandFrame = (command: string, content = ''): string =>
  `<SC>${twoDigits(command.length + content.length)}${command}${content}`;

/** What stands behind the command in an answer that is there to its counted end. */
interface AnswerFrame {
  readonly command: string;
  readonly content: string;
}

/** The complete answer frames among whatever log text the module prints between them. */
const answerFrames = (bytes: string): readonly AnswerFrame[] =>
  [...bytes.matchAll(/<SR>([0-9A-F]{2})([0-9A-F]{2})/gi)].flatMap(({ index, 1: length = '', 2: command = '' }) => {
    const from = index + '<SR>00'.length;
    const counted = bytes.slice(from, from + Number.parseInt(length, 16));
    return counted.length < Number.parseInt(length, 16)
      ? []
      : [{ command: command.toUpperCase(), content: counted.slice(2) }];
  });

/** The answer frame of this command; NG in place of OK is a refusal, and so is the frame of the common error, `<SR>0400NG`. */
export const answerFrame = <Value>(command: string, parse: Parse<Value>): Reply<Value> => ({
  read: ({ bytes }) => {
    const found = answerFrames(bytes).find(
      (frame) => frame.command === command || (frame.command === '00' && frame.content === 'NG'),
    );
    if (found === undefined) return { state: 'pending' };
    if (found.content.startsWith('NG')) return { state: 'error', words: found.content };
    const value = parse(found.content);
    return value === null ? { state: 'malformed', words: found.content } : { state: 'value', value };
  },
});
