import { PassThrough } from 'node:stream';

import { BenchWords } from '../../src/cli/run/screen/bench-words.ts';
import { Console } from '../../src/cli/shared/console.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** Words of a line whose output goes to a pipe, or to a terminal that somebody watches. */
export const benchWords = ({
  isLive = false,
  json = false,
}: { readonly isLive?: boolean; readonly json?: boolean } = {}) => {
  const [out, err] = [new PassThrough().resume(), new PassThrough()];
  const said: string[] = [];
  let news = Promise.withResolvers<void>();
  err.setEncoding('utf8').on('data', (text: string) => {
    said.push(...text.trimEnd().split('\n'));
    news.resolve();
    news = Promise.withResolvers<void>();
  });
  const clock = new VirtualClock();
  const words = new BenchWords({
    clock,
    console: new Console({
      json,
      clock,
      out: Object.assign(out, { isTTY: isLive }) as unknown as NodeJS.WriteStream,
      err: err as unknown as NodeJS.WriteStream,
    }),
  });
  return {
    words,
    clock,
    /** What stands at the foot of live rows. */
    foot: (): readonly string[] => words.last.map((line) => line.map(({ text }) => text).join('')),
    /** Every line that was said on standard error. */
    said,
    /** Resolves as soon as so many lines were said. */
    untilSaid: async (count: number): Promise<void> => {
      while (said.length < count) await news.promise;
    },
  };
};
