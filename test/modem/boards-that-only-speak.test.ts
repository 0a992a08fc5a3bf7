import { describe, expect, it } from 'vitest';

import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { mkrfoxSketch } from '../../firmware-protocols/mkrfox-sketch/definition.ts';
import { powerOnMkrfoxSketch } from '../../firmware-protocols/mkrfox-sketch/simulator.ts';
import { stBootPrint } from '../../firmware-protocols/st-boot-print/definition.ts';
import { powerOnStBootPrint } from '../../firmware-protocols/st-boot-print/simulator.ts';
import { muteModem, type PowerOn } from '../../firmware-protocols/simulator.ts';
import type { UsbIdentity } from '../../src/dialect/identification.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { readModem } from '../../src/modem/read-modem.ts';
import { madeUpUnit, MemoryBench, type MemoryBenchOptions } from '../support/memory-bench.ts';

const st = { definition: stBootPrint, powerOn: powerOnStBootPrint };
const mkrfox = { definition: mkrfoxSketch, powerOn: powerOnMkrfoxSketch };

interface Named {
  readonly dialect: DialectDefinition | null;
  readonly usb?: UsbIdentity;
}

const read = async (options: MemoryBenchOptions, { dialect, usb = { vendorId: '0403', productId: '6001' } }: Named) => {
  const bench = new MemoryBench(options);
  const advice: string[] = [];
  const { outcome, transcript } = await bench.settle(
    readModem(bench.port, {
      dialect,
      candidates: [mkrfoxSketch, stBootPrint],
      usb,
      readings: 2,
      details: ['readRadioZone', 'readFirmware'],
      clock: bench.clock,
      signal: new AbortController().signal,
      onPhase: () => undefined,
      onAdvice: (sentence) => advice.push(sentence),
    }),
    { withinMs: 200_000 },
  );
  const elapsed = bench.clock.uptime();
  await bench.end();
  expect(bench.clock.sleeping).toBe(0);
  expect(transcript).not.toMatch(/^\+\d+ > /m);
  expect(transcript).not.toContain(madeUpUnit.pac.slice(0, 4));
  const error = outcome.ok || !(outcome.error instanceof PaclineError) ? null : outcome.error;
  const reading = outcome.ok ? outcome.reading : null;
  return {
    prints: bench.answers.length,
    advice,
    error,
    details: reading?.details,
    identity: reading === null ? null : `${reading.identity.deviceId} ${reading.identity.pac?.reveal()}`,
    elapsed,
  };
};

const truth = `${madeUpUnit.deviceId} ${madeUpUnit.pac}`;

/** Speaks at the first start only: nobody presses reset again. */
const onlyOnce = (powerOn: PowerOn): PowerOn => {
  let starts = 0;
  return (unit) => ((starts += 1) === 1 ? powerOn(unit) : { modem: muteModem, replies: [] });
};

const printing =
  (bytes: string): PowerOn =>
  () => ({ modem: muteModem, replies: [{ bytes, afterMs: 10 }] });

describe('a board that prints over a UART', () => {
  it('is believed when two prints are equal, and the person is told to press reset once more', async () => {
    const { identity, details, prints, advice } = await read({ dialect: st }, { dialect: stBootPrint });
    expect({ identity, details, prints }).toEqual({ identity: truth, details: { readRadioZone: 'RC1' }, prints: 2 });
    expect(advice).toEqual([
      "Waiting for the board to print who it is. Press the board's reset button now, once.",
      "Read once; it is believed when it prints the same again. Press the board's reset button now, once.",
    ]);
  });

  it('is not believed when the second print does not come, and the error says what to do', async () => {
    const { error, prints } = await read(
      { dialect: { ...st, powerOn: onlyOnce(powerOnStBootPrint) } },
      { dialect: stBootPrint },
    );
    expect(error?.message).toBe(
      "The board printed its ID, but not once more within 20 s: it is believed when 2 prints are equal. Press the board's reset button now, once. (no answer)",
    );
    expect(prints).toBe(1);
  });

  it('that prints nothing is no answer, and the error says what to do', async () => {
    const { error } = await read({ dialect: st, modemFaults: ['mute'] }, { dialect: stBootPrint });
    expect(error?.message).toBe(
      "The board has printed nothing within 20 s. Press the board's reset button now, once. (no answer)",
    );
  });

  it('that prints something else is a noisy line, or another speed', async () => {
    const other = await read({ dialect: { ...st, powerOn: printing('booting\r\n') } }, { dialect: stBootPrint });
    expect(other.error?.code).toBe('line is noisy');
    const garbage = await read({ dialect: { ...st, powerOn: printing('\x80\xFE\x00\xFA') } }, { dialect: stBootPrint });
    expect(garbage.error?.code).toBe('wrong baud');
  });

  it('is listened to once more after a damaged print, and three equal ones are asked for after one that looked right', async () => {
    const damaged = await read(
      { dialect: st, wireFaults: [{ kind: 'flipped bit', answer: 1, byte: 22, bit: 6 }] },
      { dialect: stBootPrint },
    );
    expect(damaged).toMatchObject({ identity: truth, prints: 3 });
    const lookedRight = await read(
      { dialect: st, wireFaults: [{ kind: 'flipped bit', answer: 1, byte: 23, bit: 0 }] },
      { dialect: stBootPrint },
    );
    expect(lookedRight).toMatchObject({ identity: truth, prints: 4 });
  });

  it('is never misread on lines with lasting noise', async () => {
    const outcomes = { right: 0, refused: 0 };
    for (let seed = 1; seed <= 400; seed += 1) {
      const { identity } = await read(
        { dialect: st, wireFaults: [{ kind: 'noise', probability: 0.01 + (seed % 8) / 100, seed }] },
        { dialect: stBootPrint },
      );
      if (identity !== null) expect(identity, `seed ${seed}`).toBe(truth);
      outcomes[identity === null ? 'refused' : 'right'] += 1;
    }
    expect(outcomes.right).toBeGreaterThan(200);
  });
});

describe('a board that is the USB device itself', () => {
  const usb = { vendorId: '2341', productId: '8050' };

  it('is known by its USB identity, believed at once, and never written to', async () => {
    const { identity, details, prints, advice } = await read({ dialect: mkrfox }, { dialect: null, usb });
    expect({ identity, details, prints, advice }).toEqual({
      identity: truth,
      details: { readFirmware: '1.0' },
      prints: 1,
      advice: [],
    });
  });

  it('is not asked either when it waits in its bootloader', async () => {
    const { error } = await read(
      { dialect: mkrfox, modemFaults: ['mute'] },
      { dialect: null, usb: { vendorId: '2341', productId: '0050' } },
    );
    expect(error?.message).toMatch(/^The board has printed nothing within 5 s\. It prints once, .* \(no answer\)$/);
  });

  it('says in its own words that its radio is missing', async () => {
    const { error } = await read({ dialect: mkrfox, modemFaults: ['refusing'] }, { dialect: null, usb });
    expect(error?.message).toContain('"Shield error or not present!"');
  });
});
