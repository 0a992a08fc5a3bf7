import {
  lineModem,
  muteModem,
  reportedIdentity,
  type LineModem,
  type PowerOn,
  type SimulatedUnit,
} from '../simulator.ts';

const answer = (unit: SimulatedUnit, command: string): string => {
  if (command === 'AT') return 'OK';
  if (unit.faults.has('refusing')) return 'ERROR';
  // Its lines are made up: nobody has published them.
  const { deviceId, pac } = reportedIdentity(unit);
  if (command === 'AT&V') return `SNT1 made-up line\r\nID ${deviceId}\r\nPAC ${pac}\r\nOK`;
  return command === 'AT$ID?' ? '600' : 'ERROR';
};

const kind: LineModem<SimulatedUnit> = {
  terminators: '\r\n',
  maxLength: 64,
  echo: (unit, byte) => (unit.faults.has('echo on') ? byte : ''),
  react: (unit, command) => ({ state: unit, text: `${answer(unit, command)}\r\n` }),
};

/** A network tester, switched on. */
export const powerOnSigfoxSnt: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: [],
});
