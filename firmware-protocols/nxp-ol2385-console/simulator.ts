import {
  lineModem,
  muteModem,
  reportedIdentity,
  type LineModem,
  type PowerOn,
  type SimulatedUnit,
} from '../simulator.ts';

const menu = "Choose a command to be sent and press enter ('?' for help): ";
const invalid = '\tEnter valid hexadecimal number in range <1; 26>: ';
const passed = '\tCommand passed.\r\n';

const inFours = (digits: string): string => digits.toLowerCase().replaceAll(/(.{4})(?=.)/g, '$1 ');

/** One of the two orders; which one a real unit prints is the open question. */
const info = (unit: SimulatedUnit): string => {
  const { deviceId, pac } = reportedIdentity(unit);
  return [
    'Get info command',
    `\tDevice ID:\t0x${deviceId.toLowerCase()}`,
    `\tPAC = 0x${inFours(pac)}`,
    '\tDevice version = 0x0102 0304 0506 07',
    '\tLibrary version = 0x0102 0304 0506 0708 090a 0b',
    '',
  ].join('\r\n');
};

/** Entries that transmit, or ask back, are not simulated. */
const answer = (unit: SimulatedUnit, entry: string): string => {
  const number = /^[0-9A-F]{1,2}$/i.test(entry) ? Number.parseInt(entry, 16) : 0;
  if (number === 0 || number > 0x26) return invalid;
  if (unit.faults.has('refusing'))
    return `\tError code from ACK:   1\r\n\tDevice state from ACK: 0\r\n\tCommand failed with error code 1.\r\n${menu}`;
  if (number === 0x08) return `${info(unit)}${passed}${menu}`;
  if (number === 0x19) return `Switch to private key command\r\n${passed}${menu}`;
  if (number === 0x1a) return `Switch to public key command\r\n${passed}${menu}`;
  return `\tUnknown command code\r\n${menu}`;
};

/** Two characters are taken and echoed, the end too if it comes before a third; the rest of a longer line is swallowed. */
const kind: LineModem<SimulatedUnit> = {
  terminators: '\r\n',
  maxLength: 2,
  echo: (_, byte, line) => (line.length < 2 ? byte : ''),
  empty: () => `\r\n${invalid}`,
  react: (unit, entry) => ({ state: unit, text: `\r\n${answer(unit, entry)}` }),
};

/** A well-behaved console whose first prompt has long been printed. */
export const powerOnNxpOl2385Console: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: [],
});
