import {
  lineModem,
  muteModem,
  reportedIdentity,
  type LineModem,
  type PowerOn,
  type SimulatedUnit,
} from '../simulator.ts';

/** Three repeats on the air. */
const uplinkMs = 6000;

/** Each byte without its leading zero, and with a NUL in its place behind it. */
const printed = (deviceId: string): string =>
  deviceId.toLowerCase().replace(/../g, (byte) => byte.replace(/^0(.)$/, '$1\0'));

interface Device {
  readonly unit: SimulatedUnit;
  /** None until one was set. */
  readonly zone: string | null;
}

/** Commands are known by how they begin. */
const answer = ({ unit, zone }: Device, command: string): string => {
  if (unit.faults.has('refusing')) return 'UNKNOWN';
  if (command.startsWith('AT$ID?')) return printed(reportedIdentity(unit).deviceId);
  if (command.startsWith('AT$V?')) return 'made-up v2.0.0';
  if (command.startsWith('AT$RC?')) return zone ?? 'ERR';
  if (command.startsWith('ATS410?')) return 'PRIVATE';
  if (/^AT\$RC=[0-3]/.test(command) || /^ATS410=[01]/.test(command)) return 'OK';
  return /^AT\$SF=([0-9A-Fa-f]{2}){1,12}$/.test(command) ? 'OK' : 'UNKNOWN';
};

/** It takes what has come when nothing more comes; here a CR stands for that. A CR alone is answered with a line feed. */
const kind: LineModem<Device> = {
  terminators: '\r',
  maxLength: 64,
  echo: ({ unit }, byte) => (unit.faults.has('echo on') ? byte : ''),
  empty: () => '\n',
  react(device, line) {
    // The LF of the command before stands in front of this one.
    const command = line.replace(/^\n/, '');
    const [, index] = /^AT\$RC=([0-3])/.exec(command) ?? [];
    const state = index === undefined ? device : { ...device, zone: `RC${Number(index) + 1}` };
    return { state, text: `${answer(state, command)}\n`, afterMs: command.startsWith('AT$SF=') ? uplinkMs : 0 };
  },
};

/** A Sens'it with the modem firmware. It prints nothing when it starts. */
export const powerOnSensitSdk: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem<Device>(kind, { unit, zone: null }),
  replies: [],
});
