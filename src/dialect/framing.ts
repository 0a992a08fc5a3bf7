import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { Received, Reply, ReplyLine } from '../../firmware-protocols/reply.ts';
import { lineEnd, withoutNuls } from './answer-forms.ts';

/** What came since `request` was written; `silent` once nothing more has come for as long as the reply cares. */
interface ArrivedBytes {
  readonly request: string;
  readonly reply: Reply<unknown>;
  readonly bytes: string;
  readonly silent: boolean;
  /** Nothing has come for so long that a CR at the very end stands alone. Default: not yet. */
  readonly crIsEnd?: boolean;
}

/** So long after a CR no line feed belongs to it any more, in ms: two latency ticks of a slow USB adapter and room to spare. */
export const loneCrMs = 60;

/** Cuts what has come into lines and tells result words, echoes and unsolicited lines apart. Pure: called anew for each chunk. */
export const frame = (
  definition: DialectDefinition,
  { request, reply, bytes: arrived, silent, crIsEnd = false }: ArrivedBytes,
): Received => {
  const bytes = withoutNuls(definition.framing, arrived);
  const pieces = bytes.split(lineEnd);
  let tail = pieces.pop() ?? '';
  // A CR at the very end may be the first half of CR LF: for a modem that ends lines with both, the line is not complete yet.
  if (definition.framing.lineEnd === 'crlf' && !crIsEnd && tail === '' && bytes.endsWith('\r'))
    tail = pieces.pop() ?? '';

  const echoes = request
    .toUpperCase()
    .split(/[\r\n]/)
    .filter((line) => line !== '');
  const lines: ReplyLine[] = [];
  for (const piece of pieces) {
    if (piece === '') continue;
    const answering = lines.some((line) => line.kind === 'text');
    const echo = answering ? -1 : echoes.findIndex((own) => echoedLength(definition, own, piece) > 0);
    const text =
      echo < 0
        ? piece
        : withoutNuls(definition.framing, piece.slice(echoedLength(definition, echoes[echo] ?? '', piece)));
    if (echo >= 0) echoes.splice(0, echo + 1);
    if (text !== '') lines.push({ text, kind: kindOf(definition, reply, text) });
  }
  return { lines, tail, bytes, silent };
};

/**
 * How much of a line is the echo of this one. It fills its line, or stands before the answer where the modem does not echo the line end,
 * with the command end or without; a letter or two prove nothing there.
 */
const echoedLength = ({ framing: { commandEnd } }: DialectDefinition, own: string, text: string): number => {
  const upper = text.toUpperCase();
  if (upper === own) return own.length;
  const bare = commandEnd !== '' && own.endsWith(commandEnd) ? own.slice(0, -commandEnd.length) : own;
  return [own, bare].find((echo) => echo.length > 2 && upper.startsWith(echo))?.length ?? 0;
};

const kindOf = (definition: DialectDefinition, reply: Reply<unknown>, text: string): ReplyLine['kind'] => {
  if (reply.claims?.test(text)) return 'text';
  if (definition.results.busy?.test(text)) return 'busy';
  if (definition.results.success.test(text)) return 'success';
  if (definition.results.failure.test(text)) return 'failure';
  return definition.unsolicited.some(({ pattern }) => pattern.test(text)) ? 'unsolicited' : 'text';
};
