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

interface Answer {
  readonly text: string;
  readonly afterMs?: number;
  readonly later?: readonly SimulatedReply[];
}

/** What stands behind the line feed. It has no word for no, so that `refusing` is nothing to it. */
const answer = (unit: SimulatedUnit, command: string): Answer => {
  if (command === 'AT$ID?') return { text: `${reportedIdentity(unit).deviceId}\r\n` };
  if (command === 'AT$IF?') return { text: '868130000\r\n' };
  if (command === 'AT$DR?') return { text: '869525000\r\n' };
  const [uplink, asked] = /^AT\$SF=(?:[0-9A-F]{2}){1,12}(,1)?$/.exec(command) ?? [];
  if (uplink === undefined) return { text: '' };
  if (asked === undefined) return { text: 'OK\r\n', afterMs: uplinkMs };
  const received = unit.faults.has('no downlink') ? '' : '+RX=0102030405060708\r\n';
  return { text: 'OK\r\n', later: [{ bytes: `${received}+RX END\r\n`, afterMs: uplinkMs + downlinkMs }] };
};

/** A CR ends a command; the line feed in front of the answer is said to every one of them, also to nothing. */
const kind: LineModem<SimulatedUnit> = {
  terminators: '\r',
  maxLength: 64,
  echo: (unit, byte) => (unit.faults.has('echo on') ? byte : ''),
  empty: () => '\n',
  react(unit, line) {
    // Its search for AT$ passes over what stands in front.
    const start = line.indexOf('AT$');
    const { text, ...when } = answer(unit, start < 0 ? line : line.slice(start));
    return { state: unit, text: `\n${text}`, ...when };
  },
};

/** TI's demo firmware. */
export const powerOnSigfoxUnbAt: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: [],
});
