import { describe, expect, it } from 'vitest';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import { powerOnAxWisol } from '../../firmware-protocols/ax-wisol/simulator.ts';
import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { dialects } from '../../firmware-protocols/index.ts';
import { lineModem, type PowerOn } from '../../firmware-protocols/simulator.ts';
import { tdNext } from '../../firmware-protocols/td-next/definition.ts';
import { powerOnTdNext } from '../../firmware-protocols/td-next/simulator.ts';
import { renderTranscript } from '../../src/dialect/transcript.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { candidatesOn } from '../../src/dialect/identification.ts';
import { identifyModem } from '../../src/modem/identify-modem.ts';
import { readModem } from '../../src/modem/read-modem.ts';
import { madeUpUnit, MemoryBench, type MemoryBenchOptions } from '../support/memory-bench.ts';

const { signal } = new AbortController();
const candidates: readonly DialectDefinition[] = [axWisol, tdNext];
const ax = { definition: axWisol, powerOn: powerOnAxWisol };
const td = { definition: tdNext, powerOn: powerOnTdNext };

/** Something that is no Sigfox modem: a shell. */
const shell: PowerOn = () => ({
  modem: lineModem(
    {
      terminators: '\r',
      maxLength: 80,
      echo: (_, byte) => byte,
      react: (state, command) => ({ state, text: `\r\n${command}: command not found\r\n$ ` }),
    },
    null,
  ),
  replies: [],
});

/** A modem whose debug text never ends. */
const chatter: PowerOn = (unit) => ({
  modem: powerOnAxWisol(unit).modem,
  replies: Array.from({ length: 2000 }, () => ({ bytes: 'still here\r\n', afterMs: 20 })),
});

const identify = async (options: MemoryBenchOptions, among = candidates) => {
  const bench = new MemoryBench(options);
  const { result, transcript } = await bench.settle(identifyModem(bench.port, among, { clock: bench.clock, signal }), {
    withinMs: 10_000,
  });
  await bench.end();
  expect(bench.clock.sleeping).toBe(0);
  return { result, bench, written: renderTranscript({ header: {}, exchanges: transcript }) };
};

