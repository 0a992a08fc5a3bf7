import {
  lineModem,
  muteModem,
  reportedIdentity,
  type LineModem,
  type PowerOn,
  type SimulatedUnit,
} from '../simulator.ts';

const usage = 'Usage: sigfox <info|keys|tx|tx_rx>\n';

const answer = (unit: SimulatedUnit, line: string): string => {
  const [command = '', argument] = line.split(' ');
  if (command !== 'sigfox') return `shell: command not found: ${command}\n`;
  if (unit.faults.has('refusing')) return usage;
  const { deviceId, pac } = reportedIdentity(unit);
  if (argument === 'keys') return `ID: ${deviceId}\nPAC: ${pac}\n`;
  if (argument === 'info') return 'Atmel version : 5.0\nSigfox version: DL0-1.4\n';
  return usage;
};

/** Carriage return and line feed each end a line, so that both together end two. */
const kind: LineModem<SimulatedUnit> = {
  terminators: '\r\n',
  maxLength: 127,
  echo: (_, byte) => (byte === '\r' || byte === '\n' ? '' : byte),
  empty: () => '\r\n> ',
  react: (unit, line) => ({ state: unit, text: `\r\n${answer(unit, line)}> ` }),
};

const bootText =
  'ATA8520E test application\n\n+------------Initializing------------+\n\nInitialization OK, starting shell now\n> ';

/** A well-behaved board with the test application, built with echo and prompt. */
export const powerOnRiotAta8520e: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: unit.faults.has('boot banner') ? [{ bytes: bootText, afterMs: 0 }] : [],
});
