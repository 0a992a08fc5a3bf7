import { describe, expect, it } from 'vitest';

import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { dialects } from '../../firmware-protocols/index.ts';
import type { ModemFault } from '../../firmware-protocols/simulator.ts';
import { candidatesOn, type PortIdentity } from '../../src/dialect/identification.ts';
import { identifyModem } from '../../src/modem/identify-modem.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import type { WireFault } from '../../src/simulator/boards/wire-fault.ts';
import { MemoryBench } from '../support/memory-bench.ts';
import { everyDialect } from './dialect-folders.ts';

const definitions: readonly DialectDefinition[] = dialects.map(({ definition }) => definition);

/** What is looked for on a port of which nothing is known. */
const unnamed = candidatesOn(definitions, null);

/** Two rounds of every probe, each waited for at its longest, at every speed: more than this nobody has to wait. */
const limitMs = 30_000;

interface Circumstances {
  readonly dialect: (typeof dialects)[number];
  readonly candidates?: readonly DialectDefinition[];
  readonly modemFaults?: readonly ModemFault[];
  readonly wireFaults?: readonly WireFault[];
  readonly pace?: 'at once';
}

const identified = async ({
  dialect,
  candidates = unnamed,
  ...faults
}: Circumstances): Promise<PortIdentity | PaclineError> => {
  const bench = new MemoryBench({ dialect, ...faults });
  try {
    const { result } = await bench.settle(
      identifyModem(bench.port, candidates, { clock: bench.clock, signal: new AbortController().signal }),
      { withinMs: limitMs },
    );
    return result;
  } catch (error) {
    if (error instanceof PaclineError) return error;
    throw error;
  } finally {
    await bench.end();
    expect(bench.clock.sleeping).toBe(0);
  }
};

/** The dialect's own name, or why there is none. */
const outcome = (result: PortIdentity | PaclineError): string => {
  if (result instanceof PaclineError) return result.code;
  return result.kind === 'dialect' ? result.definition.id : result.kind;
};

describe.each(everyDialect)('%s among all dialects', (id, dialect: (typeof dialects)[number]) => {
  const { definition } = dialect;
  const itself =
    definition.identify.mode === 'automatic'
      ? id
      : expect.not.stringMatching(`^(${definitions.map((other) => other.id).join('|')})$`);

  it('is identified as itself', async () => {
    expect(outcome(await identified({ dialect }))).toEqual(itself);
  });

  it.each(['echo on', 'unprovisioned', 'boot banner', 'quiet', 'numeric', 'no downlink', 'asleep'] as const)(
    'is identified as itself with the fault "%s"',
    async (fault) => {
      expect(outcome(await identified({ dialect, modemFaults: [fault] }))).toEqual(itself);
    },
  );

  it('is taken for no other dialect when it is not a candidate itself', async () => {
    const others = unnamed.filter((other) => other.id !== id);
    for (const faults of [[], ['echo on'], ['quiet'], ['numeric'], ['refusing'], ['boot banner']] as const) {
      const result = await identified({ dialect, candidates: others, modemFaults: faults });
      expect(['silence', 'fell silent', 'garbage', 'foreign'], outcome(result)).toContain(outcome(result));
    }
  });

  it('is silence when it is mute', async () => {
    expect(outcome(await identified({ dialect, modemFaults: ['mute'] }))).toBe('silence');
  });

  it('is itself or nothing, but never another, whatever one flipped bit makes of its answers', async () => {
    const bench = new MemoryBench({ dialect });
    await bench.settle(
      identifyModem(bench.port, unnamed, { clock: bench.clock, signal: new AbortController().signal }),
    );
    await bench.end();
    for (const [index, answer] of bench.answers.entries()) {
      for (let byte = 0; byte < answer.length; byte += 1) {
        for (let bit = 0; bit < 8; bit += 1) {
          const result = outcome(
            await identified({
              dialect,
              pace: 'at once',
              wireFaults: [{ kind: 'flipped bit', answer: index + 1, byte, bit }],
            }),
          );
          // The second round has a clean line.
          expect(result, `answer ${index + 1}, byte ${byte}, bit ${bit}`).toEqual(itself);
        }
      }
    }
  });

  it('is itself or nothing when an answer comes late, and a lost port when the cable is pulled', async () => {
    const bench = new MemoryBench({ dialect });
    await bench.settle(
      identifyModem(bench.port, unnamed, { clock: bench.clock, signal: new AbortController().signal }),
    );
    await bench.end();
    // Some are known by their first answer, and nothing more is asked.
    for (const answer of [1, 2].filter((count) => count <= bench.answers.length)) {
      for (const ms of [50, 200, 350, 800, 2500]) {
        const result = outcome(await identified({ dialect, wireFaults: [{ kind: 'late answer', answer, ms }] }));
        if (definition.identify.mode === 'automatic')
          expect([id, 'silence', 'fell silent', 'garbage', 'foreign', 'ambiguous'], `late by ${ms}`).toContain(result);
        else expect(result).toEqual(itself);
      }
      for (const byte of [0, 1, 2]) {
        const result = outcome(await identified({ dialect, wireFaults: [{ kind: 'unplug', answer, byte }] }));
        expect(
          definition.identify.mode === 'automatic'
            ? ['port lost']
            : ['port lost', 'silence', 'fell silent', 'garbage', 'foreign'],
        ).toContain(result);
      }
    }
  });
});
