import { PassThrough } from 'node:stream';

import { Dialogue } from '../../../src/cli/shared/dialogue.ts';
import { waiting } from '../../backend/api-bench.ts';

/** Streams of a terminal that nobody sits at, or of a pipe. */
export const talk = ({
  isTerminal = true,
  signal = waiting(),
}: { readonly isTerminal?: boolean; readonly signal?: AbortSignal } = {}) => {
  const input = Object.assign(new PassThrough(), { isTTY: isTerminal }) as unknown as NodeJS.ReadStream & PassThrough;
  const err = Object.assign(new PassThrough(), { isTTY: isTerminal }) as unknown as NodeJS.WriteStream & PassThrough;
  let said = '';
  let news = Promise.withResolvers<void>();
  err.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    news.resolve();
    news = Promise.withResolvers<void>();
  });
  let seen = 0;
  return {
    input,
    err,
    openDialogue: () => new Dialogue({ input, out: err, signal }),
    /** Everything that was said so far. */
    said: () => said,
    /** Types the answer once this was asked. */
    answer: async (question: RegExp, answer: string, end = '\n'): Promise<void> => {
      for (;;) {
        const match = question.exec(said.slice(seen));
        if (match !== null) {
          seen += match.index + match[0].length;
          input.write(`${answer}${end}`);
          return;
        }
        await news.promise;
      }
    },
  };
};
