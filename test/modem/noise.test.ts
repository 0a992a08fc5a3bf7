import { describe, expect, it } from 'vitest';

import { dialects, type Dialect } from '../../firmware-protocols/index.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { ModemSession } from '../../src/modem/modem-session.ts';
import { readIdentity } from '../../src/modem/read-identity.ts';
import { seededRandom } from '../../src/simulator/boards/wire-fault.ts';
import { madeUpUnit, MemoryBench } from '../support/memory-bench.ts';
import { noisyLine } from '../support/noisy-line.ts';
import { isThorough } from '../support/thorough.ts';

/** The promise speaks of a hundred thousand; a part of them, from the first on, shows every kind of noise to every dialect. */
const casesInAll = isThorough ? 100_000 : 20_000;
const limitMs = 200_000;

/** USB guards its bytes: noise is a matter of UARTs. */
const onUarts = dialects.filter(
  ({ definition }) => definition.commands.readDeviceId !== undefined && definition.serial.link !== 'usb',
);
const casesEach = Math.ceil(casesInAll / onUarts.length);

const readOn = async (
  dialect: Dialect,
  seed: number,
): Promise<{ readonly deviceId: string; readonly pac: string | null } | PaclineError> => {
  const bench = new MemoryBench({ dialect, pace: 'at once', toHost: noisyLine(seededRandom(seed)) });
  const { signal } = new AbortController();
  const session = new ModemSession({ definition: dialect.definition, port: bench.port, clock: bench.clock });
  const read = async () => {
    try {
      await session.open({ signal });
      const { deviceId, pac } = await readIdentity(session, { readings: 2, signal });
      return { deviceId, pac: pac?.reveal() ?? null };
    } catch (error) {
      if (error instanceof PaclineError) return error;
      throw error;
    } finally {
      await session.close({ signal }).catch(() => undefined);
    }
  };
  const result = await bench.settle(read(), { withinMs: limitMs });
  await bench.end();
  return result;
};

describe('on a noisy line', () => {
  it.each(onUarts.map((dialect) => [dialect.definition.id, dialect] as const))(
    `%s never gives a wrong ID or PAC in ${casesEach} sessions`,
    async (id, dialect) => {
      const truth = {
        deviceId: madeUpUnit.deviceId,
        pac: dialect.definition.commands.readPac === undefined ? null : madeUpUnit.pac,
      };
      let read = 0;
      for (let seed = 1; seed <= casesEach; seed += 1) {
        const result = await readOn(dialect, seed * 2_654_435_761);
        if (result instanceof PaclineError) continue;
        read += 1;
        expect(result, `${id}, seed ${seed}`).toEqual(truth);
      }
      // Most lines are good enough to be read: a station that refused them all would be safe as well.
      expect(read).toBeGreaterThan(casesEach / 2);
    },
    1_800_000,
  );
});
