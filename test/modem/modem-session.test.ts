import { describe, expect, it } from 'vitest';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import { powerOnAxWisol } from '../../firmware-protocols/ax-wisol/simulator.ts';
import { hexSecret, type DialectDefinition } from '../../firmware-protocols/contract.ts';
import { done, untilSilence } from '../../firmware-protocols/grammar.ts';
import { ask, type Procedure } from '../../firmware-protocols/procedure.ts';
import { tdNext } from '../../firmware-protocols/td-next/definition.ts';
import { powerOnTdNext } from '../../firmware-protocols/td-next/simulator.ts';
import { renderTranscript } from '../../src/dialect/transcript.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { ModemSession } from '../../src/modem/modem-session.ts';
import { madeUpUnit, MemoryBench, type MemoryBenchOptions } from '../support/memory-bench.ts';

const { signal } = new AbortController();

const ax = (options: Omit<MemoryBenchOptions, 'dialect'> = {}) => {
  const bench = new MemoryBench({ dialect: { definition: axWisol, powerOn: powerOnAxWisol }, ...options });
  return { bench, session: new ModemSession({ definition: axWisol, port: bench.port, clock: bench.clock }) };
};

const td = (options: Omit<MemoryBenchOptions, 'dialect'> = {}) => {
  const bench = new MemoryBench({ dialect: { definition: tdNext, powerOn: powerOnTdNext }, ...options });
  return { bench, session: new ModemSession({ definition: tdNext, port: bench.port, clock: bench.clock }) };
};

/** A session with a dialect of the test's own on a simulated AX modem. */
const ownDialect = (own: Partial<DialectDefinition>, options: Omit<MemoryBenchOptions, 'dialect'> = {}) => {
  const definition: DialectDefinition = { ...axWisol, ...own };
  const bench = new MemoryBench({ dialect: { definition, powerOn: powerOnAxWisol }, ...options });
  return { bench, session: new ModemSession({ definition, port: bench.port, clock: bench.clock }) };
};

const written = (session: { readonly transcript: ModemSession['transcript'] }): string =>
  renderTranscript({ header: {}, exchanges: session.transcript });

const timesSent = (session: { readonly transcript: ModemSession['transcript'] }, request: string): number =>
  written(session).split(`> ${request}\n`).length - 1;

/** The code that a promise is refused with. */
const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'fulfilled',
    (error: unknown) => (error instanceof PaclineError ? error.code : String(error)),
  );

describe('a session', () => {
  it('gives the value of a command and writes the dialogue down', async () => {
    const { bench, session } = ax();
    expect(await bench.settle(session.perform('readSupplyMillivolts', { signal }))).toBe(3350);
    expect(session.transcript).toEqual([
      {
        command: 'readSupplyMillivolts',
        entries: [
          { direction: 'to modem', bytes: 'AT$V?\r', afterMs: 0 },
          { direction: 'from modem', bytes: '3350\r\n', afterMs: expect.any(Number) },
        ],
        expected: null,
      },
    ]);
    expect(bench.clock.sleeping).toBe(0);
  });

  it('writes down what a command was given', async () => {
    const { bench, session } = ax();
    await bench.settle(session.perform('sendFrame', { payload: [1, 2, 171] }, { signal }));
    expect(written(session)).toContain('@ perform sendFrame {"payload":[1,2,171]}\n+0 > AT$SF=0102AB<CR>\n');
  });

  it('refuses a second command while one is being answered', async () => {
    const { bench, session } = ax();
    const first = session.perform('ping', { signal });
    expect(await codeOf(session.perform('readFirmware', { signal }))).toBe('internal fault');
    expect(await bench.settle(first)).toBeNull();
  });

  it('refuses a command that the dialect does not have', async () => {
    const { session } = ownDialect({ commands: {} });
    expect(await codeOf(session.perform('readPac', { signal }))).toBe('internal fault');
  });

  it("says in the modem's own words why it refused", async () => {
    const { bench, session } = ax({ modemFaults: ['refusing'] });
    await expect(bench.settle(session.perform('readTemperature', { signal }))).rejects.toThrow(
      '"ATCMD_NOT_SUPPORTED". (modem refused)',
    );
  });

  it('asks again what only reads, and gives up after three times', async () => {
    const { bench, session } = ax({ modemFaults: ['mute'] });
    expect(await codeOf(bench.settle(session.perform('readFirmware', { signal }), { withinMs: 2500 }))).toBe(
      'no answer',
    );
    expect(timesSent(session, 'AT$I=0<CR>')).toBe(3);
    expect(bench.clock.sleeping).toBe(0);
  });

  it.each([
    ['resetChannels', 1],
    // Behind the question for the zone.
    ['sendOutOfBand', 2],
  ] as const)('never repeats %s, which changes something, even when its answer is damaged', async (command, answer) => {
    const { bench, session } = ax({ wireFaults: [{ kind: 'flipped bit', answer, byte: 0, bit: 3 }] });
    expect(await codeOf(bench.settle(session.perform(command, { signal })))).toBe('line is noisy');
    expect(timesSent(session, `${axWisol.commands[command].request}<CR>`)).toBe(1);
  });

  it('calls bytes that are no text a wrong speed', async () => {
    const { bench, session } = ax({
      toHost: (bytes) => bytes.replace(/[\s\S]/g, (byte) => String.fromCharCode(byte.charCodeAt(0) | 0x80)),
    });
    expect(await codeOf(bench.settle(session.perform('readFirmware', { signal })))).toBe('wrong baud');
  });

  it('gives a downlink, or null when the network sent none', async () => {
    for (const [modemFaults, downlink] of [
      [[], '0001020304050607'],
      [['no downlink'], null],
    ] as const) {
      const wisol = ax({ modemFaults });
      expect(
        await wisol.bench.settle(wisol.session.perform('sendFrameForDownlink', { payload: [1] }, { signal })),
      ).toBe(downlink);
      const telecom = td({ modemFaults });
      await telecom.bench.settle(telecom.session.open({ signal }));
      expect(
        await telecom.bench.settle(telecom.session.perform('sendFrameForDownlink', { payload: [1] }, { signal })),
      ).toBe(downlink);
    }
  });
});

