import { describe, expect, it } from 'vitest';

import { dialects, type Dialect } from '../../firmware-protocols/index.ts';
import { lsm1x0aLora115200 } from '../../firmware-protocols/lsm1x0a-lora-115200/definition.ts';
import { powerOnLsm1x0aLora115200 } from '../../firmware-protocols/lsm1x0a-lora-115200/simulator.ts';
import { lsm1x0aLora } from '../../firmware-protocols/lsm1x0a-lora/definition.ts';
import { powerOnLsm1x0aLora } from '../../firmware-protocols/lsm1x0a-lora/simulator.ts';
import { lsm1x0a } from '../../firmware-protocols/lsm1x0a/definition.ts';
import { powerOnLsm1x0a } from '../../firmware-protocols/lsm1x0a/simulator.ts';
import type { ModemFault } from '../../firmware-protocols/simulator.ts';
import { stm32wlAt } from '../../firmware-protocols/stm32wl-at/definition.ts';
import { atSlave, powerOnStm32wlAt } from '../../firmware-protocols/stm32wl-at/simulator.ts';
import { readModem } from '../../src/modem/read-modem.ts';
import { madeUpUnit, MemoryBench } from '../support/memory-bench.ts';

const candidates = dialects.map(({ definition }) => definition);

/** What `pacline identify` does with a port of which nothing is known. */
const identifiedAndRead = async (dialect: Dialect, modemFaults: readonly ModemFault[] = []) => {
  const bench = new MemoryBench({ dialect, modemFaults });
  const startedAt = bench.clock.uptime();
  const reading = readModem(bench.port, {
    dialect: null,
    candidates,
    usb: null,
    readings: 2,
    details: ['readFirmware'],
    clock: bench.clock,
    signal: new AbortController().signal,
    onPhase: () => undefined,
  });
  const { outcome, transcript } = await bench.settle(reading);
  const elapsedMs = bench.clock.uptime() - startedAt;
  await bench.end();
  return { outcome, transcript, elapsedMs };
};

const read = (id: string) => ({
  ok: true,
  reading: expect.objectContaining({
    dialect: expect.objectContaining({ id }),
    identity: expect.objectContaining({ deviceId: madeUpUnit.deviceId }),
  }),
});

describe('an STM32WL and what is built on it', () => {
  it('is found and read twice, its version too, within 0.7 s', async () => {
    const { outcome, elapsedMs } = await identifiedAndRead({ definition: stm32wlAt, powerOn: powerOnStm32wlAt });
    expect(outcome).toEqual(read('stm32wl-at'));
    expect(elapsedMs).toBeLessThan(700);
  });

  it('is told from an LSM module, also one that loses the command that wakes it', async () => {
    const module = { definition: lsm1x0a, powerOn: powerOnLsm1x0a };
    expect((await identifiedAndRead(module)).outcome).toEqual(read('lsm1x0a'));
    expect((await identifiedAndRead(module, ['asleep'])).outcome).toEqual(read('lsm1x0a'));
  });

  it.each([
    {
      at: '9600 baud, as its maker starts it',
      dialect: { definition: lsm1x0aLora, powerOn: powerOnLsm1x0aLora },
      steps: /nothing is wrong with it.*switchToSigfox/,
    },
    {
      at: '115200 baud',
      dialect: { definition: lsm1x0aLora115200, powerOn: powerOnLsm1x0aLora115200 },
      steps: /nothing is wrong with it.*set9600.*switchToSigfox/,
    },
  ])('is reported in LoRa mode at $at, with what switches it, and never switched', async ({ dialect, steps }) => {
    const { outcome, transcript } = await identifiedAndRead(dialect);
    expect(outcome).toEqual({
      ok: false,
      error: expect.objectContaining({ code: 'not documented', message: expect.stringMatching(steps) }),
    });
    expect(transcript).not.toMatch(/AT\+(MODE|BAUDRATE)=\d/);
  });

  it('is no fault of the unit when its Sigfox dialect was named and it is in LoRa mode', async () => {
    const bench = new MemoryBench({ dialect: { definition: lsm1x0aLora, powerOn: powerOnLsm1x0aLora } });
    const reading = readModem(bench.port, {
      dialect: lsm1x0a,
      candidates,
      usb: null,
      readings: 2,
      details: [],
      clock: bench.clock,
      signal: new AbortController().signal,
      onPhase: () => undefined,
    });
    const { outcome, transcript } = await bench.settle(reading);
    await bench.end();
    expect(outcome).toEqual({
      ok: false,
      error: expect.objectContaining({
        code: 'other dialect',
        message: expect.stringMatching(/nothing is wrong with it.*switchToSigfox/),
      }),
    });
    expect(transcript).toMatch(/AT\+MODE=\?/);
    expect(transcript).not.toMatch(/AT\+(MODE|BAUDRATE)=\d/);
  });

  it('is no Sigfox modem when it refuses the Sigfox commands, as with LoRaWAN firmware', async () => {
    const lorawan: Dialect = {
      definition: stm32wlAt,
      powerOn: (unit) => ({ modem: atSlave({ unit, answer: () => null, asleep: false }), replies: [] }),
    };
    expect((await identifiedAndRead(lorawan)).outcome).toEqual({
      ok: false,
      error: expect.objectContaining({ code: 'foreign device' }),
    });
  });
});
