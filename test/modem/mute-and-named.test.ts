import { describe, expect, test } from 'vitest';

import { dialects } from '../../firmware-protocols/index.ts';
import { readModem } from '../../src/modem/read-modem.ts';
import { MemoryBench } from '../support/memory-bench.ts';

const signal = new AbortController().signal;

/** Dialects in which the ID is asked for: the others are waited for, as long as they take to speak. */
const asked = dialects.filter(({ definition }) => {
  const request = definition.commands.readDeviceId?.request;
  return request !== undefined && request !== null;
});

/** What a modem wants before and behind its first word, in ms: its escape is one only between silences. */
const escapeMs: Readonly<Record<string, number>> = { 'telit-le51': 4000 };

describe('a board that says nothing, in the dialect that was named, where opening resets nothing', () => {
  test.each(asked.map((dialect) => [dialect.definition.id, dialect] as const))(
    'of %s is named within a second',
    async (id, dialect) => {
      const bench = new MemoryBench({ dialect, modemFaults: ['mute'] });
      const begun = bench.clock.uptime();
      const { outcome } = await bench.settle(
        readModem(bench.port, {
          dialect: dialect.definition,
          candidates: [],
          usb: null,
          readings: 2,
          details: [],
          clock: bench.clock,
          signal,
          bootMs: 0,
          onPhase: () => undefined,
        }),
      );
      expect(outcome).toMatchObject({ ok: false, error: { code: 'no answer' } });
      expect(bench.clock.uptime() - begun - (escapeMs[id] ?? 0)).toBeLessThan(1000);
    },
  );
});
