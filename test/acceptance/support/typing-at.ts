import { spawn } from '@lydell/node-pty';
import { onTestFinished } from 'vitest';

import { cli } from './pacline.ts';

export interface Terminal {
  /** Types the answer, and Enter, once the program has asked for it. */
  answer(question: RegExp, answer: string): Promise<void>;
  /** Presses a key once the program has said this. */
  press(question: RegExp, key: string): Promise<void>;
  readonly ended: Promise<{ readonly code: number; readonly shown: string }>;
}

/** The built program at a real terminal, with somebody who waits for each question. */
export const typingAt = (args: readonly string[], environment: Readonly<Record<string, string>> = {}): Terminal => {
  const child = spawn(process.execPath, [cli, ...args], {
    cols: 160,
    rows: 50,
    env: { PATH: process.env['PATH'], TERM: 'xterm', ...environment },
  });
  onTestFinished(() => child.kill('SIGKILL'));
  let shown = '';
  let seen = 0;
  let news = Promise.withResolvers<void>();
  const tell = (): void => {
    news.resolve();
    news = Promise.withResolvers<void>();
  };
  let isOver = false;
  child.onData((text) => {
    shown += text;
    tell();
  });
  const ended = new Promise<{ readonly code: number; readonly shown: string }>((resolve) => {
    child.onExit(({ exitCode }) => {
      isOver = true;
      tell();
      resolve({ code: exitCode, shown });
    });
  });
  const press = async (question: RegExp, key: string): Promise<void> => {
    for (;;) {
      const match = question.exec(shown.slice(seen));
      if (match !== null) {
        seen += match.index + match[0].length;
        return child.write(key);
      }
      if (isOver) throw new Error(`the program ended before it said ${question}: ${shown}`);
      await news.promise;
    }
  };
  return { press, answer: (question, answer) => press(question, `${answer}\r`), ended };
};
