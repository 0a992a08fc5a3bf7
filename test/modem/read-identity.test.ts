import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import { powerOnAxWisol } from '../../firmware-protocols/ax-wisol/simulator.ts';
import { tdNext } from '../../firmware-protocols/td-next/definition.ts';
import { powerOnTdNext } from '../../firmware-protocols/td-next/simulator.ts';
import type { SimulatedUnit } from '../../firmware-protocols/simulator.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { ModemSession } from '../../src/modem/modem-session.ts';
import { readIdentity } from '../../src/modem/read-identity.ts';
import { seededRandom } from '../../src/simulator/boards/wire-fault.ts';
import { madeUpUnit, MemoryBench, type MemoryBenchOptions } from '../support/memory-bench.ts';

const { signal } = new AbortController();
const ax = { definition: axWisol, powerOn: powerOnAxWisol };
const td = { definition: tdNext, powerOn: powerOnTdNext };

const read = async (options: MemoryBenchOptions, readings: 1 | 2 = 2) => {
  const bench = new MemoryBench(options);
  const session = new ModemSession({ definition: options.dialect.definition, port: bench.port, clock: bench.clock });
  const identity = async (): Promise<string> => {
    try {
      await session.open({ signal });
      const { deviceId, pac } = await readIdentity(session, { readings, signal });
      return `${deviceId} ${pac?.reveal() ?? 'no PAC'}`;
    } catch (error) {
      if (error instanceof PaclineError) return error.code;
      throw error;
    }
  };
  const result = await bench.settle(identity(), { withinMs: 60_000 });
  await bench.end();
  const asked = (command: string): number =>
    session.transcript.filter((exchange) => exchange.command === command).length;
  return { result, idReadings: asked('readDeviceId'), pacReadings: asked('readPac') };
};

const truth = `${madeUpUnit.deviceId} ${madeUpUnit.pac}`;

describe('reading ID and PAC', () => {
  it('reads each twice on a clean line', async () => {
    expect(await read({ dialect: ax })).toEqual({ result: truth, idReadings: 2, pacReadings: 2 });
  });

  it('reads each once for an engineer in a hurry', async () => {
    expect(await read({ dialect: ax }, 1)).toEqual({ result: truth, idReadings: 1, pacReadings: 1 });
  });

  it('gives no PAC where the dialect has no command for it', async () => {
    expect(await read({ dialect: td })).toEqual({
      result: `${madeUpUnit.deviceId} no PAC`,
      idReadings: 2,
      pacReadings: 0,
    });
  });

  it('reads once more after an answer that was damaged beyond recognition', async () => {
    // The C of 00A10C4E becomes a K: asked again, then two more.
    const { result, idReadings } = await read({
      dialect: ax,
      wireFaults: [{ kind: 'flipped bit', answer: 1, byte: 5, bit: 3 }],
    });
    expect({ result, idReadings }).toEqual({ result: truth, idReadings: 4 });
  });

  it('wants three equal readings in a row after one that looked right and was not', async () => {
    // 00A10C4E becomes 00A00C4E: still hex.
    const { result, idReadings } = await read({
      dialect: ax,
      wireFaults: [{ kind: 'flipped bit', answer: 1, byte: 3, bit: 0 }],
    });
    expect({ result, idReadings }).toEqual({ result: truth, idReadings: 4 });
  });

  it('wants one reading more after a late answer', async () => {
    const { result, idReadings } = await read({
      dialect: ax,
      wireFaults: [{ kind: 'late answer', answer: 1, ms: 550 }],
    });
    expect({ result, idReadings }).toEqual({ result: truth, idReadings: 4 });
  });

  it('calls a line noisy when six readings never agree', async () => {
    let packet = 0;
    const everyDigitAnew = (bytes: string): string => bytes.replace(/^00/, () => `0${(packet += 1) % 10}`);
    expect(await read({ dialect: ax, pace: 'at once', toHost: everyDigitAnew })).toEqual({
      result: 'line is noisy',
      idReadings: 6,
      pacReadings: 6,
    });
  });

  it('calls a line noisy when no answer can be understood', async () => {
    let packet = 0;
    const noDigit = (bytes: string): string => bytes.replaceAll('C', () => 'KLMN'.charAt((packet += 1) % 4));
    expect((await read({ dialect: ax, toHost: noDigit })).result).toBe('line is noisy');
  });

  it.each([
    ['FEDCBA98', madeUpUnit.pac, 'unprovisioned'],
    ['00000000', madeUpUnit.pac, 'unprovisioned'],
    [madeUpUnit.deviceId, 'FFFFFFFFFFFFFFFF', 'unprovisioned'],
    ['00012345', madeUpUnit.pac, 'documentation value'],
    [madeUpUnit.deviceId, '0123456789ABCDEF', 'documentation value'],
  ])('refuses the unit %s with the PAC %s as "%s"', async (deviceId, pac, code) => {
    expect((await read({ dialect: ax, unit: { deviceId, pac } })).result).toBe(code);
  });
});

