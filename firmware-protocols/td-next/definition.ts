import type { DialectDefinition, SourceRef } from '../contract.ts';
import { captured, done, linesThenOk, matching, resultsOrSilence, valueThenOk } from '../grammar.ts';
import { ask } from '../procedure.ts';

const vendorParser: SourceRef = { evidence: 'host-run', where: 'github stm32f4/TD1208, libtdcore/src/at_parse.c compiled and run on a host' };
const atCommand: SourceRef = { evidence: 'test-code', where: 'github Juanjofp/at-command, mocks of a TD1208' };
const akeruLog: SourceRef = { evidence: 'log', where: 'github UnaBiz/unabiz-arduino, log in src/Akeru.cpp' };
const evaluationBoards: SourceRef = { evidence: 'manual', where: 'Telecom Design TD12xx evaluation board guides: boards ship with echo off and quiet on' };

const queryMs = 1000;

/**
 * TD next firmware: echo on from the factory, `\r\n<text>\r\n` and `\r\nOK\r\n`, a quiet mode without result words and a
 * numeric mode (`0\r`, `4\r`). There is no command for the PAC in any manual: it comes from the maker's list.
 */
export const tdNext = {
  id: 'td-next',
  title: 'Telecom Design / TD next firmware',
  models: ['TD1202', 'TD1204', 'TD1205', 'TD1205P', 'TD1207', 'TD1208', 'TD1508', 'Akene', 'Waspmote Sigfox'],
  sources: [vendorParser, atCommand, akeruLog, evaluationBoards, { evidence: 'manual', where: 'TD next RF Modules Reference Manual rev 2.0' }],
  serial: { baudRate: 9600 },
  framing: { commandEnd: '\r', lineEnd: 'any', echo: 'maybe' },
  // Hosts wait 1 to 5 s after power-up; 3 s is what most of them use.
  timing: { bootMs: 3000, settleMs: 100 },
  results: { success: /^(OK|0)$/, failure: /^(ERROR|4)$/ },
  unsolicited: [
    { name: 'system start', pattern: /^\^SYSSTART$/ },
    { name: 'downlink', pattern: /^\+RX( BEGIN| END|=[0-9A-F ]*)$/ },
  ],
  dangers: [
    { pattern: /ATQ\r/i, effect: 'configure', why: 'ATQ without a digit switches the quiet mode on', source: vendorParser },
    { pattern: /ATS410=1\r/i, effect: 'configure', why: 'S410 belongs to the local network settings here; it is no key switch', source: { evidence: 'manual', where: 'TD next RF Modules Reference Manual rev 2.0' } },
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
    normalise: { summary: 'results on, in words, echo off; until power-off', request: '\rATQ0\rATV1\rATE0', reply: resultsOrSilence(3, 300), timeoutMs: 2000, effect: 'configure', source: vendorParser },
    ping: { summary: 'answers if it is awake', request: 'AT', reply: done(), timeoutMs: queryMs, effect: 'read', source: vendorParser },
    /** `S/N` is the Sigfox ID, padded to 8 digits; ATI7 prints it unpadded, where a lost digit would go unnoticed. */
    readDeviceId: { summary: 'device ID, from the identity block', request: 'AT&V', reply: linesThenOk(captured(/^S\/N: ([0-9A-F]{8})$/m)), timeoutMs: queryMs, effect: 'read', source: atCommand },
    readFirmware: { summary: 'firmware revision', request: 'ATI13', reply: valueThenOk(matching(/SOFT\d+/)), timeoutMs: queryMs, effect: 'read', source: akeruLog },
    readModel: { summary: 'vendor and model', request: 'ATI', reply: valueThenOk(matching(/Telecom Design TD\w+/)), timeoutMs: queryMs, effect: 'read', source: vendorParser },
  },
  *opening() {
    yield* ask('normalise', () => undefined);
  },
} as const satisfies DialectDefinition;
