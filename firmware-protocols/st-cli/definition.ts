import { hexSecret, type DialectDefinition, type SourceRef } from '../contract.ts';
import { captured, doneAtPrompt, promptAgain, refusedWhen, untilPrompt } from '../grammar.ts';
import type { Parse } from '../reply.ts';
import { hexOf, type FramePayload } from '../payload.ts';
import { ask } from '../procedure.ts';

const hostRun: SourceRef = {
  evidence: 'host-run',
  where:
    'github STMicroelectronics/STM32CubeWL3, NUCLEO-WL33CC Sigfox_CLI: response.c, command-interpreter2.c and serial_utils.c compiled and run on a host',
};
const demoSource: SourceRef = {
  evidence: 'source-format',
  where: 'ST sfx_demo_cli_commands.c of the S2-LP demo, sigfox_cli_demo_1.7.1',
};
const wisolDriver: SourceRef = {
  evidence: 'source-format',
  where:
    'Wisol host driver for its S2-LP Monarch module: the requests it sends, the fields it looks for, the time it waits',
};

const queryMs = 500;
/** What the Wisol driver allows: 2 s to set up, 25 s for an uplink, 60 s with downlink. */
const setUpMs = 2000;
const uplinkMs = 25_000;
const downlinkMs = 60_000;

const prompt = /^>$/;

const zone: Parse<string> = (text) => {
  const [, digit] = /\(get_rcz\)\} API call\.\.\.\{rcz:0([1-7])\}/.exec(text) ?? [];
  return digit === undefined ? null : `RC${digit}`;
};

const downlink: Parse<string> = (text) => {
  const [, bytes] = /\{customer_resp: ((?:0x[0-9A-Fa-f]{2},?){8})\}/.exec(text) ?? [];
  return bytes?.replaceAll(/0x|,/g, '').toUpperCase() ?? null;
};

/** No credentials: eight bytes of nothing, each printed as one digit. Nothing is lost there. */
const zeros: Parse<string> = (text) => (/\n\{pac: 0{8}\}\n\}$/.test(text) ? '0'.repeat(16) : null);

/**
 * The S2-LP firmware prints each byte of the PAC without its leading zero, and closes its braces on two lines; the STM32WL3
 * firmware does neither. What is short in that older form cannot be mended (0A 1B 02 comes as A1B2) and is as short the next time;
 * what is short in the newer form was damaged on the line.
 */
const pac = refusedWhen(
  untilPrompt(prompt, (text) => captured(/\(get_pac\)\} API call\.\.\.\n\{pac: ([0-9A-F]{16})\}/)(text) ?? zeros(text)),
  /\n\{pac: [0-9A-F]{8,15}\}\n\}$/,
  'this old firmware drops zeros of the PAC: take it from the label or a list',
);

