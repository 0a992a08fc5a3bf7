import { spawn } from '@lydell/node-pty';
import { onTestFinished } from 'vitest';

import { cli } from './pacline.ts';

export interface Terminal {
  /** Types the answer, and Enter, once the program has asked for it. */
  answer(question: RegExp, answer: string): Promise<void>;
  /** Presses a key once the program has said this. */
  press(question: RegExp, key: string): Promise<void>;
  /** Everything that was shown, once this was. */
  until(pattern: RegExp): Promise<string>;
  readonly ended: Promise<{ readonly code: number; readonly shown: string }>;
}

/** The built program at a real terminal, with somebody who waits for each question. */
export const typingAt = (args: readonly string[], environment: Readonly<Record<string, string>> = {}): Terminal =>
  programAt(process.execPath, [cli, ...args], { environment });

interface Surroundings {
  readonly environment?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Any program at a real terminal. */
export const programAt = (
  program: string,
  args: readonly string[],
  { environment = {}, cwd = process.cwd() }: Surroundings,
): Terminal => {
  const child = spawn(program, [...args], {
    cols: 160,
    rows: 50,
    cwd,
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
  const next = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const match = pattern.exec(shown.slice(seen));
      if (match !== null) return match;
      if (isOver) throw new Error(`the program ended before it said ${pattern}: ${shown}`);
      await news.promise;
    }
  };
  const press = async (question: RegExp, key: string): Promise<void> => {
    const { index, 0: text } = await next(question);
    seen += index + text.length;
    child.write(key);
  };
  return {
    press,
    answer: (question, answer) => press(question, `${answer}\r`),
    until: async (pattern) => {
      await next(pattern);
      return shown;
    },
    ended,
  };
};
