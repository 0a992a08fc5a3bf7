import {
  lineModem,
  muteModem,
  reportedIdentity,
  type LineModem,
  type LineReaction,
  type PowerOn,
  type SimulatedUnit,
} from '../simulator.ts';

/** Three repeats on the air. */
const uplinkMs = 6000;
const downlinkMs = 30_000;

interface Modes {
  readonly unit: SimulatedUnit;
  readonly echo: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

/** Older builds lack the line of the library. */
const block = (unit: SimulatedUnit): readonly string[] => [
  'I:Chip_id:0011223344556677',
  'I:Firmware:v2.2',
  ...(unit.faults.has('old firmware') ? [] : ['I:Sigfox_ep_lib:v4.0']),
  `I:Sigfox_ep_id:${reportedIdentity(unit).deviceId}`,
];

interface Answer {
  readonly lines: readonly string[];
  /** The parser's status number and its words. */
  readonly status?: readonly [number, string];
  readonly afterMs?: number;
}

const parsing = [1, 'ERROR:COMMAND_PARSING'] as const;
const notFound = [2, 'ERROR:COMMAND_NOT_FOUND'] as const;
const badValue = [9, 'ERROR:COMMAND_BAD_PARAMETER_VALUE:0'] as const;

const sent = (unit: SimulatedUnit, asked: string | undefined): Answer => {
  if (asked !== '1') return { lines: ['$MSG:1,1,1,0,0,0,0'], afterMs: uplinkMs };
  return {
    lines: [unit.faults.has('no downlink') ? '$MSG:1,1,1,0,0,1,0' : '$MSG:1,1,1,1,1,0,00001020304050607,-120'],
    afterMs: uplinkMs + downlinkMs,
  };
};

const answer = (unit: SimulatedUnit, command: string): Answer => {
  if (!command.startsWith('AT')) return { lines: [], status: parsing };
  if (command === 'AT') return { lines: [] };
  if (unit.faults.has('refusing')) return { lines: [], status: notFound };
  if (command === 'ATI') return { lines: block(unit) };
  const [, number] = /^ATI(\d)$/.exec(command) ?? [];
  if (number !== undefined) {
    const line = block(unit)[Number(number)];
    return line === undefined ? { lines: [], status: badValue } : { lines: [line] };
  }
  if (command === 'AT$RC?') return { lines: ['$RC:RC1'] };
  if (command === 'AT$KEY_TYPE?') return { lines: ['$KEY_TYPE:PRIVATE'] };
  if (command === 'AT?') return { lines: ['Basic commands'] };
  const [frame, asked] = /^AT\$MSG=(?:(?:[0-9A-F]{2}){1,12}|[01]|NULL),([01])$/.exec(command) ?? [];
  if (frame !== undefined) return sent(unit, asked);
  return /^AT\$KEY_TYPE=(PRIVATE|PUBLIC)$/.test(command) ? { lines: [] } : { lines: [], status: notFound };
};

/** The volatile switches; a letter without a digit switches off, quiet mode too. */
const switched = (modes: Modes, command: string): Modes | null => {
  const [, letter, digit] = /^AT([EVQ])([01]?)$/.exec(command) ?? [];
  const on = digit === '1';
  if (letter === 'E') return { ...modes, echo: on };
  if (letter === 'V') return { ...modes, verbose: on };
  return letter === 'Q' ? { ...modes, quiet: on } : null;
};

/** The line is repeated whole, before anything else is done with it; quiet mode swallows everything, the echo too. */
const reaction = (before: Modes, command: string): LineReaction<Modes> => {
  const after = switched(before, command) ?? before;
  const {
    lines,
    status = [0, 'OK'],
    afterMs = 0,
  } = after === before && switched(before, command) === null ? answer(before.unit, command) : { lines: [] };
  const echo = before.echo && !before.quiet ? `${command}\r\n` : '';
  const [number, words] = status;
  const said = after.quiet
    ? ''
    : [...lines, after.verbose ? words : String(number)].map((line) => `${line}\r\n`).join('');
  return { state: after, text: `${echo}${said}`, afterMs };
};

/** A line feed is a character of the next command, which then does not begin with AT; a bare CR is a command that cannot be parsed. */
const kind: LineModem<Modes> = {
  terminators: '\r',
  maxLength: 128,
  echo: () => '',
  empty: (modes) => reaction(modes, '').text,
  react: reaction,
};

/** An end-point modem. Quiet mode does not outlive its power, so that it never starts in it; a program may have left it with echo or in numbers. */
export const powerOnSigfoxEpModem: PowerOn = (unit) => ({
  modem: unit.faults.has('mute')
    ? muteModem
    : lineModem<Modes>(kind, {
        unit,
        echo: unit.faults.has('echo on'),
        verbose: !unit.faults.has('numeric'),
        quiet: false,
      }),
  replies: [],
});
