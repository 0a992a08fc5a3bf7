/**
 * `npm run bench:start`: what a person waits for between Enter and the prompt. Each command as a whole process of the built
 * program, in turn with a Node that does nothing. Prints a table; judges nothing.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { serveBoards } from '../support/simulated-boards.ts';

const cli = join(import.meta.dirname, '../../dist/src/cli/main.js');
const turns = Number(process.argv[2] ?? 20);

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const elapsed = (args: readonly string[]): number => {
  const startedAt = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  return performance.now() - startedAt;
};

const served = await serveBoards(['--dialect', 'ax-wisol'], 1);
try {
  const named = `identify --port ${served.boards[0]?.port} --dialect ax-wisol`;
  console.log('| Command | Whole process, median | Bare Node | Ratio |\n|---|---|---|---|');
  for (const line of ['--version', '--help', 'identify --help', 'run --help', 'edit set --help', 'ports', named]) {
    const args = [cli, ...line.split(' ')];
    // Once for what is kept for the next start
    elapsed(args);
    const pairs = Array.from({ length: turns }, () => ({ bare: elapsed(['-e', '0']), whole: elapsed(args) }));
    const [bare, whole] = [median(pairs.map((pair) => pair.bare)), median(pairs.map((pair) => pair.whole))];
    console.log(
      `| \`pacline ${line}\` | ${whole.toFixed(0)} ms | ${bare.toFixed(0)} ms | ${(whole / bare).toFixed(2)} |`,
    );
  }
} finally {
  served.stop();
}
