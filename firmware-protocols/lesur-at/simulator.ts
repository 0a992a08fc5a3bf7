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

/** Whole answers of earlier firmware, where they differ. */
const earlier = (unit: SimulatedUnit, command: string): string | null => {
  if (command === 'AT$ID?') return `0x${reportedIdentity(unit).deviceId}\r\n`;
  if (/^AT\$SF=([0-9A-F]{2}){1,12}$/.test(command)) return 'Sigfox library running...\r\nOK\r\n';
  return command === 'AT' ? 'OK\r\n' : 'ERROR 0x0201\r\n';
};

const current = (unit: SimulatedUnit, command: string): string => {
  if (command === 'AT' || /^AT\$SF=([0-9A-F]{2}){1,12}$/.test(command)) return 'OK\r\n';
  if (unit.faults.has('refusing')) return 'ERROR:04\r\n';
  if (command === 'ATI') return 'tkfx\r\nhw1.1\r\nsw4.2.0:00A1D0C5\r\nOK\r\n';
  return command === 'AT$ID?' ? `${reportedIdentity(unit).deviceId}\r\nOK\r\n` : 'ERROR:04\r\n';
};

/** A NUL is nothing to it, and CR and LF both end a command; a command of nothing is one it does not know. */
const kind: LineModem<SimulatedUnit> = {
  terminators: '\r\n',
  maxLength: 64,
  echo: (unit, byte) => (unit.faults.has('echo on') ? byte : ''),
  empty: (unit) => (unit.faults.has('old firmware') ? '' : current(unit, '')),
  react(unit, line) {
    const command = line.replaceAll('\0', '');
    const text = (unit.faults.has('old firmware') ? earlier(unit, command) : null) ?? current(unit, command);
    return { state: unit, text, afterMs: command.startsWith('AT$SF=') ? uplinkMs : 0 };
  },
};

/** A TrackFox in its build with a command line; with `old firmware`, a MeteoFox of earlier years. */
export const powerOnLesurAt: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: [],
});
