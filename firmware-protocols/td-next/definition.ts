import type { DialectDefinition, SourceRef } from '../contract.ts';
import {
  captured,
  decimal,
  done,
  downlinkAfterOk,
  linesThenOk,
  matching,
  resultsOrSilence,
  valueThenOk,
} from '../grammar.ts';
import type { Parse } from '../reply.ts';
import { hexOf, type FramePayload } from '../payload.ts';
import { ask } from '../procedure.ts';

const vendorParser: SourceRef = {
  evidence: 'host-run',
  where: 'github stm32f4/TD1208, libtdcore/src/at_parse.c compiled and run on a host',
};
const atCommand: SourceRef = { evidence: 'test-code', where: 'github Juanjofp/at-command, mocks of a TD1208' };
const akeruLog: SourceRef = { evidence: 'log', where: 'github UnaBiz/unabiz-arduino, log in src/Akeru.cpp' };
const manual: SourceRef = {
  evidence: 'manual',
  where: 'TD next RF Modules Reference Manual rev 2.0; TD1208 Reference Manual',
};
const evaluationBoards: SourceRef = {
  evidence: 'manual',
  where: 'Telecom Design TD12xx evaluation board guides: boards ship with echo off and quiet on',
};

/** Answers take tens of ms; a published driver waits 3 s for everything. */
const queryMs = 1000;
/** Drivers wait 8, 15 and 30 s for an uplink, and 45 s or more with downlink: 20 s until its window, 25 s of window. */
const uplinkMs = 30_000;
const downlinkMs = 90_000;

const region: Parse<string> = (line) =>
  /^[123]$/.test(line) ? (['ETSI', 'FCC', 'ARIB'][Number(line) - 1] ?? null) : null;

const downlink = downlinkAfterOk({
  claims: /^\+RX( BEGIN| END|=[0-9A-F ]*)$/,
  payload: /^\+RX=([0-9A-F ]*)$/,
  end: /^\+RX END$/,
});

/**
 * TD next firmware: echo on from the factory, `\r\n<text>\r\n` and `\r\nOK\r\n`, a quiet mode without result words and a
 * numeric mode (`0\r`, `4\r`). There is no command for the PAC in any manual: it comes from the maker's list.
 */
