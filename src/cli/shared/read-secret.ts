import { createInterface } from 'node:readline';

import { required, type Parsed } from '../../domain/parsed.ts';
import type { CommandContext } from './command-context.ts';
import { inDialogue } from './dialogue.ts';

interface SecretOptions<T> {
  /** What is asked for, without a colon. */
  readonly words: string;
  /** At a terminal, what is refused is asked for again. */
  readonly parse: (text: string) => Parsed<T>;
  /** What did not happen when it ends before its time. */
  readonly unharmed: string;
  readonly context: Pick<CommandContext, 'err' | 'signal'>;
}

/**
 * A secret from standard input: asked for at a terminal, and not shown there; else its first line.
 * @throws PaclineError interrupted; with the refusal's code
 */
export const readSecret = async <T>({ words, parse, unharmed, context }: SecretOptions<T>): Promise<T> =>
  process.stdin.isTTY
    ? inDialogue({ context, unharmed }, (dialogue) => dialogue.askHiddenOnce({ words, parse }))
    : required(parse(await firstLine(process.stdin, context.signal)));

const firstLine = async (input: NodeJS.ReadableStream, signal: AbortSignal): Promise<string> => {
  const lines = createInterface({ input, signal });
  try {
    for await (const line of lines) return line;
    signal.throwIfAborted();
    return '';
  } finally {
    lines.close();
  }
};
