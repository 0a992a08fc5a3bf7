import { lineModem, muteModem, reportedIdentity, type LineModem, type PowerOn, type SimulatedUnit } from '../simulator.ts';

/** The lines are made up: nobody has published them. */
const answers = (unit: SimulatedUnit): Readonly<Record<string, string>> => {
  const { deviceId, pac } = reportedIdentity(unit);
  return {
    'AT+SF=ON': 'OK',
    'AT+RF=?': '+RF: made-up line\r\nOK',
    'AT+SF=?': `+SF: made-up line, UID ${deviceId}, PAC ${pac}\r\nOK`,
    'AT+DEBUG=MVER': '+DEBUG: made-up version\r\nOK',
  };
};

/** CR LF ends a command, and one in front of it is nothing. */
const kind: LineModem<SimulatedUnit> = {
  terminators: '\n',
  maxLength: 128,
  echo: (unit, byte) => (unit.faults.has('echo on') ? byte : ''),
  react(unit, line) {
    const command = line.replace(/\r$/, '');
    if (command === '') return { state: unit, text: '' };
    return { state: unit, text: `${unit.faults.has('refusing') ? 'ERROR' : (answers(unit)[command] ?? 'ERROR')}\r\n` };
  },
};

/** A Nemeus module, awake. */
export const powerOnNemeus: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: [],
});
