import type { DialectDefinition, SourceRef } from '../contract.ts';
import { matching, valueThenOk } from '../grammar.ts';
import { ask } from '../procedure.ts';
import { stm32wlAt } from '../stm32wl-at/definition.ts';

const manual: SourceRef = { evidence: 'manual', where: 'github Support-SJI/LSM110A, LSM1x0A Sigfox CLI command interface manual (240119) and user manual rev 1.4' };
const driverNotes: SourceRef = { evidence: 'manual', where: 'inBiot, documentation of an LSM driver' };
const versionForm: SourceRef = { evidence: 'assumed', where: 'the SJIT manual names AT$SSWVER=?; that its answer is one line and OK is taken over from the other queries' };

/**
 * SJIT's module firmware in Sigfox mode: ST's STM32WL firmware with a few commands more. What is the same is ST's table, each
 * command with the source that knows it best.
 */
export const lsm1x0a = {
  ...stm32wlAt,
  id: 'lsm1x0a',
  title: 'SJIT (SeongJi) LSM1x0A modules in Sigfox mode',
  models: ['LSM100A', 'LSM110A'],
  sources: [manual, driverNotes, ...stm32wlAt.sources],
  dangers: [
    ...stm32wlAt.dangers,
    { pattern: /AT\+MODE=\d/, effect: 'reset', why: 'AT+MODE=0 switches to Sigfox mode and restarts the module', source: manual },
    { pattern: /AT\+BAUDRATE=\d/, effect: 'configure', why: 'the module goes on at another speed', source: manual },
  ],
  identify: {
    mode: 'automatic',
    probes: [
      { send: 'AT\r', expect: /^(AT\r)?\r\nOK\r\n$/ },
      { send: 'ATI\r', expect: /^(ATI\r)?\r\nAT_ERROR\r\n$/ },
      // ST's own firmware refuses this one. Any text with OK behind it: the form is not published.
      { send: 'AT$SSWVER=?\r', expect: /^(AT\$SSWVER=\?\r)?\s*[!-~][ -~\r\n]*\r\nOK\r\n$/ },
      { send: 'AT$ID\r', expect: /^(AT\$ID\r)?[0-9A-F]{8}\r\n\r\nOK\r\n$/ },
    ],
  },
  commands: {
    ...stm32wlAt.commands,
    readSoftwareVersion: { summary: 'version of the module\'s own software', request: 'AT$SSWVER=?', reply: valueThenOk(matching(/(?![0-9A-F]{8,}$)[\x20-\x7E]{1,64}/)), timeoutMs: 500, effect: 'read', source: versionForm },
  },
  /** The first command after sleep is often lost: this one may be. */
  *opening() {
    yield* ask('ping', () => undefined);
  },
} as const satisfies DialectDefinition;
