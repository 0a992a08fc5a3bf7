import type { Clock } from '../../domain/clock.ts';
import type { PacedBoard } from './paced-board.ts';

/** A patient person's pace, in ms. */
export const pressEveryMs = 3000;

/** What a person does with a board that prints who it is when it starts: presses reset, again and again, until the power goes off. */
export const pressResetEvery = async (
  ms: number,
  board: PacedBoard,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> => {
  try {
    for (;;) {
      await clock.sleep(ms, { signal });
      board.restart();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
