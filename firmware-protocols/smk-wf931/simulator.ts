import {
  lineModem,
  muteModem,
  reportedIdentity,
  type LineModem,
  type PowerOn,
  type SimulatedUnit,
} from '../simulator.ts';

/** A line for a line, and silence for what is in no source. */
const kind: LineModem<SimulatedUnit> = {
  terminators: '\r\n',
  maxLength: 64,
  echo: (unit, byte) => (unit.faults.has('echo on') ? byte : ''),
  react: (unit, command) => ({
    state: unit,
    text: command === 'AT$ID?' ? `${reportedIdentity(unit).deviceId}\r\n` : '',
  }),
};

/** A WF931 as far as it is known. */
export const powerOnSmkWf931: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: [],
});
