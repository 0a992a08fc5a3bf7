import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { Received, Reply, ReplyLine } from '../../firmware-protocols/grammar.ts';

/** What came since `request` was written; `silent` once nothing more has come for as long as the reply cares. */
interface Arrived {
  readonly request: string;
  readonly reply: Reply<unknown>;
  readonly bytes: string;
  readonly silent: boolean;
}

/** Cuts what has come into lines and tells result words, echoes and unsolicited lines apart. Pure: called anew for each chunk. */
export const frame = (definition: DialectDefinition, { request, reply, bytes, silent }: Arrived): Received => {
  const pieces = bytes.split(/\r\n|\n|\r/);
  let tail = pieces.pop() ?? '';
  // A CR at the very end may be the first half of CR LF: for a modem that ends lines with both, the line is not complete yet.
  if (definition.framing.lineEnd === 'crlf' && tail === '' && bytes.endsWith('\r')) tail = pieces.pop() ?? '';

  const echoes = request.toUpperCase().split(/[\r\n]/).filter((line) => line !== '');
  const lines: ReplyLine[] = [];
  for (const text of pieces) {
    if (text === '') continue;
    const echo = lines.some((line) => line.kind === 'text') ? -1 : echoes.indexOf(text.toUpperCase());
    if (echo >= 0) echoes.splice(0, echo + 1);
    else lines.push({ text, kind: kindOf(definition, reply, text) });
  }
  return { lines, tail, bytes, silent };
};

const kindOf = (definition: DialectDefinition, reply: Reply<unknown>, text: string): ReplyLine['kind'] => {
  if (reply.claims?.test(text)) return 'text';
  if (definition.results.success.test(text)) return 'success';
  if (definition.results.failure.test(text)) return 'failure';
  return definition.unsolicited.some(({ pattern }) => pattern.test(text)) ? 'unsolicited' : 'text';
};
