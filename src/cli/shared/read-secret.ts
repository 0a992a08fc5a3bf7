import { createInterface } from 'node:readline';

import { accepted } from '../../domain/parsed.ts';
import type { CommandContext } from './command-context.ts';
import { Dialogue } from './dialogue.ts';

interface SecretOptions {
  /** What is asked for, without a colon. */
  readonly words: string;
  readonly context: Pick<CommandContext, 'err' | 'signal'>;
}

/** A secret from standard input: asked for at a terminal, and not shown there; else its first line. @throws PaclineError interrupted */
export const readSecret = async ({ words, context: { err, signal } }: SecretOptions): Promise<string> => {
  if (!process.stdin.isTTY) return firstLine(process.stdin, signal);
  const dialogue = new Dialogue({ input: process.stdin, out: err, signal });
  try {
    return await dialogue.askHiddenOnce({ words, parse: accepted });
  } finally {
    dialogue.close();
  }
};

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
