import type { DialectDefinition, SourceRef } from '../contract.ts';
import { anyAnswer, done } from '../grammar.ts';
import { loraModeAdvice, readMode, readSoftwareVersion } from '../lsm1x0a/definition.ts';

const vendorParser: SourceRef = {
  evidence: 'host-run',
  where: 'github Support-SJI/LSM110A, LSM1x0A SDK: LoRaWAN/App/lora_command.c compiled with the answers of lora_at.c',
};
const vendorSource: SourceRef = {
  evidence: 'source-format',
  where: 'github Support-SJI/LSM110A, LSM1x0A SDK: lora_at.c, lora_eeprom_if.c, sgfx_eeprom_if.c, Core/Src/usart.c',
};
const manual: SourceRef = { evidence: 'manual', where: 'github Support-SJI/LSM110A, user manual rev 1.4' };

const queryMs = 500;
/** It restarts and prints who it is. */
const restartMs = 3000;

/**
 * An LSM1x0A module in LoRa mode, at 9600 baud: by the maker's source every module starts so that was never set or was erased. It is
 * recognised so that a person hears what to do. It has no Sigfox ID to give in this mode; nothing here switches it by itself.
 */
export const lsm1x0aLora = {
  id: 'lsm1x0a-lora',
  title: 'SJIT (SeongJi) LSM1x0A modules in LoRa mode',
  models: ['LSM100A', 'LSM110A'],
  sources: [vendorParser, vendorSource, manual],
  serial: { baudRate: 9600 },
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'maybe' },
  timing: { bootMs: 1000, quietMs: 100 },
  results: { success: /^OK$/, failure: /^AT_[A-Z_]+$/, busy: /^AT_BUSY_ERROR$/ },
  unsolicited: [
    { name: 'event', pattern: /^\+EVT:.*$/, samples: ['+EVT:'] },
    {
      name: 'start-up text',
      pattern: /^(-{37}|>> .*| {5}SEONGJI INDUSTRIAL CO\., LTD\. {4}|BOOTALERT)$/,
      samples: ['>> Mode   : LoRa', 'BOOTALERT'],
    },
  ],
  dangers: [
    { pattern: /ATZ[\r\n]/, effect: 'reset', why: 'ATZ restarts the module', source: vendorSource },
    {
      pattern: /AT\+RFS[\r\n]/,
      effect: 'configure',
      why: 'AT+RFS puts back the settings of the factory',
      source: vendorSource,
    },
    {
      pattern: /AT\+MODE=\d/,
      effect: 'reset',
      why: 'AT+MODE=0 switches to Sigfox mode and restarts the module',
      source: vendorSource,
    },
    {
      pattern: /AT\+BAUDRATE=\d/,
      effect: 'configure',
      why: 'after its next start the module goes on at another speed',
      source: vendorSource,
    },
    {
      pattern: /AT\+(JOIN|SEND|PSEND|CERTISEND|TTONE|TTX|MTX|CERTIF)/,
      effect: 'transmit',
      why: 'joins a network, sends, or transmits for a test',
      source: vendorSource,
    },
  ],
  identify: {
    mode: 'automatic',
    probes: [
      { send: 'AT\r', expect: /^(AT\r)?\r\nOK\r\n$/ },
      { send: 'AT$SSWVER=?\r', expect: /^(AT\$SSWVER=\?\r)?SW_VERSION: [!-~]+\r\n\r\nOK\r\n$/ },
      { send: 'AT+MODE=?\r', expect: /^(AT\+MODE=\?\r)?1\r\n\r\nOK\r\n$/ },
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
    readMode: { ...readMode, source: vendorParser },
    readSoftwareVersion: { ...readSoftwareVersion, source: vendorParser },
    /** It says no OK: it restarts at once, and prints that it is in Sigfox mode. */
    switchToSigfox: {
      summary: 'switches the module to Sigfox mode, for good, and restarts it',
      request: 'AT+MODE=0',
      reply: anyAnswer(500),
      timeoutMs: restartMs,
      effect: 'reset',
      source: vendorSource,
    },
  },
  openQuestions: {
    readDeviceId: loraModeAdvice('lsm1x0a-lora'),
  },
} as const satisfies DialectDefinition;
