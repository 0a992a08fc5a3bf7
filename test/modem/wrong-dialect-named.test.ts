import { describe, expect, it } from 'vitest';

import { dialects, type Dialect } from '../../firmware-protocols/index.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { readModem } from '../../src/modem/read-modem.ts';
import { MemoryBench } from '../support/memory-bench.ts';

const { signal } = new AbortController();

const dialect = (id: string): Dialect => {
  const found = dialects.find(({ definition }) => definition.id === id);
  if (found === undefined) throw new Error(`there is no dialect ${id}`);
  return found;
};

/** What a person is told who names one dialect where a board of another one sits. */
const told = async (
  { named, board }: { readonly named: string; readonly board: string },
  toHost?: (bytes: string) => string,
): Promise<PaclineError> => {
  const { definition } = dialect(named);
  const bench = new MemoryBench({
    dialect: { definition, powerOn: dialect(board).powerOn },
    ...(toHost === undefined ? {} : { toHost }),
  });
  const { outcome } = await bench.settle(
    readModem(bench.port, {
      dialect: definition,
      candidates: [],
      usb: null,
      readings: 2,
      details: [],
      clock: bench.clock,
      signal,
      onPhase: () => undefined,
    }),
  );
  await bench.end();
  if (outcome.ok || !(outcome.error instanceof PaclineError))
    throw new Error(`a board of ${board} was read as ${named}`);
  return outcome.error;
};

describe('a dialect that was named, and is not the one on the port', () => {
  it.each([
    { named: 'td-next', board: 'ax-wisol' },
    { named: 'stm32wl-at', board: 'ax-wisol' },
    { named: 'st-cli', board: 'sigfox-ep-modem' },
    { named: 'sigfox-ep-modem', board: 'st-cli' },
    { named: 'riot-ata8520e', board: 'st-cli' },
  ])('is told as such: $named named, $board there', async (pair) => {
    const error = await told(pair);
    expect(error.code).toBe('other dialect');
    expect(error.message).toContain('--dialect');
  });

  it('is not suspected where the answers are damaged each in its own way', async () => {
    let packets = 0;
    const error = await told({ named: 'td-next', board: 'ax-wisol' }, (bytes) => `${(packets += 1)}${bytes}`);
    expect(error.code).toBe('line is noisy');
  });

  it('is not suspected where nothing answers', async () => {
    expect((await told({ named: 'ax-wisol', board: 'nemeus' })).code).toBe('no answer');
  });

  it('is not suspected where the board speaks unasked and answers nothing', async () => {
    expect((await told({ named: 'ax-wisol', board: 'ht32sx' })).code).toBe('fell silent');
  });
});