/** ST's command line for its Sigfox radios: echo on, the prompt `>`, answers in braces with the command's name. */
export const stCli = {
  id: 'st-cli',
  title: 'ST Sigfox command line (S2-LP and STM32WL3 demos), and modules built on it',
  models: [
    'STEVAL-FKI868',
    'STEVAL-FKI915',
    'X-CUBE-SFXS2LP1',
    'X-CUBE-SUBG2',
    'NUCLEO-WL33CC',
    'Wisol S2-LP Monarch module',
  ],
  sources: [hostRun, demoSource, wisolDriver],
  serial: { baudRate: 115200 },
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'maybe' },
  // The Wisol module: 200 ms to its UART, 200 ms more to its first command.
  timing: { bootMs: 400, quietMs: 100 },
  results: {
    success: /\{sfx_error:0+\}/,
    failure:
      /^(no such command|wrong number of arguments|integer argument out of range|argument syntax error|string too long|invalid argument type|serial port error)$|\{sfx_error:0*[1-9A-F][0-9A-F]*\}/,
  },
  unsolicited: [
    {
      name: 'start-up',
      pattern: /^Sigfox CLI demo( - TEST MODE \(board not registered\))?$/,
      samples: ['Sigfox CLI demo', 'Sigfox CLI demo - TEST MODE (board not registered)'],
    },
    {
      name: 'PAC at start-up',
      pattern: /^(ID: [0-9A-F]{8} - PAC: )?[0-9A-F]{16}$/,
      samples: ['C8EA4DF6B72093E5', 'ID: 00A1C0DE - PAC: C8EA4DF6B72093E5'],
    },
  ],
  dangers: [],
  identify: {
    mode: 'automatic',
    banner: /Sigfox CLI demo/,
    probes: [
      // Other products have the same line editor: only the answer to get_id is this firmware's own.
      { send: 'AT\r', expect: /\r\nno such command\r\n>$/ },
      { send: 'get_id\r', expect: /\{\{\(get_id\)\} API call\.\.\.\{id:[0-9A-F]{8}\}\}\r\n>$/ },
    ],
  },
  commands: {
    clearLine: {
      summary: 'a fresh prompt, behind whatever was left half-typed',
      request: '',
      reply: promptAgain(prompt),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: hostRun,
    },
    readDeviceId: {
      summary: 'device ID',
      request: 'get_id',
      reply: untilPrompt(prompt, captured(/\(get_id\)\} API call\.\.\.\{id:([0-9A-F]{8})\}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: hostRun,
    },
    readPac: {
      summary: 'initial PAC; refused where old firmware has dropped zeros of it',
      request: 'get_pac',
      reply: pac,
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: hostRun,
    },
    readRadioZone: {
      summary: 'radio zone it is set to',
      request: 'get_rcz',
      reply: untilPrompt(prompt, zone),
      timeoutMs: queryMs,
      effect: 'read',
      source: hostRun,
    },
    readFirmware: {
      summary: 'firmware name and version',
      request: 'fw_version',
      reply: untilPrompt(prompt, captured(/\(fw_version\)\} API call\.\.\.\{value:([^{}\n]{1,64})\}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: hostRun,
    },

    usePrivateKey: {
      summary: 'the key of the network, not of the emulator',
      request: 'switch_public_key 0',
      reply: doneAtPrompt(prompt),
      timeoutMs: setUpMs,
      effect: 'configure',
      source: demoSource,
    },
    /** Left on the public key, a unit passes an emulator test and the network ignores it. */
    usePublicKey: {
      summary: 'the key of the emulator, not of the network',
      request: 'switch_public_key 1',
      reply: doneAtPrompt(prompt),
      timeoutMs: setUpMs,
      effect: 'configure',
      source: wisolDriver,
    },

    openNode: {
      summary: 'starts the Sigfox library in its zone; before the first frame',
      request: 'node_open',
      reply: doneAtPrompt(prompt),
      timeoutMs: setUpMs,
      effect: 'configure',
      source: hostRun,
    },
    closeNode: {
      summary: 'stops the Sigfox library',
      request: 'node_close',
      reply: doneAtPrompt(prompt),
      timeoutMs: setUpMs,
      effect: 'configure',
      source: demoSource,
    },
    /** Three transmissions in all, as the Wisol driver asks for them. */
    sendFrame: {
      summary: 'one uplink frame; the library must have been started',
      request: ({ payload }: FramePayload) => `node_send_frame {${hexOf(payload)}} 2 0`,
      reply: doneAtPrompt(prompt),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: hostRun,
    },
    sendFrameForDownlink: {
      summary: 'one uplink frame that asks for an answer: 8 bytes in hex',
      request: ({ payload }: FramePayload) => `node_send_frame {${hexOf(payload)}} 2 1`,
      reply: untilPrompt(prompt, downlink),
      timeoutMs: downlinkMs,
      effect: 'transmit',
      source: demoSource,
    },
  },
  *opening() {
    yield* ask('clearLine', () => undefined);
  },
} as const satisfies DialectDefinition;
