import { hexSecret, noWord, type DialectDefinition, type SourceRef } from '../contract.ts';
import { captured, matching } from '../grammar.ts';
import { answerFrame, commandFrame } from './frames.ts';

const protocolNote: SourceRef = {
  evidence: 'manual',
  where: 'github wisol-SFM/WSSFM20Rx_12x, development/sigfox_cfg2/documentation/Host_FT20_Protocal.txt',
};

/** The host fetches 64 bytes at a time; how long the module takes is not published. */
const queryMs = 2000;
const modeChangeMs = 10_000;

const getFirmware = commandFrame('0A');
const getIdentity = commandFrame('07');

/** Bluetooth address (12 digits), UUID (32), Wi-Fi address (12), and then what is looked for. */
const deviceId = /^OK[0-9A-F]{56}([0-9A-F]{8})[0-9A-F]{16}$/i;
const pac = /^OK[0-9A-F]{56}[0-9A-F]{8}([0-9A-F]{16})$/i;

/**
 * Wisol's multi-radio module. Its host link is I2C (slave 4A) or a debugger's RTT channel and no UART: on a serial port it is met only
 * through a bridge, whose speed is the bridge's own.
 */
export const wisolSfm20r = {
  id: 'wisol-sfm20r',
  title: 'Wisol SFM20R multi-radio module, frames through a bridge',
  models: ['SFM20R1', 'SFM20R2', 'SFM20R3', 'SFM20R4'],
  sources: [protocolNote, { evidence: 'assumed', where: 'speed of a bridge between I2C or RTT and a serial port' }],
  serial: { baudRate: 115_200 },
  framing: { commandEnd: '', lineEnd: 'crlf', echo: 'never' },
  timing: { bootMs: 3000, quietMs: 200 },
  // Parts of frames, which are judged as such and not as lines.
  results: { success: noWord, failure: /<SR>[0-9A-F]{4}NG$/i },
  unsolicited: [],
  dangers: [
    { pattern: /<SC>0209/, effect: 'irreversible', why: "back to the factory's settings", source: protocolNote },
  ],
  identify: {
    mode: 'named only',
    probes: [{ send: getFirmware, expect: /<SR>[0-9A-F]{2}0AOK/i }],
  },
  commands: {
    readDeviceId: {
      summary: 'device ID',
      request: getIdentity,
      reply: answerFrame('07', captured(deviceId)),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: protocolNote,
    },
    readPac: {
      summary: 'initial PAC',
      request: getIdentity,
      reply: answerFrame('07', captured(pac)),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: protocolNote,
    },
    readFirmware: {
      summary: 'firmware name, version and date',
      request: getFirmware,
      reply: answerFrame('0A', captured(/^OK([\x20-\x7E]{1,96})$/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: protocolNote,
    },

    /** In this mode the commands of the AX-SIGFOX firmware pass through in frames. */
    openSigfoxBypass: {
      summary: 'lets commands through to the Sigfox part',
      request: commandFrame('02', '01'),
      reply: answerFrame('02', matching(/OK/)),
      timeoutMs: modeChangeMs,
      effect: 'configure',
      source: protocolNote,
    },
    pingSigfoxPart: {
      summary: 'the Sigfox part answers; in the bypass only',
      request: commandFrame('03', 'AT\r\n'),
      reply: answerFrame('03', captured(/^(OK)\r\n$/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: protocolNote,
    },
    /** Published with the digits masked and with a length that leaves out the line end which the answer to AT counts: never used to register. */
    askSigfoxPartForId: {
      summary: 'what the Sigfox part gives as its ID; in the bypass only',
      request: commandFrame('03', 'AT$I=10\r\n'),
      reply: answerFrame('03', captured(/^([0-9A-F]{8})(?:\r\n)?$/i)),
      timeoutMs: queryMs,
      effect: 'read',
      source: protocolNote,
    },
  },
} as const satisfies DialectDefinition;
