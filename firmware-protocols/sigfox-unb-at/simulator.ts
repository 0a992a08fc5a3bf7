import { lineModem, muteModem, reportedIdentity, type LineModem, type PowerOn, type SimulatedReply, type SimulatedUnit } from '../simulator.ts';

/** Three repeats on the air. */
const uplinkMs = 6000;
const downlinkMs = 30_000;

interface Answer {
  readonly text: string;
  readonly afterMs?: number;
  readonly later?: readonly SimulatedReply[];
}

const answer = (unit: SimulatedUnit, command: string): Answer => {
  if (command === 'AT') return { text: 'OK\r\n' };
  if (unit.faults.has('refusing')) return { text: 'ERROR\r\n' };
  if (command === 'AT$ID?') return { text: `${reportedIdentity(unit).deviceId}\r\nOK\r\n` };
  const [uplink, asked] = /^AT\$SF=(?:[0-9A-F]{2}){1,12}(,1)?$/.exec(command) ?? [];
  if (uplink === undefined) return { text: 'ERROR\r\n' };
  const received = unit.faults.has('no downlink') ? '+RX END\r\n' : '+RX=0102030405060708\r\n';
  return { text: 'OK\r\n', afterMs: uplinkMs, later: asked === undefined ? [] : [{ bytes: received, afterMs: downlinkMs }] };
};

/** A line feed is dropped, and a command of nothing is not answered: both assumed. */
const kind: LineModem<SimulatedUnit> = {
  terminators: '\r\n',
  maxLength: 64,
  echo: (unit, byte) => (unit.faults.has('echo on') ? byte : ''),
  react: (unit, command) => ({ state: unit, ...answer(unit, command) }),
};

/** A modem that follows the command set as far as it is published. */
export const powerOnSigfoxUnbAt: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: [],
});
