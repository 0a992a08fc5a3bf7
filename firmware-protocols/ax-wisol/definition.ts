import { hexSecret, type DialectDefinition, type SourceRef } from '../contract.ts';
import { bareLine, decimal, done, downlinkAfterOk, matching } from '../grammar.ts';
import { hexOf, type FramePayload } from '../payload.ts';
import { channels, resetChannelsInTime, zoneOf } from './radio-zones.ts';

const manual: SourceRef = {
  evidence: 'manual',
  where: 'ON Semiconductor AX-SFEU data sheet, command table; Wisol AT command PDF',
};
const unabizLog: SourceRef = { evidence: 'log', where: 'github UnaBiz/unabiz-arduino, example logs' };
const lupyuenLog: SourceRef = { evidence: 'log', where: 'github lupyuen/microbit-sigfox, README log' };
const ericMocks: SourceRef = {
  evidence: 'test-code',
  where: 'github Juanjofp/at-command, mocks of an eRIC-Sigfox module',
};
const tecreaTests: SourceRef = { evidence: 'test-code', where: 'github TECREA/WISOL, unit tests of the driver' };

/** Local queries answer within 100 to 250 ms in published drivers; twice that is patient enough. */
const queryMs = 500;
/** Three repeats take 6 s; drivers wait 10 to 20 s. */
const uplinkMs = 20_000;
/** The downlink comes up to 60 s after the command. */
const downlinkMs = 90_000;

/** Anything readable but a bare ID or PAC: those are a late answer to another command. */
const text = matching(/(?![0-9A-F]{8,}$)[\x20-\x7E]{1,64}/);

const downlink = downlinkAfterOk({
  claims: /^(RX=[0-9A-F ]+|ERR_SFX_ERR_SEND_FRAME_WAIT_TIMEOUT)$/,
  payload: /^RX=([0-9A-F ]+)$/,
  end: /^RX=/,
  none: /^ERR_SFX_ERR_SEND_FRAME_WAIT_TIMEOUT$/,
});

/**
 * AX-SIGFOX firmware: a query answers with its value alone, one line and no OK; an action answers OK.
 */
