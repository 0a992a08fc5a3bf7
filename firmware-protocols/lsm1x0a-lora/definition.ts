import type { DialectDefinition, SourceRef } from '../contract.ts';
import { done, matching, valueThenOk } from '../grammar.ts';

const manual: SourceRef = { evidence: 'manual', where: 'github Support-SJI/LSM110A, user manual rev 1.4: 115200 baud is possible in LoRa mode, and 9600 is to be set before Sigfox mode' };
const modeForm: SourceRef = { evidence: 'assumed', where: 'the SJIT manual names AT+MODE=?; that its answer is one line and OK is taken over from the other queries' };

const queryMs = 500;

/**
 * An LSM1x0A module left in LoRa mode at its other speed: recognised so that a person hears what is wrong. It has no Sigfox ID to
 * give in this mode, and the way back is a setting and a restart: nothing here switches it.
 */
export const lsm1x0aLora = {
  id: 'lsm1x0a-lora',
  title: 'SJIT (SeongJi) LSM1x0A modules left in LoRa mode',
  models: ['LSM100A', 'LSM110A'],
  sources: [manual],
  serial: { baudRate: 115_200 },
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'maybe' },
  timing: { bootMs: 1000, settleMs: 100 },
  results: { success: /^OK$/, failure: /^AT_[A-Z_]+$/, busy: /^AT_BUSY_ERROR$/ },
  unsolicited: [{ name: 'event', pattern: /^\+EVT:.*$/, samples: ['+EVT:'] }],
  dangers: [
    { pattern: /ATZ[\r\n]/, effect: 'reset', why: 'ATZ restarts the module', source: manual },
    { pattern: /AT\+MODE=\d/, effect: 'reset', why: 'AT+MODE=0 switches to Sigfox mode and restarts the module', source: manual },
    { pattern: /AT\+BAUDRATE=\d/, effect: 'configure', why: 'the module goes on at another speed', source: manual },
  ],
  identify: {
    mode: 'automatic',
    probes: [
      { send: 'AT\r', expect: /^(AT\r)?\r\nOK\r\n$/ },
      { send: 'AT+MODE=?\r', expect: /^(AT\+MODE=\?\r)?\s*[!-~][ -~\r\n]*\r\nOK\r\n$/ },
    ],
  },
  commands: {
    ping: { summary: 'answers if it is awake', request: 'AT', reply: done(), timeoutMs: queryMs, effect: 'read', source: manual },
    readMode: { summary: 'which radio mode the module is in; 0 is Sigfox', request: 'AT+MODE=?', reply: valueThenOk(matching(/[\x20-\x7E]{1,32}/)), timeoutMs: queryMs, effect: 'read', source: modeForm },
  },
  openQuestions: {
    readDeviceId: 'This module is in LoRa mode at 115200 baud, where it gives no Sigfox ID; in a terminal set AT+BAUDRATE back to 9600 and then AT+MODE=0 (it restarts), and seat it again.',
  },
} as const satisfies DialectDefinition;
