import { hexSecret, type DialectDefinition, type SourceRef } from '../contract.ts';
import { captured, decimal, done, linesThenOk, matching, valueThenOk } from '../grammar.ts';
import type { Parse } from '../reply.ts';
import { hexOf, type FramePayload } from '../payload.ts';

const vendorParser: SourceRef = {
  evidence: 'host-run',
  where:
    'github STMicroelectronics/STM32CubeWL, NUCLEO-WL55JC1 Sigfox_AT_Slave, sgfx_command.c compiled and run on a host',
};
const vendorSource: SourceRef = {
  evidence: 'source-format',
  where: 'github STMicroelectronics/STM32CubeWL, Sigfox_AT_Slave, command table and start-up text',
};
const boardLog: SourceRef = {
  evidence: 'log',
  where: 'github Iotnet/0G-LockControl-LSM110A, README of a NUCLEO-WL55JC1 with SDK 1.5.0',
};
const vendorAnswers: SourceRef = {
  evidence: 'host-run',
  where:
    'github STMicroelectronics/STM32CubeWL, Sigfox_AT_Slave, sgfx_command.c compiled with the answers of sgfx_at.c beside it',
};
const answersSource: SourceRef = {
  evidence: 'source-format',
  where: 'github STMicroelectronics/STM32CubeWL, Sigfox_AT_Slave, sgfx_at.c',
};
const olderKit: SourceRef = {
  evidence: 'source-format',
  where: 'ST I-CUBE-SIGFOX 1.1.0, Sigfox/ModemAT for B-L072Z-LRWAN1: command.c, at.c and readme.txt',
};

/** Local queries answer in tens of ms. */
const queryMs = 500;
/** OK comes after about 6 s of three repeats. */
const uplinkMs = 20_000;

/** Any lines but a bare ID or PAC: those are a late answer to another command. The application's own, and five of the libraries. */
const versions = matching(/(?![0-9A-F]{8,}$)[\x20-\x7E\n]{1,400}/);

/** From `1` to `7`, with a letter for the two that share the number 3. */
const zoneOf: Parse<string> = (line) => (/^([124567]|3[AC])$/.test(line) ? `RC${line}` : null);

const keyOf: Parse<'private' | 'public'> = (line) => ({ 0: 'private', 1: 'public' } as const)[line] ?? null;

/** Zones as the firmware's own table has them. */
type Zone = 1 | 2 | 3 | 4 | 5 | 6 | 7 | '3A' | '3C';

/**
 * ST's AT firmware for the STM32WL: a query answers `value\r\n` and then `\r\nOK\r\n`, an action `\r\nOK\r\n`, a refusal
 * `\r\nAT_…\r\n`. Modules built on it have a folder of their own and take this table over.
 */
