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
    const frame = /^AT\+SF=SND(BIN,([0-9A-F]{2}){1,12},[01]|BIT,[01],[01]|OOB)$/.test(command);
    const answer = frame ? 'OK' : (answers(unit)[command] ?? 'ERROR');
    return {
      state: unit,
      text: `${unit.faults.has('refusing') ? 'ERROR' : answer}\r\n`,
      afterMs: frame ? uplinkMs : 0,
    };
  },
};

/** A Nemeus module, awake. */
export const powerOnNemeus: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: [],
});
