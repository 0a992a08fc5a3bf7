import { hexSecret, type DialectDefinition, type SourceRef } from '../contract.ts';
import { bareLine, decimal, done, matching } from '../grammar.ts';

const manual: SourceRef = { evidence: 'manual', where: 'ON Semiconductor AX-SFEU data sheet, command table; Wisol AT command PDF' };
const unabizLog: SourceRef = { evidence: 'log', where: 'github UnaBiz/unabiz-arduino, example logs' };
const lupyuenLog: SourceRef = { evidence: 'log', where: 'github lupyuen/microbit-sigfox, README log' };

/** Local queries answer within 100 to 250 ms in published drivers; twice that is patient enough. */
const queryMs = 500;

const text = matching(/[\x20-\x7E]{1,64}/);

/**
 * AX-SIGFOX firmware: a query answers with its value alone, one line and no OK; an action answers OK.
 */
export const axWisol = {
  id: 'ax-wisol',
  title: 'ON Semiconductor AX-SIGFOX firmware, and Wisol modules built on it',
  models: ['AX-SFEU', 'AX-SFUS', 'AX-SFAZ', 'AX-SFJP', 'SFM10R1', 'SFM10R2', 'SFM10R3', 'SFM10R4', 'SFM11R2D', 'SFM11R4D', 'WSSFM10', 'WSSFM11', 'BRKWS01', 'eRIC-Sigfox'],
  sources: [manual, unabizLog, lupyuenLog, { evidence: 'test-code', where: 'github Juanjofp/at-command, mocks of an eRIC-Sigfox module' }],
  serial: { baudRate: 9600 },
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'never' },
  timing: { bootMs: 200, settleMs: 100 },
  results: { success: /^OK$/, failure: /^(ERR.*|ATCMD_NOT_SUPPORTED)$/i },
  unsolicited: [{ name: 'downlink', pattern: /^RX=[0-9A-F ]+$/ }],
  dangers: [],
  identify: {
    mode: 'automatic',
    probes: [
      { send: 'AT\r', expect: /^(AT\r)?OK\r\n$/ },
      { send: 'AT$I=10\r', expect: /^(AT\$I=10\r)?[0-9A-F]{8}\r\n$/ },
    ],
  },
  commands: {
    ping: { summary: 'answers if it is awake', request: 'AT', reply: done(), timeoutMs: queryMs, effect: 'read', source: lupyuenLog },
    readDeviceId: { summary: 'device ID', request: 'AT$I=10', reply: bareLine(matching(/[0-9A-F]{8}/)), timeoutMs: queryMs, effect: 'read', source: lupyuenLog },
    readPac: { summary: 'initial PAC', request: 'AT$I=11', reply: bareLine(matching(/[0-9A-F]{16}/)), timeoutMs: queryMs, effect: 'read', sensitive: hexSecret, source: lupyuenLog },
    readFirmware: { summary: 'firmware name and version', request: 'AT$I=0', reply: bareLine(text), timeoutMs: queryMs, effect: 'read', source: manual },
    readTemperature: { summary: 'module temperature in degrees Celsius', request: 'AT$T?', reply: bareLine(decimal(0.1)), timeoutMs: queryMs, effect: 'read', source: unabizLog },
    readSupplyMillivolts: { summary: 'supply voltage in mV', request: 'AT$V?', reply: bareLine(decimal()), timeoutMs: queryMs, effect: 'read', source: unabizLog },
  },
} as const satisfies DialectDefinition;
