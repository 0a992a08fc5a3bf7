import type { DialectDefinition, Framing, Probe } from '../../firmware-protocols/contract.ts';

/**
 * What bridges, terminal servers and careless firmware make of an answer without changing what it says: other line ends, NULs between
 * the words, an echo in whatever form. Reading and finding out forgive the same things. Nothing is forgiven in a binary alphabet.
 */

/** A NUL before a line is no part of any text. One within a line may be meant, as by firmware that prints it in place of a digit. */
export const withoutNuls = ({ alphabet }: Pick<Framing, 'alphabet'>, bytes: string): string =>
  alphabet === 'binary' ? bytes : bytes.replaceAll(/(?<=^|[\r\n])\0+/g, '');

/** Any line end there is; a terminal that adds a CR before each LF makes two CRs of one. */
export const lineEnd = /\r+\n|\n|\r/;
const everyLineEnd = new RegExp(lineEnd, 'g');

const bare = (text: string): string => text.replaceAll(/[\0\r\n]/g, '').toUpperCase();

/** Whether these bytes are what was sent and nothing else, whatever became of its line ends. */
export const isOwnEcho = (sent: string, received: string): boolean => {
  return received !== '' && (received === sent || (bare(sent) !== '' && bare(received) === bare(sent)));
};

/** Whether this is the answer that the dialect gives to its probe, in one of the forms in which the same answer arrives. */
export const isAnswerTo = (
  { framing, unsolicited }: DialectDefinition,
  { send, expect }: Probe,
  answer: string,
): boolean => {
  if (framing.alphabet === 'binary' || answer === '' || expect.test(answer)) return expect.test(answer);
  const text = withoutNuls(framing, answer);
  const solicited = text
    .split(/(?<=\n|\r(?!\n))/)
    .filter((line) => !unsolicited.some(({ pattern }) => pattern.test(line.replace(/[\r\n]+$/, ''))))
    .join('');
  const anyEnd = withOneLineEnd(expect);
  return [...new Set([text, solicited])].some((form) => {
    // The CR of an echo and the line end behind it are two.
    if (expect.test(form) || anyEnd.test(form.replaceAll(/\r\n|\r/g, '\n'))) return true;
    const behind = withoutEcho(send, form);
    if (behind === null) return anyEnd.test(form.replaceAll(everyLineEnd, '\n'));
    return expect.test(behind) || anyEnd.test(behind.replaceAll(everyLineEnd, '\n'));
  });
};

/** The same pattern, where every line end is a line feed. */
const withOneLineEnd = ({ source, flags }: RegExp): RegExp =>
  new RegExp(
    source
      .replaceAll('\\r\\n?', '\\n')
      .replaceAll('\\r?\\n', '\\n')
      .replaceAll('\\r\\n', '\\n')
      .replaceAll('\\r', '\\n'),
    flags,
  );

/**
 * What stands behind the echo of a request, whose own end may have come back as CR, LF or both; null: there is no echo. The line end is
 * part of the echo whenever there is one: families are told apart by empty lines before an answer.
 */
const withoutEcho = (send: string, answer: string): string | null => {
  const body = send.replace(/^[\r\n]+/, '').replace(/[\r\n]+$/, '');
  const rest = answer.replace(/^[\r\n]+/, '');
  if (body === '' || !rest.toUpperCase().startsWith(body.toUpperCase())) return null;
  return rest.slice(body.length).replace(/^(\r\n|\r|\n)?\0*/, '');
};