export const stm32wlAt = {
  id: 'stm32wl-at',
  title: 'ST STM32WL with the firmware Sigfox_AT_Slave',
  models: ['STM32WL', 'NUCLEO-WL55JC', 'B-WL5M-SUBG1', 'CMWX1ZZABZ', 'B-L072Z-LRWAN1'],
  sources: [boardLog, vendorParser, vendorAnswers, olderKit],
  serial: { baudRate: 9600 },
  // No echo by default; ATE=1 (with the equals sign) switches it on in builds that have it.
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'maybe' },
  timing: { bootMs: 1000, quietMs: 100 },
  results: { success: /^OK$/, failure: /^AT_[A-Z_]+$/, busy: /^AT_BUSY_ERROR$/ },
  unsolicited: [
    { name: 'downlink', pattern: /^\+RX(_H)?=.*$/, samples: ['+RX=0001020304050607'] },
    {
      name: 'start-up text',
      pattern: /^(ATtention command interface|SIGFOX APPLICATION READY)$/,
      samples: ['ATtention command interface', 'SIGFOX APPLICATION READY'],
    },
  ],
  dangers: [
    { pattern: /ATZ[\r\n]/, effect: 'reset', why: 'ATZ restarts the modem', source: vendorSource },
    {
      pattern: /AT\$RFS[\r\n]/,
      effect: 'configure',
      why: 'AT$RFS puts back the settings of the factory',
      source: vendorSource,
    },
    {
      pattern: /AT\$(SB|SF|SH|CW|PN|TM|MN)/,
      effect: 'transmit',
      why: 'frames, continuous wave, test signals',
      source: vendorSource,
    },
  ],
  identify: {
    mode: 'automatic',
    // No banner: modules built on this firmware print the same start-up text.
    probes: [
      { send: 'AT\r', expect: /^(AT\r)?\r\nOK\r\n$/ },
      { send: 'ATI\r', expect: /^(ATI\r)?\r\nAT_ERROR\r\n$/ },
      // A command that only the modules of SJIT have.
      { send: 'AT$SSWVER=?\r', expect: /^(AT\$SSWVER=\?\r)?\r\nAT_ERROR\r\n$/ },
      // ST's LoRaWAN firmware answers all the others alike.
      { send: 'AT$ID\r', expect: /^(AT\$ID\r)?[0-9A-F]{8}\r\n\r\nOK\r\n$/ },
    ],
  },
  commands: {
    ping: {
      summary: 'answers if it is awake',
      request: 'AT',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },
    /** Bare: with a question mark behind it the firmware prints its help. */
    readDeviceId: {
      summary: 'device ID; FEDCBA98 in a chip without its certificate',
      request: 'AT$ID',
      reply: valueThenOk(matching(/[0-9A-F]{8}/)),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },
    readPac: {
      summary: 'initial PAC; zeros in a chip without its certificate',
      request: 'AT$PAC',
      reply: valueThenOk(matching(/[0-9A-F]{16}/)),
      timeoutMs: queryMs,
      effect: 'read',
      sensitive: hexSecret,
      source: boardLog,
    },
    readVersions: {
      summary: 'versions of application and libraries, a line each',
      request: 'AT+VER',
      reply: linesThenOk(versions),
      timeoutMs: queryMs,
      effect: 'read',
      source: answersSource,
    },
    /** Two releases begin its line differently. */
    readFirmware: {
      summary: 'version of the application',
      request: 'AT+VER',
      reply: linesThenOk(captured(/^APP(?:LICATION)?_VERSION: *(\S+)$/m)),
      timeoutMs: queryMs,
      effect: 'read',
      source: answersSource,
    },
    readRadioZone: {
      summary: 'radio zone: RC1 to RC7, RC3A or RC3C',
      request: 'AT$RC=?',
      reply: valueThenOk(zoneOf),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorAnswers,
    },
    readKeyMode: {
      summary: 'which key frames are signed with',
      request: 'ATS410=?',
      reply: valueThenOk(keyOf),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorAnswers,
    },
    /** There `=?` prints the range and `?` the value; and this value alone ends with LF CR. */
    readRadioZoneOnOlderKit: {
      summary: 'radio zone, by the command of ModemAT for the Murata module',
      request: 'AT$RC?',
      reply: valueThenOk(zoneOf),
      timeoutMs: queryMs,
      effect: 'read',
      source: olderKit,
    },
    readKeyModeOnOlderKit: {
      summary: 'which key frames are signed with, by the command of ModemAT for the Murata module',
      request: 'ATS410?',
      reply: valueThenOk(keyOf),
      timeoutMs: queryMs,
      effect: 'read',
      source: olderKit,
    },
    readSupplyMillivolts: {
      summary: 'supply voltage in mV',
      request: 'AT+BAT=?',
      reply: valueThenOk(decimal()),
      timeoutMs: queryMs,
      effect: 'read',
      source: vendorParser,
    },

    selectZone: {
      summary: 'the radio zone, 1 to 7, 3A or 3C',
      request: ({ zone }: { readonly zone: Zone }) => `AT$RC=${zone}`,
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: boardLog,
    },
    setPowerDbm: {
      summary: 'transmit power in dBm',
      request: ({ dbm }: { readonly dbm: number }) => `ATS302=${dbm}`,
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: boardLog,
    },
    /** Left on the public key, a unit passes an emulator test and the network ignores it. */
    usePrivateKey: {
      summary: 'the key of the network, not of the emulator',
      request: 'ATS410=0',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: vendorSource,
    },
    usePublicKey: {
      summary: 'the key of the emulator: the network will not hear this unit',
      request: 'ATS410=1',
      reply: done(),
      timeoutMs: queryMs,
      effect: 'configure',
      source: vendorSource,
    },

    sendFrame: {
      summary: 'one uplink frame',
      request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)}`,
      reply: done(),
      timeoutMs: uplinkMs,
      effect: 'transmit',
      source: boardLog,
    },
  },
} as const satisfies DialectDefinition;
