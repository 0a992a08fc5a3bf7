import { lineModem, muteModem, type LineModem, type PowerOn, type SimulatedUnit } from '../simulator.ts';

const values = (unit: SimulatedUnit): Readonly<Record<string, string>> => ({
  AT: 'OK',
  'AT$I=0': 'AX-SFEU 1.0.6-ETSI',
  'AT$I=10': unit.faults.has('unprovisioned') ? 'FEDCBA98' : unit.deviceId,
  'AT$I=11': unit.faults.has('unprovisioned') ? '0000000000000000' : unit.pac,
  'AT$T?': '277',
  'AT$V?': '3350',
});

/** Carriage return and line feed both end a command; a command of nothing is not answered. No echo of its own. */
const kind: LineModem<SimulatedUnit> = {
  terminators: '\r\n',
  maxLength: 64,
  echo: (unit, byte) => (unit.faults.has('echo on') ? byte : ''),
  react: (unit, command) => ({ state: unit, text: `${values(unit)[command] ?? 'ERROR: parse error'}\r\n` }),
};

/** A well-behaved AX-SIGFOX modem. It prints nothing at power-up. */
export const powerOnAxWisol: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: [],
});