describe('a late answer', () => {
  it.each([520, 590, 610, 650, 700, 1150])(
    'of the temperature, late by %i ms, is not taken for the supply voltage',
    async (ms) => {
      const { bench, session } = ax({ wireFaults: [{ kind: 'late answer', answer: 1, ms }] });
      expect(await bench.settle(session.perform('readTemperature', { signal }))).toBe(27.7);
      expect(await bench.settle(session.perform('readSupplyMillivolts', { signal }))).toBe(3350);
      expect(session.disturbances).toBeGreaterThan(0);
    },
  );

  it('to an aborted question is not taken for the next one', async () => {
    const { bench, session } = ax({ wireFaults: [{ kind: 'late answer', answer: 1, ms: 120 }] });
    const abort = new AbortController();
    const given = codeOf(session.perform('readTemperature', { signal: abort.signal }));
    await bench.clock.advance(80);
    abort.abort(new PaclineError('interrupted', 'Stopped by the test.'));
    expect(await bench.settle(given)).toBe('interrupted');
    expect(await bench.settle(session.perform('readSupplyMillivolts', { signal }))).toBe(3350);
  });

  it('that comes while nobody asks is written down and counts as a disturbance', async () => {
    const { bench, session } = ax();
    bench.port.deliver('RX=00 01 02 03\r\n');
    expect(await bench.settle(session.perform('ping', { signal }))).toBeNull();
    expect(session.disturbances).toBe(1);
    expect(session.transcript[0]).toEqual({
      command: null,
      entries: [{ direction: 'from modem', bytes: 'RX=***********\r\n', afterMs: 0 }],
      expected: null,
    });
  });

  it('with an empty line is no disturbance', async () => {
    const { bench, session } = ax();
    bench.port.deliver('\r\n');
    await bench.settle(session.perform('ping', { signal }));
    expect(session.disturbances).toBe(0);
  });
});

describe('the transcript of a session', () => {
  const pieces = Array.from({ length: 13 }, (_, at) => madeUpUnit.pac.slice(at, at + 4));
  const expectNoPac = (session: Parameters<typeof written>[0]): void => {
    for (const piece of pieces) expect(written(session)).not.toContain(piece);
  };

  it('hides the PAC and nothing else', async () => {
    const { bench, session } = ax();
    expect(await bench.settle(session.perform('readPac', { signal }))).toBe(madeUpUnit.pac);
    await bench.settle(session.perform('readDeviceId', { signal }));
    expect(written(session)).toContain(`< ${'*'.repeat(16)}<CR><LF>`);
    expect(written(session)).toContain(`< ${madeUpUnit.deviceId}<CR><LF>`);
    expectNoPac(session);
  });

  it.each([400, 520, 610, 700, 1300, 1750, 1900, 4000])(
    'hides a PAC that comes %i ms late, during whatever command',
    async (ms) => {
      const { bench, session } = ax({ wireFaults: [{ kind: 'late answer', answer: 1, ms }] });
      await bench.settle(codeOf(session.perform('readPac', { signal })));
      for (let again = 0; again < 4; again += 1) {
        await bench.settle(codeOf(session.perform('ping', { signal })));
        await bench.settle(codeOf(session.perform('readFirmware', { signal })));
      }
      await bench.clock.advance(5000);
      await bench.settle(session.close({ signal }));
      expectNoPac(session);
    },
  );

  it('hides a PAC that comes behind the whole answer to another command', async () => {
    const { bench, session } = ax({ wireFaults: [{ kind: 'late answer', answer: 1, ms: 60_000 }] });
    await bench.settle(codeOf(session.perform('readPac', { signal })));
    const ping = session.perform('ping', { signal });
    await bench.clock.advance(110);
    bench.port.deliver(`OK\r\n${madeUpUnit.pac}\r\n`);
    expect(await bench.settle(ping)).toBeNull();
    await bench.end();
    expectNoPac(session);
  });

  it('hides a PAC that comes in pieces, at any pace', async () => {
    for (let cut = 1; cut < 16; cut += 1) {
      const { bench, session } = ax({ modemFaults: ['mute'] });
      const pac = codeOf(session.perform('readPac', { signal }));
      bench.port.deliver(madeUpUnit.pac.slice(0, cut));
      await bench.clock.advance(450);
      bench.port.deliver(madeUpUnit.pac.slice(cut));
      await bench.settle(pac);
      expectNoPac(session);
    }
  });

  it('hides the PAC when one flipped bit in the request asks for it', async () => {
    const { bench, session } = ax({ modemFaults: ['mute'] });
    const deviceId = codeOf(session.perform('readDeviceId', { signal }));
    bench.port.deliver(`${madeUpUnit.pac}\r\n`);
    await bench.settle(deviceId);
    expectNoPac(session);
  });
});

