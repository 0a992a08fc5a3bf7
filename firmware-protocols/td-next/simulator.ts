import {
  lineModem,
  muteModem,
  reportedIdentity,
  type LineModem,
  type PowerOn,
  type SimulatedReply,
  type SimulatedUnit,
} from '../simulator.ts';

/** Until the word for success, then until the window for the downlink opens, then in it. */
const air = { uplinkMs: 6000, windowAfterMs: 20_000, windowMs: 25_000 } as const;

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
  const id = reportedIdentity(modes.unit).deviceId;
  switch (command) {
    case 'AT':
    case 'AT&W':
    case 'ATZ':
      return [];
    case 'ATI':
    case 'ATI0':
      return ['Telecom Design TD1208'];
    case 'ATI5':
      return ['M10+2015'];
    case 'ATI7':
      return [id.replace(/^0{1,4}/, '')];
    case 'ATI10':
      return ['2095000000A1D000'];
    case 'ATI11':
      return ['0F'];
    case 'ATI13':
      return ['SOFT2068'];
    case 'ATI21':
      return ['Si4461'];
    case 'ATI27':
      return ['3.29'];
    case 'ATS300?':
      return ['24'];
    case 'ATS304?':
      return ['1'];
    case 'ATS302?':
      return ['14'];
    case 'AT$IF?':
      return ['868130000'];
    case 'AT&V':
      return identityBlock(modes, id);
    default:
      return /^AT\$IF=\d{9,10}$/.test(command) ? [] : null;
  }
};

/** The volatile switches. A letter without a digit switches echo off, words on, and quiet *on*. */
const switched = (modes: Modes, command: string): Modes | null => {
  const [, letter, digit] = /^AT([EVQ])([01]?)$/.exec(command) ?? [];
  if (letter === 'E') return { ...modes, echo: digit === '1' };
  if (letter === 'V') return { ...modes, verbose: digit !== '0' };
  if (letter === 'Q') return { ...modes, quiet: digit !== '0' };
  return null;
};

const formatted = (modes: Modes, lines: readonly string[], result: 'OK' | 'ERROR'): string => {
  const block = lines.length === 0 ? '' : `${modes.verbose ? '\r\n' : ''}${lines.join('\r\n')}\r\n`;
  if (modes.quiet) return block;
  if (modes.verbose) return `${block}\r\n${result}\r\n`;
  return `${block}${result === 'OK' ? '0' : '4'}\r`;
};

/** What the network answers: a window that opens, perhaps a payload, and its end; nothing else tells that none came. */
const receiveWindow = ({ unit, verbose }: Modes): readonly SimulatedReply[] => {
  const line = (text: string): string => `${verbose ? '\r\n' : ''}${text}\r\n`;
  const payload = unit.faults.has('no downlink')
    ? []
    : [{ bytes: line('+RX=00 01 02 03 04 05 06 07 '), afterMs: air.windowMs }];
  return [
    { bytes: line('+RX BEGIN'), afterMs: air.windowAfterMs },
    ...payload,
    { bytes: line('+RX END'), afterMs: payload.length > 0 ? 0 : air.windowMs },
  ];
};

const kind: LineModem<Modes> = {
  terminators: '\r\n',
  maxLength: 75,
  // A carriage return is echoed alone, a spare line feed not at all, and nothing is before the A of a command.
  echo: (modes, byte, line) => (modes.echo && byte !== '\n' && /A/i.test(line + byte) ? byte : ''),
  react(modes, line) {
    // Text before AT is dropped; a stray A swallows the whole command.
    const upper = line.toUpperCase();
    const start = upper.startsWith('AAT') ? -1 : upper.indexOf('AT');
    if (start < 0) return { state: modes, text: '' };
    const command = upper.slice(start);
    const next = switched(modes, command);
    if (next !== null) return { state: next, text: formatted(next, [], 'OK') };
    if (modes.unit.faults.has('refusing') && command !== 'AT')
      return { state: modes, text: formatted(modes, [], 'ERROR') };
    const [uplink, downlink] = /^AT\$(?:S[FS]=(?:[0-9A-F]{2}){1,12}|SB=[01])(,2,1)?$/.exec(command) ?? [];
    if (uplink !== undefined)
      return {
        state: modes,
        text: formatted(modes, [], 'OK'),
        afterMs: air.uplinkMs,
        later: downlink === undefined ? [] : receiveWindow(modes),
      };
    const lines = answer(modes, command);
    return { state: modes, text: formatted(modes, lines ?? [], lines === null ? 'ERROR' : 'OK') };
  },
};

/** A well-behaved TD next modem as it leaves the factory, echo on; `quiet` makes it an evaluation board (echo off, quiet on). */
export const powerOnTdNext: PowerOn = (unit) => {
  const quiet = unit.faults.has('quiet');
  const verbose = !unit.faults.has('numeric');
  return {
    modem: unit.faults.has('mute') ? muteModem : lineModem(kind, { unit, echo: !quiet, verbose, quiet }),
    replies: unit.faults.has('boot banner') ? [{ bytes: '\r\n^SYSSTART\r\n', afterMs: 0 }] : [],
  };
};