export const axWisol = {
  id: 'ax-wisol',
  title: 'ON Semiconductor AX-SIGFOX firmware, and Wisol modules built on it',
  models: [
    'AX-SFEU',
    'AX-SFUS',
    'AX-SFAZ',
    'AX-SFJP',
    'SFM10R1',
    'SFM10R2',
    'SFM10R3',
    'SFM10R4',
    'SFM11R2D',
    'SFM11R4D',
    'WSSFM10',
    'WSSFM11',
    'BRKWS01',
    'eRIC-Sigfox',
  ],
  sources: [manual, unabizLog, lupyuenLog, ericMocks, tecreaTests],
  serial: { baudRate: 9600 },
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'never' },
  timing: { bootMs: 200, quietMs: 100 },
  results: { success: /^OK$/, failure: /^(ERR.*|ATCMD_NOT_SUPPORTED)$/i },
  unsolicited: [{ name: 'downlink', pattern: /^RX=[0-9A-F ]+$/, samples: ['RX=00 01 02 03 04 05 06 07'] }],
  dangers: [],
  // Asleep after AT$P=1: a break of ten bits or more wakes it, as does any character, which is lost.
  wakeUp: { breakMs: 10, pauseMs: 100, source: manual },
  identify: {
    mode: 'automatic',
    probes: [
      { send: 'AT\r', expect: /^(AT\r)?OK\r\n$/ },
      { send: 'AT$I=10\r', expect: /^(AT\$I=10\r)?[0-9A-F]{8}\r\n$/ },
    ],
  },
  commands: {
    ping: {
      summary: 'answers if it is awake',
      request: 'AT',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'read',
      source: lupyuenLog,
    },
    readDeviceId: {
      summary: 'device ID',
      request: 'AT$I=10',
      reply: bareLine(matching(/[0-9A-F]{8}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: lupyuenLog,
    },
    readPac: {
      summary: 'initial PAC',
      request: 'AT$I=11',
      reply: bareLine(matching(/[0-9A-F]{16}/)),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: lupyuenLog,
    },

    // AT$I=6 does not exist.
    readFirmware: {
      summary: 'firmware name and version',
      request: 'AT$I=0',
      reply: bareLine(text),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },
    readContact: {
      summary: 'who answers for the firmware',
      request: 'AT$I=1',
      reply: bareLine(text),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },
    readSiliconRevisionLow: {
      summary: 'silicon revision, low byte in hex',
      request: 'AT$I=2',
      reply: bareLine(matching(/[0-9A-F]{2}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },
    readSiliconRevisionHigh: {
      summary: 'silicon revision, high byte in hex',
      request: 'AT$I=3',
      reply: bareLine(matching(/[0-9A-F]{2}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },
    readMajorVersion: {
      summary: 'first number of the firmware version',
      request: 'AT$I=4',
      reply: bareLine(decimal()),
      timeoutMs: queryMs,
      effect: 'read',
      source: ericMocks,
    },
    readMinorVersion: {
      summary: 'second number of the firmware version',
      request: 'AT$I=5',
      reply: bareLine(decimal()),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },
    readVariant: {
      summary: 'regional variant, such as ETSI or FCC',
      request: 'AT$I=7',
      reply: bareLine(matching(/[A-Z]{2,8}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },
    readSourceRevision: {
      summary: 'revision of the firmware in its version control',
      request: 'AT$I=8',
      reply: bareLine(text),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },
    readLibrary: {
      summary: 'version of the Sigfox library',
      request: 'AT$I=9',
      reply: bareLine(text),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },

    readTemperature: {
      summary: 'module temperature in degrees Celsius',
      request: 'AT$T?',
      reply: bareLine(decimal(0.1)),
      timeoutMs: queryMs,
      effect: 'read',
      source: unabizLog,
    },
    readSupplyMillivolts: {
      summary: 'supply voltage in mV',
      request: 'AT$V?',
      reply: bareLine(decimal()),
      timeoutMs: queryMs,
      effect: 'read',
      source: unabizLog,
    },
    /** 868130000 is zone 1, 902200000 zone 2, 902080000 zone 3, 920800000 zone 4; some modules print a leading zero. */
    readUplinkHertz: {
      summary: 'uplink frequency in Hz',
      request: 'AT$IF?',
      reply: bareLine(decimal()),
      timeoutMs: queryMs,
      effect: 'read',
      source: ericMocks,
    },
    readDownlinkHertz: {
      summary: 'downlink frequency in Hz',
      request: 'AT$DR?',
      reply: bareLine(decimal()),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },
    readRadioZone: {
      summary: 'radio zone, from the downlink frequency',
      request: 'AT$DR?',
      reply: bareLine(zoneOf),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },
    readChannels: {
      summary: 'whether the channels must be reset before an uplink (zones 2 and 4)',
      request: 'AT$GI?',
      reply: bareLine(channels),
      timeoutMs: queryMs,
      effect: 'read',
      source: unabizLog,
    },

    resetChannels: {
      summary: 'back to the default channels (zones 2 and 4)',
      request: 'AT$RC',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: unabizLog,
    },
    /** Left on the public key, a unit passes an emulator test and the network ignores it. */
    usePrivateKey: {
      summary: 'the key of the network, not of the emulator',
      request: 'ATS410=0',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: unabizLog,
    },
    usePublicKey: {
      summary: 'the key of the emulator, not of the network',
      request: 'ATS410=1',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: manual,
    },
    saveSettings: {
      summary: 'keeps the settings over power-off, the key among them',
      request: 'AT$WR',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: manual,
    },

    sendFrame: {
      summary: 'one uplink frame',
      request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)}`,
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: lupyuenLog,
    },
    sendFrameForDownlink: {
      summary: 'one uplink frame that asks for an answer: 8 bytes in hex, or null',
      request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)},1`,
      reply: downlink,
      timeoutMs: downlinkMs,
      effect: 'transmit',
      source: tecreaTests,
    },
    sendBit: {
      summary: 'one uplink bit',
      request: ({ bit }: { readonly bit: 0 | 1 }) => `AT$SB=${bit}`,
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: manual,
    },
    sendOutOfBand: {
      summary: 'one out-of-band frame',
      request: 'AT$SO',
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: manual,
    },
  },
  beforeTransmit: resetChannelsInTime,
} as const satisfies DialectDefinition;
