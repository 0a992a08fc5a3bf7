import { serveBoardOnTerminal } from '../../simulator/boards/board-on-terminal.ts';
import type { VirtualBoard } from '../../simulator/bench/bench-place.ts';
import { preciseClock } from '../../simulator/precise-clock.ts';
import type { CommandContext } from '../shared/command-context.ts';
import { linkTo } from './board-link.ts';

export interface BoardToServe extends VirtualBoard {
  /** A path for it that stays the same; null: that of its terminal. */
  readonly link: string | null;
}

export interface ServedBoard extends BoardToServe {
  readonly path: string;
}

/**
 * Serves boards on pseudo-terminals until all are unplugged, by a fault or by the signal, or until the terminal of who started it is
 * closed; then no link is left. `onServed`: told of all once they are there. @throws PaclineError bad usage: a link cannot be made
 */
export const serveBoards = async (
  boards: readonly BoardToServe[],
  { clock, signal }: Pick<CommandContext, 'clock' | 'signal'>,
  onServed: (boards: readonly ServedBoard[]) => void,
): Promise<void> => {
  const over = new AbortController();
  const hangUp = (): void => over.abort();
  process.once('SIGHUP', hangUp);
  const world = { clock: preciseClock(clock), signal: AbortSignal.any([signal, over.signal]) };
  const gone: Promise<void>[] = [];
  try {
    const served: ServedBoard[] = [];
    for (const board of boards) {
      const { path, unplugged } = await serveBoardOnTerminal(board, world);
      const unlink = board.link === null ? null : await linkTo(path, board.link);
      gone.push(unplugged.then(() => unlink?.()));
      served.push({ ...board, path: board.link ?? path });
    }
    onServed(served);
    await Promise.all(gone);
  } finally {
    process.off('SIGHUP', hangUp);
    over.abort();
    await Promise.all(gone);
  }
};
