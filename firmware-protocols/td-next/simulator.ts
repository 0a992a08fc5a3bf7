import { lineModem, muteModem, type LineModem, type PowerOn, type SimulatedUnit } from '../simulator.ts';

interface Modes {
  readonly unit: SimulatedUnit;
  readonly echo: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

const identityBlock = (modes: Modes, id: string): readonly string[] => [
  'Telecom Design TD1208',
  'Hardware Version: 0F',
  'Software Version: SOFT2068',
  `S/N: ${id}`,
  'TDID: 130100000001',
  'ACTIVE PROFILE',
  `E${Number(modes.echo)} V${Number(modes.verbose)} Q${Number(modes.quiet)} X1 S200:0 S300:24`,
];

/** Data lines of a query, null for a command it does not know. */
const answer = (modes: Modes, command: string): readonly string[] | null => {
  const id = modes.unit.faults.has('unprovisioned') ? 'FEDCBA98' : modes.unit.deviceId;
  switch (command) {
    case 'AT':
      return [];
    case 'ATI':
    case 'ATI0':
      return ['Telecom Design TD1208'];
    case 'ATI7':
      return [id.replace(/^0{1,4}/, '')];
    case 'ATI13':
      return ['SOFT2068'];
    case 'AT&V':
      return identityBlock(modes, id);
    default:
      return null;
  }
};

/** The volatile switches; a letter without a digit means 0, and for Q that is *on*. */
const switched = (modes: Modes, command: string): Modes | null => {
  const [, letter, digit] = /^AT([EVQ])([01]?)$/.exec(command) ?? [];
  if (letter === 'E') return { ...modes, echo: digit === '1' };
  if (letter === 'V') return { ...modes, verbose: digit === '1' };
  if (letter === 'Q') return { ...modes, quiet: digit !== '0' };
  return null;
};

const formatted = (modes: Modes, lines: readonly string[], result: 'OK' | 'ERROR'): string => {
  const block = lines.length === 0 ? '' : `${modes.verbose ? '\r\n' : ''}${lines.join('\r\n')}\r\n`;
  if (modes.quiet) return block;
  if (modes.verbose) return `${block}\r\n${result}\r\n`;
  return `${block}${result === 'OK' ? '0' : '4'}\r`;
};

const kind: LineModem<Modes> = {
  terminators: '\r\n',
  maxLength: 75,
  // A carriage return is echoed alone; a spare line feed is dropped without echo.
  echo: (modes, byte) => (modes.echo && byte !== '\n' ? byte : ''),
  react(modes, line) {
    // Text before AT is dropped; a stray A swallows the whole command.
    const upper = line.toUpperCase();
    const start = upper.startsWith('AAT') ? -1 : upper.indexOf('AT');
    if (start < 0) return { state: modes, text: '' };
    const command = upper.slice(start);
    const next = switched(modes, command);
    if (next !== null) return { state: next, text: formatted(next, [], 'OK') };
    const lines = answer(modes, command);
    return { state: modes, text: formatted(modes, lines ?? [], lines === null ? 'ERROR' : 'OK') };
  },
};

/** A well-behaved TD next modem as it leaves the factory; `quiet` makes it an evaluation board (echo off, quiet on). */
export const powerOnTdNext: PowerOn = (unit) => {
  const quiet = unit.faults.has('quiet');
  return {
    modem: unit.faults.has('mute') ? muteModem : lineModem(kind, { unit, echo: !quiet, verbose: true, quiet }),
    replies: unit.faults.has('boot banner') ? [{ bytes: '\r\n^SYSSTART\r\n', afterMs: 0 }] : [],
  };
};
