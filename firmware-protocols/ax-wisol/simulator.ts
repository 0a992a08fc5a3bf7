import {
  lineModem,
  muteModem,
  reportedIdentity,
  type LineModem,
  type PowerOn,
  type SimulatedReply,
  type SimulatedUnit,
} from '../simulator.ts';

/** Three repeats on the air. */
const uplinkMs = 6000;
const downlinkMs = 30_000;

const values = (unit: SimulatedUnit): Readonly<Record<string, string>> => ({
  AT: 'OK',
  'AT$I=0': 'AX-SFEU 1.0.6-ETSI',
  'AT$I=1': 'support@firmware.example',
  'AT$I=2': '8F',
  'AT$I=3': '00',
  'AT$I=4': '1',
  'AT$I=5': '0',
  'AT$I=7': 'ETSI',
  'AT$I=8': 'v1.0.2-36',
  'AT$I=9': 'DL0-1.4',
  'AT$I=10': reportedIdentity(unit).deviceId,
  'AT$I=11': reportedIdentity(unit).pac,
  'AT$T?': '277',
  'AT$V?': '3350',
  'AT$IF?': '868130000',
  'AT$DR?': '869525000',
  'AT$GI?': '1,3',
  'ATS302?': '14',
  AT$RC: 'OK',
  'ATS410=0': 'OK',
  'ATS410=1': 'OK',
  AT$WR: 'OK',
});

interface Answer {
  readonly text: string;
  readonly afterMs?: number;
  readonly later?: readonly SimulatedReply[];
}

/** An uplink: OK once it is sent, and what the network answers if it was asked to. */
const sent = (unit: SimulatedUnit, downlink: 'asked for' | 'not asked for'): Answer => {
  if (downlink === 'not asked for') return { text: 'OK\r\n', afterMs: uplinkMs };
  if (unit.faults.has('no downlink'))
    return { text: 'ERR_SFX_ERR_SEND_FRAME_WAIT_TIMEOUT\r\n', afterMs: uplinkMs + downlinkMs };
  return {
    text: 'OK\r\n',
    afterMs: uplinkMs,
    later: [{ bytes: 'RX=00 01 02 03 04 05 06 07\r\n', afterMs: downlinkMs }],
  };
};

const answer = (unit: SimulatedUnit, command: string): Answer => {
  if (unit.faults.has('refusing') && command !== 'AT') return { text: 'ATCMD_NOT_SUPPORTED\r\n' };
  const uplink = /^AT\$(?:SF=(?:[0-9A-F]{2}){1,12}|SB=[01]|SO)(,[01])?$/i.exec(command);
  if (uplink !== null) return sent(unit, uplink[1] === ',1' ? 'asked for' : 'not asked for');
  // Frequency and power are taken as they are told.
  if (/^(AT\$(IF|DR)=\d{9}|ATS302=\d{1,2})$/.test(command)) return { text: 'OK\r\n' };
  return { text: `${values(unit)[command] ?? 'ERROR: parse error'}\r\n` };
};

/** Carriage return and line feed both end a command; a command of nothing is not answered. No echo of its own. */
const kind: LineModem<SimulatedUnit> = {
  terminators: '\r\n',
  maxLength: 64,
  echo: (unit, byte) => (unit.faults.has('echo on') ? byte : ''),
  react: (unit, command) => ({ state: unit, ...answer(unit, command) }),
};

/** A well-behaved AX-SIGFOX modem. It prints nothing at power-up. */
export const powerOnAxWisol: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: [],
});