/** What a burst on the line does to one byte: another byte, none, or one more. */
type Damage = 'replaced' | 'dropped' | 'inserted';

describe('one burst of noise', () => {
  const digits = '0123456789ABCDEF\r\n\0\x7F';
  const damage = fc.constantFrom<Damage>('replaced', 'replaced', 'replaced', 'dropped', 'inserted');

  /** Hits `length` bytes of everything that goes to the host, from the byte `at` on. */
  const burst = (at: number, kinds: readonly Damage[], seed: number) => {
    const random = seededRandom(seed);
    const anyByte = (): string => digits[Math.floor(random() * digits.length)] ?? '0';
    let carried = 0;
    return (bytes: string): string =>
      bytes.replace(/[\s\S]/g, (byte) => {
        const kind = kinds[carried - at];
        carried += 1;
        if (kind === undefined) return byte;
        return { replaced: anyByte(), dropped: '', inserted: byte + anyByte() }[kind];
      });
  };

  it.each([
    ['an AX modem', ax, truth, 56, 2000],
    ['a TD modem', td, `${madeUpUnit.deviceId} no PAC`, 400, 1000],
  ] as const)('never makes %s pass for another unit', async (_, dialect, right, length, numRuns) => {
    const outcomes = { right: 0, refused: 0 };
    const property = fc.asyncProperty(
      fc.nat({ max: length }),
      fc.array(damage, { minLength: 1, maxLength: 8 }),
      fc.integer(),
      async (at, kinds, seed) => {
        const { result } = await read({ dialect, pace: 'at once', toHost: burst(at, kinds, seed) });
        if (result === right) outcomes.right += 1;
        else outcomes.refused += 1;
        expect([
          right,
          'line is noisy',
          'other dialect',
          'no answer',
          'wrong baud',
          'modem refused',
          'identity refused',
        ]).toContain(result);
      },
    );
    await fc.assert(property, { seed: 869_525, numRuns });
    // Reading again is worth it: almost all of them are read right in the end.
    expect(outcomes.right).toBeGreaterThan(numRuns * 0.99);
  });

  it('never makes a unit pass for another one when it hits a request', async () => {
    const property = fc.asyncProperty(
      fc.nat({ max: 40 }),
      fc.array(damage, { minLength: 1, maxLength: 4 }),
      fc.integer(),
      async (at, kinds, seed) => {
        const hit = burst(at, kinds, seed);
        // The request loop is the modem's: damage is done in front of it.
        const powerOn = (unit: SimulatedUnit) => {
          const hearing = ({
            modem,
            replies,
          }: ReturnType<typeof powerOnAxWisol>): ReturnType<typeof powerOnAxWisol> => ({
            modem: { receive: (bytes) => hearing(modem.receive(hit(bytes))) },
            replies,
          });
          return hearing(powerOnAxWisol(unit));
        };
        const { result } = await read({ dialect: { definition: axWisol, powerOn }, pace: 'at once' });
        expect([
          truth,
          'line is noisy',
          'other dialect',
          'no answer',
          'wrong baud',
          'modem refused',
          'identity refused',
        ]).toContain(result);
      },
    );
    await fc.assert(property, { seed: 868_130, numRuns: 500 });
  });
});
