import { describe, expect, it } from 'vitest';

import { dialects, type Dialect } from '../../firmware-protocols/index.ts';
import { candidatesOn, type PortIdentity } from '../../src/dialect/identification.ts';
import { identifyModem } from '../../src/modem/identify-modem.ts';
import { seededRandom } from '../../src/simulator/boards/wire-fault.ts';
import { MemoryBench } from '../support/memory-bench.ts';
import { noisyLine } from '../support/noisy-line.ts';

const casesEach = 300;
const candidates = candidatesOn(
  dialects.map(({ definition }) => definition),
  null,
);

const identified = async (dialect: Dialect, seed: number): Promise<PortIdentity> => {
  const bench = new MemoryBench({ dialect, pace: 'at once', toHost: noisyLine(seededRandom(seed)) });
  const { result } = await bench.settle(
    identifyModem(bench.port, candidates, { clock: bench.clock, signal: new AbortController().signal }),
    { withinMs: 60_000 },
  );
  await bench.end();
  return result;
};

describe('identification on a noisy line', () => {
  it.each(candidates.map(({ id }) => id))(
    `takes %s for itself or for nothing, in ${casesEach} sessions`,
    async (id) => {
      const dialect = dialects.find(({ definition }) => definition.id === id);
      if (dialect === undefined) throw new Error(`no dialect ${id}`);
      const named = new Set<string>();
      for (let seed = 1; seed <= casesEach; seed += 1) {
        const result = await identified(dialect, seed * 40_503);
        if (result.kind === 'dialect') named.add(result.definition.id);
      }
      expect([...named]).toEqual([id]);
    },
    600_000,
  );
});
