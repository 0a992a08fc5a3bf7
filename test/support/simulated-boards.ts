import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface ServedBoard {
  readonly port: string;
  readonly deviceId: string;
}

/** Boards on pseudo-terminals, served by `pacline simulate board` in a process of its own, as a user would have them. */
export const serveBoards = async (
  args: readonly string[],
  count: number,
): Promise<{ readonly boards: readonly ServedBoard[]; stop(): void }> => {
  const child = spawn(process.execPath, [main, 'simulate', 'board', '--json', '--count', String(count), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const boards: ServedBoard[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    boards.push(JSON.parse(line) as ServedBoard);
    if (boards.length === count) break;
  }
  return { boards, stop: () => void child.kill() };
};
