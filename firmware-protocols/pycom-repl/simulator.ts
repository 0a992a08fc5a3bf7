import {
  lineModem,
  muteModem,
  reportedIdentity,
  type LineModem,
  type PowerOn,
  type SimulatedModem,
  type SimulatedUnit,
} from '../simulator.ts';
import { pycomRepl } from './definition.ts';

const { start, readDeviceId, readPac } = pycomRepl.commands;

interface Prompt {
  readonly unit: SimulatedUnit;
  /** At the raw prompt nothing is echoed, and CR runs nothing: Ctrl-D would. */
  readonly raw: boolean;
  /** Whether `sigfox` is known. */
  readonly radio: 'known' | 'unknown';
}

const interruptKey = '\x03';
const rawKey = '\x01';
const friendlyKey = '\x02';
/** What MicroPython says when it comes back from the raw prompt. */
const banner = '\r\nMicroPython made-up version\r\nType "help()" for more information.\r\n>>> ';
const rawBanner = '\r\nraw REPL; CTRL-B to exit\r\n>';

const traceback = (error: string, file = '<stdin>'): string =>
  `Traceback (most recent call last):\r\n  File "${file}", line 1, in <module>\r\n${error}\r\n`;

const evaluated = (state: Prompt, line: string): { readonly state: Prompt; readonly printed: string } => {
  const { unit, radio } = state;
  const { deviceId, pac } = reportedIdentity(unit);
  if (unit.faults.has('refusing')) return { state, printed: traceback('MemoryError: memory allocation failed') };
  // In which words a board without keys complains is not published.
  if (line === start.request && unit.faults.has('unprovisioned'))
    return { state, printed: traceback('OSError: the board holds no Sigfox keys') };
  if (line === start.request) return { state: { ...state, radio: 'known' }, printed: '' };
  if (line === readDeviceId.request && radio === 'known') return { state, printed: `b'${deviceId.toLowerCase()}'\r\n` };
  if (line === readPac.request && radio === 'known') return { state, printed: `b'${pac.toLowerCase()}'\r\n` };
  if (line === readDeviceId.request || line === readPac.request)
    return { state, printed: traceback("NameError: name 'binascii' is not defined") };
  return {
    state,
    printed: /^[A-Za-z_]\w*$/.test(line)
      ? traceback(`NameError: name '${line}' is not defined`)
      : traceback('SyntaxError: invalid syntax'),
  };
};

/** Only a carriage return runs a line. Ctrl-C drops it. */
const kind: LineModem<Prompt> = {
  terminators: `\r\n${interruptKey}`,
  maxLength: 256,
  echo: ({ raw }, byte) => (byte >= ' ' && !raw ? byte : ''),
  empty: ({ raw }, terminator) => (terminator === '\n' || raw ? '' : '\r\n>>> '),
  escape(state, line) {
    if (line.endsWith(rawKey)) return { state: { ...state, raw: true }, text: rawBanner };
    return line.endsWith(friendlyKey) ? { state: { ...state, raw: false }, text: banner } : null;
  },
  react(state, line, terminator) {
    if (state.raw) return { state, text: '' };
    const { state: next, printed } = terminator === interruptKey ? { state, printed: '' } : evaluated(state, line);
    return { state: next, text: `\r\n${printed}>>> ` };
  },
};

const prompt = (unit: SimulatedUnit): SimulatedModem => lineModem<Prompt>(kind, { unit, raw: false, radio: 'unknown' });

/** A program that never reads what it is sent: only Ctrl-C is heard. */
const program = (unit: SimulatedUnit): SimulatedModem => ({
  receive(bytes) {
    const stop = bytes.indexOf(interruptKey);
    if (stop < 0) return { modem: program(unit), replies: [] };
    const { modem, replies } = prompt(unit).receive(bytes.slice(stop + 1));
    return {
      modem,
      replies: [{ bytes: `\r\n${traceback('KeyboardInterrupt: ', 'main.py')}>>> `, afterMs: 0 }, ...replies],
    };
  },
});

/** A well-behaved board at its prompt; with `busy`, one that runs its program. */
export const powerOnPycomRepl: PowerOn = (unit) => {
  const modem = unit.faults.has('busy') ? program(unit) : prompt(unit);
  return { modem: unit.faults.has('mute') ? muteModem : modem, replies: [] };
};