describe('identification', () => {
  it('asks an AX modem two questions and hides the ID, which might be a PAC', async () => {
    const { result, bench, written } = await identify({ dialect: ax });
    expect(result).toEqual({ kind: 'dialect', definition: axWisol });
    expect(bench.answers).toEqual(['OK\r\n', `${madeUpUnit.deviceId}\r\n`]);
    expect(written).toMatch(
      /^@ listen\n\+\d+ > <LF>AT<CR>\n\+\d+ < OK<CR><LF>\n\+\d+ > AT\$I=10<CR>\n\+\d+ < \*{8}<CR><LF>\n$/,
    );
  });

  it('knows a modem by its start-up text and asks nothing', async () => {
    const { result, written } = await identify({ dialect: td, modemFaults: ['boot banner'] });
    expect(result).toEqual({ kind: 'dialect', definition: tdNext });
    expect(written).not.toMatch(/\+\d+ > /);
  });

  it.each([
    { everyMs: 50, withinMs: 8000 },
    { everyMs: 110, withinMs: 20_000 },
  ])(
    'gives up a device that says something every $everyMs ms without end, although a board may be starting',
    async ({ everyMs, withinMs }) => {
      const talker: PowerOn = (unit) => ({
        modem: powerOnAxWisol(unit).modem,
        replies: Array.from({ length: 2000 }, () => ({ bytes: '$GPGGA,092751\r\n', afterMs: everyMs })),
      });
      const bench = new MemoryBench({ dialect: { definition: axWisol, powerOn: talker } });
      const { result } = await bench.settle(
        identifyModem(
          bench.port,
          candidatesOn(
            dialects.map(({ definition }) => definition),
            null,
          ),
          { clock: bench.clock, signal, bootMs: 3000 },
        ),
        { withinMs },
      );
      await bench.end();
      expect(result.kind).toBe('foreign');
    },
  );

  it("sets the port to each candidate's speed", async () => {
    const fast: DialectDefinition = { ...tdNext, id: 'fast', serial: { baudRate: 115_200 } };
    const { result } = await identify({ dialect: { definition: fast, powerOn: powerOnTdNext } }, [axWisol, fast]);
    expect(result).toEqual({ kind: 'dialect', definition: fast });
  });

  it('asks nothing for dialects that must be named, and nothing else on a board that is the USB device itself', () => {
    const own = { vendorId: '2341', productId: '8050' };
    const named: DialectDefinition = {
      ...axWisol,
      id: 'named',
      identify: { mode: 'named only', probes: [], usb: [own] },
    };
    expect(candidatesOn([axWisol, named], null)).toEqual([axWisol]);
    expect(candidatesOn([axWisol, named], { vendorId: '0403', productId: '6001' })).toEqual([axWisol]);
    expect(candidatesOn([axWisol, named], own)).toEqual([named]);
  });

  it('names none when two fit', async () => {
    const twin: DialectDefinition = { ...axWisol, id: 'twin' };
    const { result } = await identify({ dialect: ax }, [axWisol, twin]);
    expect(result).toEqual({ kind: 'ambiguous', between: [axWisol, twin] });
  });

  it('hears that something else is there, or that the speed is wrong', async () => {
    expect((await identify({ dialect: { definition: axWisol, powerOn: shell } })).result).toMatchObject({
      kind: 'foreign',
    });
    const fast: DialectDefinition = { ...axWisol, serial: { baudRate: 115_200 } };
    expect((await identify({ dialect: { definition: fast, powerOn: shell } })).result.kind).toMatch(/silence|garbage/);
  });

  it('listens to a line that never falls silent no longer than its limit', async () => {
    const { result } = await identify({ dialect: { definition: axWisol, powerOn: chatter } });
    expect(result.kind).toBe('foreign');
  });

  it("ends with the caller's reason and leaves nothing asleep", async () => {
    const bench = new MemoryBench({ dialect: ax, modemFaults: ['mute'] });
    const abort = new AbortController();
    const given = identifyModem(bench.port, candidates, { clock: bench.clock, signal: abort.signal }).catch(
      (error: unknown) => error,
    );
    await bench.clock.advance(250);
    abort.abort(new PaclineError('interrupted', 'Stopped by the test.'));
    expect(await bench.settle(given)).toBe(abort.signal.reason);
    expect(bench.clock.sleeping).toBe(0);
  });

  it('ends with a lost port when the cable is pulled while nothing comes', async () => {
    const bench = new MemoryBench({ dialect: ax, modemFaults: ['mute'] });
    const given = identifyModem(bench.port, candidates, { clock: bench.clock, signal }).catch(
      (error: unknown) => error,
    );
    await bench.clock.advance(250);
    bench.pull();
    expect(await bench.settle(given)).toMatchObject({ code: 'port lost' });
    expect(bench.clock.sleeping).toBe(0);
  });
});

const read = async (options: MemoryBenchOptions) => {
  const bench = new MemoryBench(options);
  const phases: string[] = [];
  const result = await bench.settle(
    readModem(bench.port, {
      dialect: null,
      candidates,
      usb: null,
      readings: 2,
      details: ['readFirmware'],
      clock: bench.clock,
      signal,
      onPhase: (phase) => phases.push(phase),
    }),
  );
  return { ...result, phases };
};

describe('reading an unknown modem', () => {
  it('gives dialect, identity and firmware', async () => {
    const { outcome, phases, transcript } = await read({ dialect: ax });
    expect(outcome).toMatchObject({
      ok: true,
      reading: {
        dialect: { id: 'ax-wisol' },
        identity: { deviceId: madeUpUnit.deviceId },
        details: { readFirmware: 'AX-SFEU 1.0.6-ETSI' },
      },
    });
    expect(phases).toEqual(['identifying', 'reading']);
    expect(transcript).toMatch(/^# port: \/dev\/virtual\n@ listen\n/);
    expect(transcript).not.toContain(madeUpUnit.pac.slice(0, 4));
  });

  it.each([
    ['no answer', { dialect: ax, modemFaults: ['mute'] }],
    ['foreign device', { dialect: { definition: axWisol, powerOn: shell } }],
    ['unprovisioned', { dialect: ax, modemFaults: ['unprovisioned'] }],
    ['unprovisioned', { dialect: td, modemFaults: ['unprovisioned'] }],
    ['port lost', { dialect: td, wireFaults: [{ kind: 'unplug', answer: 6, byte: 40 }] }],
  ] as const)('says "%s" and keeps the dialogue', async (code, options: MemoryBenchOptions) => {
    const { outcome, transcript } = await read(options);
    expect(outcome).toMatchObject({ ok: false, error: { code } });
    expect(transcript).toContain('> <LF>AT<CR>');
  });
});
