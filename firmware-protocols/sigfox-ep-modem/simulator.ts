import { lineModem, muteModem, reportedIdentity, type LineModem, type PowerOn, type SimulatedUnit } from '../simulator.ts';

/** Three repeats on the air. */
const uplinkMs = 6000;

const ok = 'OK\r\n';

/** Older builds lack the line of the library. */
const block = (unit: SimulatedUnit): readonly string[] => [
  'I:Chip_id:0011223344556677',
  'I:Firmware:v2.2',
  ...(unit.faults.has('old firmware') ? [] : ['I:Sigfox_ep_lib:v4.0']),
  `I:Sigfox_ep_id:${reportedIdentity(unit).deviceId}`,
];

const answer = (unit: SimulatedUnit, command: string): string => {
  if (!command.startsWith('AT')) return 'ERROR:COMMAND_PARSING\r\n';
  if (command === 'AT') return ok;
  if (unit.faults.has('refusing')) return 'ERROR:COMMAND_NOT_FOUND\r\n';
  if (command === 'ATI') return `${block(unit).join('\r\n')}\r\n${ok}`;
  const [, number] = /^ATI(\d)$/.exec(command) ?? [];
  if (number !== undefined) {
    const line = block(unit)[Number(number)];
    return line === undefined ? 'ERROR:COMMAND_BAD_PARAMETER_VALUE:0\r\n' : `${line}\r\n${ok}`;
  }
  if (command === 'AT$RC?') return `$RC:RC1\r\n${ok}`;
  if (command === 'AT?') return `Basic commands\r\n${ok}`;
  return /^AT\$(KEY_TYPE=(PRIVATE|PUBLIC)|MSG=(([0-9A-F]{2}){1,12}|[01]|NULL),[01])$/.test(command) ? ok : 'ERROR:COMMAND_NOT_FOUND\r\n';
};

/** A line feed is a character of the next command, which then does not begin with AT; a bare CR is a command that cannot be parsed. */
const kind: LineModem<SimulatedUnit> = {
  terminators: '\r',
  maxLength: 128,
  echo: (unit, byte) => (unit.faults.has('echo on') ? byte : ''),
  empty: (unit) => answer(unit, ''),
  react(unit, command) {
    const text = answer(unit, command);
    return { state: unit, text, afterMs: command.startsWith('AT$MSG=') && text === ok ? uplinkMs : 0 };
  },
};

/** A well-behaved end-point modem. Its quiet and numeric modes do not outlive its power, so that it never starts in them. */
export const powerOnSigfoxEpModem: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: [],
});
