import type { DialectDefinition, SourceRef } from '../contract.ts';
import { done, downlinkAfterOk, matching, valueThenOk } from '../grammar.ts';
import { hexOf, type FramePayload } from '../payload.ts';

const manual: SourceRef = { evidence: 'manual', where: 'Adeunis ARF8075BA user manual, page 10, after Sigfox\'s "UNB transceiver AT command set" rev 0.8' };
const demoSource: SourceRef = { evidence: 'source-format', where: 'github IanBoyanZhang/MSP430_SIGFOX, host_cmd.c (TI CC112x demo)' };
const idForm: SourceRef = { evidence: 'assumed', where: 'host_cmd.c prints 8 hex digits for AT$ID?; that OK stands behind them is assumed' };
const pingForm: SourceRef = { evidence: 'assumed', where: 'no source shows the answer to plain AT' };

/** No timing is published. */
const queryMs = 1000;
const uplinkMs = 20_000;
const downlinkMs = 90_000;

/** One firmware ends the downlink with +RX END, the other with its payload. */
const downlink = downlinkAfterOk({
  claims: /^\+RX(=[0-9A-F ]*| END)$/,
  payload: /^\+RX=([0-9A-F ]*)$/,
  end: /^\+RX(=.*| END)$/,
});

/** Firmwares that follow Sigfox's own AT command set for UNB transceivers. Little is published, the speed not at all. */
export const sigfoxUnbAt = {
  id: 'sigfox-unb-at',
  title: 'Sigfox\'s "UNB transceiver AT command set"',
  models: ['TI CC112x demo', 'ARF8075'],
  sources: [manual, demoSource, idForm],
  // Assumed: no source tells the speed.
  serial: { baudRate: 9600 },
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'maybe' },
  timing: { bootMs: 1000, settleMs: 100 },
  results: { success: /^OK$/, failure: /^ERROR.*$/ },
  unsolicited: [{ name: 'downlink', pattern: /^\+RX(=[0-9A-F ]*| END)$/, samples: ['+RX=0102030405060708', '+RX END'] }],
  dangers: [{ pattern: /AT\$S[BF]/, effect: 'transmit', why: 'AT$SF and AT$SB send a frame', source: demoSource }],
  identify: {
    // Too little is known of what it answers to anything else.
    mode: 'named only',
    probes: [{ send: 'AT$ID?\r', expect: /^(AT\$ID\?\r)?\s*[0-9A-F]{8}\r\n(\s*OK\r\n)?$/ }],
  },
  commands: {
    ping: { summary: 'answers if it is awake', request: 'AT', reply: done(), timeoutMs: queryMs, effect: 'read', source: pingForm },
    readDeviceId: { summary: 'device ID', request: 'AT$ID?', reply: valueThenOk(matching(/[0-9A-F]{8}/)), timeoutMs: queryMs, effect: 'read', source: idForm },
    sendFrame: { summary: 'one uplink frame', request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)}`, reply: done(), timeoutMs: uplinkMs, effect: 'transmit', source: manual },
    sendFrameForDownlink: { summary: 'one uplink frame that asks for an answer: 8 bytes in hex, or null', request: ({ payload }: FramePayload) => `AT$SF=${hexOf(payload)},1`, reply: downlink, timeoutMs: downlinkMs, effect: 'transmit', source: manual },
  },
  openQuestions: {
    readFirmware: 'No command for the version is published; please capture what the modem answers to AT? and ATI, with its speed, and send it.',
  },
} as const satisfies DialectDefinition;
