import { expect, test } from 'vitest';

import type { PortSignals } from '../../src/modem/byte-port.ts';
import { setModemLines, type ModemLineLevels } from '../../src/modem/modem-lines.ts';
import { MemoryPort } from '../../src/simulator/boards/memory-port.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const set = async (levels: ModemLineLevels): Promise<readonly (PortSignals & { readonly at: number })[]> => {
  const clock = new VirtualClock(0);
  const told: (PortSignals & { readonly at: number })[] = [];
  const port = new MemoryPort('/dev/virtual', {
    receive: () => undefined,
    setBaudRate: () => undefined,
    setSignals: (signals) => told.push({ ...signals, at: clock.uptime() }),
  });
  const setting = setModemLines(port, levels, { clock, signal: new AbortController().signal });
  await Promise.resolve();
  await clock.advance(1000);
  await setting;
  return told;
};

test.each([
  ['keep', []],
  ['low', [{ dtr: false, rts: false, at: 0 }]],
  ['high', [{ dtr: true, rts: true, at: 0 }]],
  [
    'pulse',
    [
      { dtr: false, rts: false, at: 0 },
      { dtr: true, rts: true, at: 100 },
    ],
  ],
] as const)('DTR and RTS are set to "%s"', async (levels, expected) => {
  expect(await set(levels)).toEqual(expected);
});
