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
const downlinkMs = 30_000;

const values = (unit: SimulatedUnit): Readonly<Record<string, string>> => ({
  'AT$ID?': reportedIdentity(unit).deviceId,
  'AT$PAC?': reportedIdentity(unit).pac,
  'AT$FW?': 'FW:V0001',
  'AT$BTADDR?': '00A1C0DE0001',
  'AT$ZONE?': '4',
  'AT$PBKEY?': '0',
  'AT$INFO?':
    'MDL:UnaMKR\r\nMFR:UNABIZ\r\nF/W:V0101_2020.09.14\r\nSDK:V2.0.0.9\r\nSFX_API:made-up\r\nSFX_RF:made-up\r\nSFX_MN:made-up',
});

interface Answer {
  readonly text: string;
  readonly afterMs?: number;
}

/** What it does not know is ERROR: the word stands in the firmware beside FAILED. */
const answer = (unit: SimulatedUnit, command: string): Answer => {
  if (command === 'AT?') return { text: 'OK' };
  if (unit.faults.has('refusing')) return { text: 'FAILED' };
  const [, downlink] = /^AT\$SF=(?:[0-9A-F]{2}){1,12},([01])$/.exec(command) ?? [];
  if (downlink === '0') return { text: 'OK', afterMs: uplinkMs };
  if (downlink === '1') return { text: '010203', afterMs: uplinkMs + downlinkMs };
  const [, seconds] = /^AT\$MONARCH=(\d+)$/.exec(command) ?? [];
  if (seconds !== undefined)
    return unit.faults.has('no downlink')
      ? { text: 'FAILED', afterMs: Number(seconds) * 1000 }
      : { text: 'OK', afterMs: 1000 };
  return {
    text: /^AT\$(SETZONE=[1-7]|PBKEY=[01]|ECHO=[01])$/.test(command) ? 'OK' : (values(unit)[command] ?? 'ERROR'),
  };
};

/** A CR alone ends a command, as the maker's own driver sends it; a bare line end is not answered. What an echo looks like is assumed. */
const kind: LineModem<SimulatedUnit> = {
  terminators: '\r\n',
  maxLength: 64,
  echo: (unit, byte) => (unit.faults.has('echo on') && byte !== '\n' ? byte : ''),
  react(unit, command) {
    const { text, afterMs = 0 } = answer(unit, command);
    return { state: unit, text: `${text}\r\n`, afterMs };
  },
};

/** A well-behaved UnaMKR in modem mode, awake. It prints nothing at power-up. */
export const powerOnUnamkr: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: [],
});
