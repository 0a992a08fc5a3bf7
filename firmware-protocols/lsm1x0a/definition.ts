import type { DialectDefinition, SourceRef } from '../contract.ts';
import { captured, valueThenOk } from '../grammar.ts';
import type { Parse, Reply } from '../reply.ts';
import { hexOf, type FramePayload } from '../payload.ts';
import { ask } from '../procedure.ts';
import { stm32wlAt } from '../stm32wl-at/definition.ts';

const vendorParser: SourceRef = {
  evidence: 'host-run',
  where: 'github Support-SJI/LSM110A, LSM1x0A SDK: Sigfox/App/sgfx_command.c and sgfx_at.c compiled and run on a host',
};
const vendorSource: SourceRef = {
  evidence: 'source-format',
  where: 'github Support-SJI/LSM110A, LSM1x0A SDK: Sigfox/App/sgfx_at.c, sgfx_app.c, Core/Src/sys_app.c, usart.c',
};
const manual: SourceRef = {
  evidence: 'manual',
  where: 'github Support-SJI/LSM110A, LSM1x0A Sigfox CLI command interface manual (240119) and user manual rev 1.4',
};
const driverNotes: SourceRef = { evidence: 'manual', where: 'inBiot, documentation of an LSM driver' };

const queryMs = 500;
/** The downlink comes up to a minute after the command. */
const downlinkMs = 90_000;

const modeOf: Parse<'LoRa' | 'Sigfox'> = (line) => ({ 0: 'Sigfox', 1: 'LoRa' } as const)[line] ?? null;

/** Asked for in both modes, in the same words; the LoRa firmware has a folder of its own. */
export const readMode = {
  summary: 'which radio mode the module is in',
  request: 'AT+MODE=?',
  reply: valueThenOk(modeOf),
  timeoutMs: queryMs,
  effect: 'read',
  source: vendorParser,
} as const;
/** `V104` on a module of today. */
export const readSoftwareVersion = {
  summary: "version of the module's own software",
  request: 'AT$SSWVER=?',
  reply: valueThenOk(captured(/^SW_VERSION: ([\x21-\x7E]{1,32})$/)),
  timeoutMs: queryMs,
  effect: 'read',
  source: vendorParser,
} as const;

/** The eight bytes stand there twice, once as they are (whatever they are: line ends too), once in digits. */
const downlink: Reply<string | null> = {
  claims: /^(length: \d+|\+RX.*|AT_RX_TIMEOUT)$/,
  read: ({ lines }) => {
    const failure = lines.find(({ kind }) => kind === 'failure');
    if (failure !== undefined) return { state: 'error', words: failure.text };
    if (lines.some(({ text }) => text === 'AT_RX_TIMEOUT')) return { state: 'value', value: null };
    if (!lines.some(({ kind }) => kind === 'success')) return { state: 'pending' };
    const [digits] = lines.flatMap(({ text }) => /^\+RX_H=([0-9a-f]{16})$/.exec(text)?.[1] ?? []);
    return digits === undefined
      ? { state: 'malformed', words: lines.map(({ text }) => text).join('\n') }
      : { state: 'value', value: digits.toUpperCase() };
  },
};

const { readVersions, readRadioZoneOnOlderKit: _zone, readKeyModeOnOlderKit: _key, ...shared } = stm32wlAt.commands;

/**
 * SJIT's module firmware in Sigfox mode: ST's STM32WL firmware with a few commands more. What is the same is ST's table, each
 * command with the source that knows it best.
 */
export const lsm1x0a = {
  ...stm32wlAt,
  id: 'lsm1x0a',
  title: 'SJIT (SeongJi) LSM1x0A modules in Sigfox mode',
  models: ['LSM100A', 'LSM110A'],
  sources: [vendorParser, vendorSource, manual, driverNotes],
  unsolicited: [
    { name: 'downlink', pattern: /^\+RX(_H)?=.*$/, samples: ['+RX_H=0001020304050607'] },
    {
      name: 'start-up text',
      pattern: /^(-{37}|>> .*| {5}SEONGJI INDUSTRIAL CO\., LTD\. {4}|BOOTALERT)$/,
      samples: ['>> SIGFOX APPLICATION READY', 'BOOTALERT'],
    },
  ],
  dangers: [
    ...stm32wlAt.dangers,
    {
      pattern: /AT\+MODE=\d/,
      effect: 'reset',
      why: 'AT+MODE sets the radio mode and restarts the module',
      source: vendorSource,
    },
    {
      pattern: /AT\+FW[\r\n]/,
      effect: 'reset',
      why: 'AT+FW restarts the module into its loader',
      source: vendorSource,
    },
    {
      pattern: /AT\+BAUDRATE=\d/,
      effect: 'configure',
      why: 'after its next start the module goes on at another speed',
      source: manual,
    },
  ],
  identify: {
    mode: 'automatic',
    probes: [
      { send: 'AT\r', expect: /^(AT\r)?\r\nOK\r\n$/ },
      { send: 'ATI\r', expect: /^(ATI\r)?\r\nAT_ERROR\r\n$/ },
      // ST's own firmware refuses this one.
      { send: 'AT$SSWVER=?\r', expect: /^(AT\$SSWVER=\?\r)?SW_VERSION: [!-~]+\r\n\r\nOK\r\n$/ },
      // In LoRa mode it is AT_ERROR.
      { send: 'AT$ID\r', expect: /^(AT\$ID\r)?[0-9A-F]{8}\r\n\r\nOK\r\n$/ },
    ],
  },
  commands: {
    ...shared,
    /** Five lines of the libraries, then the application's. */
    readVersions: { ...readVersions, source: vendorSource },
    readFirmware: { ...shared.readFirmware, source: vendorSource },
    readSoftwareVersion,
    readMode,
    sendFrameForDownlink: {
      summary: 'one uplink frame that asks for an answer: 8 bytes in hex, or null',
      request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)},1`,
      reply: downlink,
      timeoutMs: downlinkMs,
      effect: 'transmit',
      source: vendorSource,
    },
  },
  /** The first command after sleep is often lost: this one may be. */
  *opening() {
    yield* ask('ping', () => undefined);
  },
  /** By the maker's source a module that was never set, or was erased, starts in LoRa mode: there is nothing wrong with it. */
  *whyRefused() {
    const mode = yield* ask('readMode', (answer) => answer);
    return mode === 'LoRa' ? loraModeAdvice('lsm1x0a-lora') : null;
  },
} as const satisfies DialectDefinition;

/** What a person does with a module in LoRa mode, for the dialect of its speed. */
export function loraModeAdvice(dialect: string): string {
  return `A module in LoRa mode gives no Sigfox ID, and nothing is wrong with it: \`pacline modem switchToSigfox --dialect ${dialect} --port <port> --yes\` switches it to Sigfox mode (AT+MODE=0) and restarts it; then seat it again.`;
}