export const tdNext = {
  id: 'td-next',
  title: 'Telecom Design / TD next firmware',
  models: ['TD1202', 'TD1204', 'TD1205', 'TD1205P', 'TD1207', 'TD1208', 'TD1508', 'Akene', 'Waspmote Sigfox'],
  sources: [vendorParser, atCommand, akeruLog, manual, evaluationBoards],
  serial: { baudRate: 9600 },
  framing: { commandEnd: '\r', lineEnd: 'any', echo: 'maybe' },
  // Hosts wait 1 to 5 s after power-up; 3 s is what most of them use.
  timing: { bootMs: 3000, quietMs: 100 },
  results: { success: /^(OK|0)$/, failure: /^(ERROR|4)$/ },
  unsolicited: [
    { name: 'system start', pattern: /^\^SYSSTART$/, samples: ['^SYSSTART'] },
    {
      name: 'downlink',
      pattern: /^\+RX( BEGIN| END|=[0-9A-F ]*)$/,
      samples: ['+RX BEGIN', '+RX=01 02 03 04 05 06 07 08 ', '+RX END'],
    },
  ],
  dangers: [
    {
      pattern: /ATQ\r/i,
      effect: 'configure',
      why: 'ATQ without a digit switches the quiet mode on',
      source: vendorParser,
    },
    {
      pattern: /ATS410=1\r/i,
      effect: 'configure',
      why: 'S410 belongs to the local network settings here; it is no key switch',
      source: manual,
    },
  ],
  identify: {
    mode: 'automatic',
    banner: /\^SYSSTART\r\n/,
    probes: [
      // With or without echo, verbose, numeric, or silent in quiet mode.
      { send: 'AT\r', expect: /^(AT\r)?(\r\nOK\r\n|0\r)?$/ },
      { send: 'ATI\r', expect: /Telecom Design TD\w+\r\n/ },
    ],
  },
  commands: {
    /** Each takes effect at once, so ATQ0 is answered in whichever form was left behind: three results, or the silence of a swallowed line. */
    normalise: {
      summary: 'results on, in words, echo off; until power-off',
      request: '\rATQ0\rATV1\rATE0',
      reply: resultsOrSilence(3, 300),
      timeoutMs: 2000,
      effect: 'configure',
      source: vendorParser,
    },
    ping: {
      summary: 'answers if it is awake',
      request: 'AT',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },
    /** `S/N` is the Sigfox ID, padded to 8 digits; ATI7 prints it unpadded, where a lost digit would go unnoticed. */
    readDeviceId: {
      summary: 'device ID, from the identity block',
      request: 'AT&V',
      reply: linesThenOk(captured(/^S\/N: ([0-9A-F]{8})$/m)),
      timeoutMs: queryMs,
      effect: 'read',
      source: atCommand,
    },
    readUnpaddedId: {
      summary: 'device ID without leading zeros; only to compare with',
      request: 'ATI7',
      reply: linesThenOk(captured(/^([0-9A-F]{4,8})(?:\nTDID: [0-9?]{12})?$/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: akeruLog,
    },
    /** Twelve digits by which the maker's list may be keyed; question marks where it was never written. */
    readFactoryNumber: {
      summary: "the maker's serial number (TDID), from the identity block",
      request: 'AT&V',
      reply: linesThenOk(captured(/^TDID: ([0-9?]{12})$/m)),
      timeoutMs: queryMs,
      effect: 'read',
      source: atCommand,
    },

    readModel: {
      summary: 'vendor and model',
      request: 'ATI',
      reply: valueThenOk(matching(/Telecom Design TD\w+/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },
    readFirmware: {
      summary: 'firmware revision',
      request: 'ATI13',
      reply: valueThenOk(matching(/SOFT\d+/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: akeruLog,
    },
    readFirmwareDate: {
      summary: 'month and year of the firmware',
      request: 'ATI5',
      reply: valueThenOk(matching(/M\d{2}\+\d{4}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: atCommand,
    },
    readChipNumber: {
      summary: 'number of the baseband chip: as long as a PAC, and not a PAC',
      request: 'ATI10',
      reply: valueThenOk(matching(/[0-9A-F]{16}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },
    readHardwareRevision: {
      summary: 'hardware revision in hex',
      request: 'ATI11',
      reply: valueThenOk(matching(/[0-9A-F]{2}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: akeruLog,
    },
    readRadioChip: {
      summary: 'part number of the radio chip',
      request: 'ATI21',
      reply: valueThenOk(matching(/Si\d{4}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },
    readSupplyMillivolts: {
      summary: 'supply voltage at rest in mV',
      request: 'ATI27',
      reply: valueThenOk(decimal(1000)),
      timeoutMs: queryMs,
      effect: 'read',
      source: akeruLog,
    },
    readPowerDbm: {
      summary: 'transmit power in dBm',
      request: 'ATS302?',
      reply: valueThenOk(decimal()),
      timeoutMs: queryMs,
      effect: 'read',
      source: akeruLog,
    },
    readKeepAliveHours: {
      summary: 'hours between two frames that it sends by itself to show that it is there',
      request: 'ATS300?',
      reply: valueThenOk(decimal()),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },
    readRegion: {
      summary: 'region whose rules it keeps: ETSI, FCC or ARIB',
      request: 'ATS304?',
      reply: valueThenOk(region),
      timeoutMs: queryMs,
      effect: 'read',
      source: manual,
    },
    readUplinkHertz: {
      summary: 'uplink frequency in Hz',
      request: 'AT$IF?',
      reply: valueThenOk(decimal()),
      timeoutMs: queryMs,
      effect: 'read',
      source: akeruLog,
    },

    setUplinkHertz: {
      summary: 'uplink frequency in Hz, until power-off',
      request: ({ hertz }: { readonly hertz: number }) => `AT$IF=${hertz}`,
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: akeruLog,
    },
    saveProfile: {
      summary: 'keeps the settings over power-off',
      request: 'AT&W',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: akeruLog,
    },
    /** A command right behind it is lost. */
    reset: {
      summary: 'restarts with the saved settings',
      request: 'ATZ',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'reset',
      source: akeruLog,
    },

    sendFrame: {
      summary: 'one uplink frame',
      request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)}`,
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: atCommand,
    },
    sendFrameForDownlink: {
      summary: 'one uplink frame that asks for an answer: 8 bytes in hex, or null',
      request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)},2,1`,
      reply: downlink,
      timeoutMs: downlinkMs,
      effect: 'transmit',
      source: atCommand,
    },
    sendBit: {
      summary: 'one uplink bit',
      request: ({ bit }: { readonly bit: 0 | 1 }) => `AT$SB=${bit}`,
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: manual,
    },
    sendFrameOnOldFirmware: {
      summary: 'one uplink frame, by the older command',
      request: ({ payload }: FramePayload) => `AT$SS=${hexOf(payload)}`,
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: akeruLog,
    },
  },
  manners: 'normalise',
  *opening() {
    yield* ask('normalise', () => undefined);
  },
} as const satisfies DialectDefinition;
