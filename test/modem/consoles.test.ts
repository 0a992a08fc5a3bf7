import { describe, expect, it } from 'vitest';

import { nxpOl2385Console } from '../../firmware-protocols/nxp-ol2385-console/definition.ts';
import { powerOnNxpOl2385Console } from '../../firmware-protocols/nxp-ol2385-console/simulator.ts';
import { pycomRepl } from '../../firmware-protocols/pycom-repl/definition.ts';
import { powerOnPycomRepl } from '../../firmware-protocols/pycom-repl/simulator.ts';
import { stCli } from '../../firmware-protocols/st-cli/definition.ts';
import { powerOnStCli } from '../../firmware-protocols/st-cli/simulator.ts';
import { dialects, type Dialect } from '../../firmware-protocols/index.ts';
import { readModem, type ReadModemResult } from '../../src/modem/read-modem.ts';
import { MemoryBench, type MemoryBenchOptions } from '../support/memory-bench.ts';

const pycom: Dialect = { definition: pycomRepl, powerOn: powerOnPycomRepl };
const st: Dialect = { definition: stCli, powerOn: powerOnStCli };
const nxp: Dialect = { definition: nxpOl2385Console, powerOn: powerOnNxpOl2385Console };

/** Reads a board whose dialect is named, or looked for among all. */
const reading = async (options: MemoryBenchOptions, how: 'named' | 'looked for'): Promise<ReadModemResult> => {
  const bench = new MemoryBench(options);
  const { clock, port } = bench;
  const { signal } = new AbortController();
  const result = await bench.settle(
    readModem(port, {
      dialect: how === 'named' ? options.dialect.definition : null,
      candidates: dialects.map(({ definition }) => definition),
      usb: null,
      readings: 2,
      details: [],
      clock,
      signal,
      onPhase: () => undefined,
    }),
  );
  await bench.end();
  return result;
};

const failure = ({ outcome }: ReadModemResult): string => (outcome.ok ? 'read' : String(outcome.error));

describe('a board that runs a program of its own', () => {
  it('is stopped where a person named its dialect', async () => {
    const result = await reading({ dialect: pycom, modemFaults: ['busy'] }, 'named');
    expect(failure(result)).toBe('read');
    expect(result.transcript).toContain('<0x03><0x03><0x02><CR>');
  });

  it('is not stopped where it shows its prompt', async () => {
    for (const how of ['named', 'looked for'] as const) {
      const result = await reading({ dialect: pycom }, how);
      expect(failure(result)).toBe('read');
      expect(result.transcript).not.toContain('<0x03>');
    }
  });

  it('is not stopped while it is looked for', async () => {
    const result = await reading({ dialect: pycom, modemFaults: ['busy'] }, 'looked for');
    expect(failure(result)).toContain('(no answer)');
    expect(result.transcript).not.toContain('<0x03>');
  });
});

it('a modem whose own words say that it holds no credentials is unprovisioned', async () => {
  expect(failure(await reading({ dialect: pycom, modemFaults: ['unprovisioned'] }, 'named'))).toMatch(
    /OSError.*\(unprovisioned\)/,
  );
});

describe('a PAC that lost its zeros', () => {
  const unit = { pac: '0A5C023D440566E7' };

  it('is refused at once, with the reason and without its digits', async () => {
    const result = await reading({ dialect: st, modemFaults: ['old firmware'], unit }, 'named');
    expect(failure(result)).toMatch(/drops zeros of the PAC: take it from the label/);
    expect(failure(result)).not.toMatch(/[0-9A-F]{3}/);
    expect(result.transcript.match(/get_pac<CR>\n/g)).toHaveLength(1);
    expect(result.transcript).not.toContain('A5C2');
  });

  it('is read right where it has no zeros to lose, and by firmware that keeps them', async () => {
    const full = await reading({ dialect: st, modemFaults: ['old firmware'] }, 'looked for');
    expect(full.outcome.ok && full.outcome.reading.identity.pac?.reveal()).toBe('B7D93CE5A61F82D4');
    const kept = await reading({ dialect: st, unit }, 'looked for');
    expect(kept.outcome.ok && kept.outcome.reading.identity.pac?.reveal()).toBe('0A5C023D440566E7');
  });
});

it('a PAC in an order that nobody knows is not taken for one, and is not shown', async () => {
  const result = await reading({ dialect: nxp }, 'looked for');
  expect(result.outcome.ok && result.outcome.reading.identity).toMatchObject({ deviceId: '00A10C4E', pac: null });
  expect(result.transcript).not.toMatch(/b7d9|3ce5|a61f|82d4/i);
});
