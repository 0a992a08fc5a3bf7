import { hexSecret, type DialectDefinition, type SourceRef } from '../contract.ts';
import { captured, untilPrompt, untilSilence } from '../grammar.ts';
import { ask } from '../procedure.ts';

const readme: SourceRef = {
  evidence: 'manual',
  where: 'github RIOT-OS/RIOT, tests/drivers/ata8520e, README and main.c',
};
const testSource: SourceRef = {
  evidence: 'source-format',
  where: 'github RIOT-OS/RIOT, tests/drivers/ata8520e/main.c and sys/shell/shell.c',
};

const queryMs = 500;
/** A build may be without prompt: then a silence ends the answer. */
const orSilenceMs = 150;

const prompt = /^> $/;

/** RIOT's test application for the ATA8520E: a shell whose one command speaks to the module over SPI. */
export const riotAta8520e = {
  id: 'riot-ata8520e',
  title: 'RIOT test firmware for the Microchip ATA8520E',
  models: ['ATA8520E with RIOT tests/drivers/ata8520e'],
  sources: [readme, testSource],
  serial: { baudRate: 115200 },
  framing: { commandEnd: '\n', lineEnd: 'crlf', echo: 'maybe' },
  timing: { bootMs: 1000, quietMs: 100 },
  results: {
    success: /^(Message|Bit) sent with success$/,
    failure: /^(Usage: sigfox .*|shell: .*|(Message|Bit) not sent|\[Error\] .*)$/,
  },
  unsolicited: [
    {
      name: 'start-up',
      pattern: /^(ATA8520E test application|\+-+Initializing-+\+|Initialization OK, starting shell now)$/,
      samples: [
        'ATA8520E test application',
        '+------------Initializing------------+',
        'Initialization OK, starting shell now',
      ],
    },
  ],
  dangers: [
    { pattern: /sigfox tx/, effect: 'transmit', why: 'sends the word behind it over the air', source: testSource },
  ],
  identify: {
    mode: 'automatic',
    banner: /ATA8520E test application/,
    probes: [
      // Any shell with this prompt; a half-typed line may be answered before it.
      { send: '\r', expect: /(^|\n)> $/ },
      { send: 'sigfox keys\n', expect: /(^|\n)ID: [0-9A-F]{8}\r?\nPAC: [0-9A-F]{16}\r?\n> $/ },
    ],
  },
  commands: {
    clearLine: {
      summary: 'ends whatever was left half-typed',
      request: '',
      reply: untilSilence(orSilenceMs, () => 'clear' as const),
      timeoutMs: queryMs,
      effect: 'read',
      source: testSource,
    },
    readDeviceId: {
      summary: 'device ID',
      request: 'sigfox keys',
      reply: untilPrompt(prompt, captured(/^ID: ([0-9A-F]{8})$/m), { orSilenceMs }),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: readme,
    },
    readPac: {
      summary: 'initial PAC',
      request: 'sigfox keys',
      reply: untilPrompt(prompt, captured(/^PAC: ([0-9A-F]{16})$/m), { orSilenceMs }),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: readme,
    },
    readFirmware: {
      summary: "version of the module's firmware",
      request: 'sigfox info',
      reply: untilPrompt(prompt, captured(/^Atmel version : (\d+\.\d+)$/m), { orSilenceMs }),
      timeoutMs: queryMs,
      effect: 'read',
      source: testSource,
    },
    readLibrary: {
      summary: 'version of the Sigfox library in the module',
      request: 'sigfox info',
      reply: untilPrompt(prompt, captured(/^Sigfox version: ([\x21-\x7E]{1,11})$/m), { orSilenceMs }),
      timeoutMs: queryMs,
      effect: 'read',
      source: testSource,
    },
  },
  *opening() {
    yield* ask('clearLine', () => undefined);
  },
} as const satisfies DialectDefinition;