describe('ending', () => {
  it("by the caller's signal settles with its reason and leaves nothing asleep", async () => {
    const { bench, session } = ax({ modemFaults: ['mute'] });
    const abort = new AbortController();
    const given = codeOf(session.perform('readFirmware', { signal: abort.signal }));
    await bench.clock.advance(200);
    abort.abort(new PaclineError('interrupted', 'Stopped by the test.'));
    expect(await bench.settle(given, { withinMs: 10 })).toBe('interrupted');
    expect(bench.clock.sleeping).toBe(0);
  });

  it('by closing settles what is under way, does the closing dialogue and leaves nothing asleep', async () => {
    const { bench, session } = ownDialect(
      {
        commands: { ...axWisol.commands, leave: { ...axWisol.commands.ping, reply: done(), effect: 'configure' } },
        *closing() {
          yield* ask('leave', () => undefined);
        },
      },
      { wireFaults: [{ kind: 'late answer', answer: 1, ms: 60 }] },
    );
    const given = codeOf(session.perform('readFirmware', { signal }));
    await bench.clock.advance(30);
    await bench.settle(session.close({ signal }), { withinMs: 1000 });
    expect(await given).toBe('interrupted');
    expect(session.transcript.at(-1)?.command).toBe('leave');
    expect(bench.clock.sleeping).toBe(0);
    expect(await codeOf(session.perform('ping', { signal }))).toBe('interrupted');
  });

  it('by a pulled cable is a lost port, also with half an answer that would be whole after a silence', async () => {
    const commands = {
      readAll: { ...axWisol.commands.readFirmware, reply: untilSilence(200, (text) => text) },
    } satisfies DialectDefinition['commands'];
    const { bench, session } = ownDialect({ commands }, { modemFaults: ['mute'] });
    const given = codeOf(session.perform('readAll', { signal }));
    bench.port.deliver('AX-SFEU 1');
    await bench.clock.advance(50);
    bench.pull();
    expect(await bench.settle(given, { withinMs: 10 })).toBe('port lost');
    expect(written(session)).toContain('< AX-SFEU 1');
    expect(bench.clock.sleeping).toBe(0);
  });

  it('by a pulled cable between two commands is a lost port', async () => {
    const { bench, session } = ax();
    await bench.settle(session.perform('ping', { signal }));
    bench.pull();
    expect(await codeOf(session.perform('ping', { signal }))).toBe('port lost');
  });
});

function* supplyThenEmptyFrame(): Procedure<readonly string[]> {
  const supply = yield* ask('readSupplyMillivolts', String);
  try {
    return [supply, yield* ask('sendFrame', String, { payload: [] })];
  } catch (error) {
    return [supply, error instanceof PaclineError ? error.code : 'not coded'];
  }
}

describe('a procedure', () => {
  it('is sent the values of its commands, and the failures of those that fail', async () => {
    const { bench, session } = ax();
    expect(await bench.settle(session.run(supplyThenEmptyFrame(), { signal }))).toEqual(['3350', 'modem refused']);
  });

  it('opens a TD modem in any condition, so that results come in words and without echo', async () => {
    for (const modemFaults of [[], ['quiet'], ['numeric'], ['boot banner']] as const) {
      const { bench, session } = td({ modemFaults });
      await bench.settle(session.open({ signal }));
      expect(await bench.settle(session.perform('readModel', { signal }))).toBe('Telecom Design TD1208');
      await bench.clock.advance(50);
      await bench.settle(session.close({ signal }));
      expect(written(session)).toMatch(
        /@ perform readModel\n\+\d+ > ATI<CR>\n\+\d+ < <CR><LF>Telecom Design TD1208<CR><LF><CR><LF>OK<CR>(<LF>)?\n/,
      );
    }
  });
});

it.each([
  ['of hex digits from the third on', 'AT$I=11 A1 B2C 12345G678', 'AT$I=11 A1 *** *****G***'],
  ['of pairs with blanks between', 'PAC = 0xb7 d9 3c e5 a6 1f 82 d4', 'PAC = 0x***********************'],
  ['of pairs on both sides of a damaged one', 'b7 d9 3c xe a6 1f 82 d4', '******** xe ***********'],
  ['of fours with blanks between', '0xb7d9 3ce5 a61f 82d4', '0x**** **** **** ****'],
])('hides every run %s', (_, text, shown) => {
  expect(text.replace(hexSecret, (run) => '*'.repeat(run.length))).toBe(shown);
});
