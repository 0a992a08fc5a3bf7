import {
  lineModem,
  muteModem,
  reportedIdentity,
  type LineModem,
  type PowerOn,
  type SimulatedReply,
  type SimulatedUnit,
} from '../simulator.ts';

const uplinkMs = 6000;
const downlinkMs = 30_000;
const scanMs = 45_000;

const ok = '0x0000\n';
const unknownCommand = '0x00A1\n';
const badHeader = '0x00A2\n';
/** Too slow, and too long as well. */
const dropped = '0x00A6\n';

interface Answer {
  readonly text: string;
  readonly afterMs?: number;
  readonly later?: readonly SimulatedReply[];
}

const identity = (unit: SimulatedUnit): string => {
  const { deviceId, pac } = reportedIdentity(unit);
  return `{${deviceId}:${pac}}${ok}`;
};

const downlink = (unit: SimulatedUnit): string =>
  unit.faults.has('no downlink') ? '0x9B00\n' : `{0001020304050607}${ok}`;

const answer = (unit: SimulatedUnit, command: string): Answer => {
  if (!command.startsWith('AT+')) return { text: badHeader };
  if (unit.faults.has('refusing')) return { text: unknownCommand };
  if (command === 'AT+IDPAC') return { text: identity(unit) };
  if (command === 'AT+CLOSE' || /^AT\+CFGRCZ=[1-7]$/.test(command)) return { text: ok };
  if (/^AT\+MONARCH=([1-7]|127):\d+$/.test(command))
    return { text: ok, later: [{ bytes: '{-74:2}\n', afterMs: scanMs }] };
  const [frame, asked] = /^AT\+SEND=([01]):(?:[0-9A-F]{2}){1,12}$/.exec(command) ?? [];
  if (frame === undefined) return { text: unknownCommand };
  return asked === '1' ? { text: downlink(unit), afterMs: uplinkMs + downlinkMs } : { text: ok, afterMs: uplinkMs };
};

/**
 * Only a semicolon ends a command: whatever stands before it, line ends too, belongs to it. Its buffer takes 59 bytes, and its timer
 * gives a line half a second.
 */
const kind: LineModem<SimulatedUnit> = {
  terminators: ';',
  maxLength: 59,
  overflow: () => dropped,
  impatience: { afterMs: 500, text: dropped },
  echo: (unit, byte) => (unit.faults.has('echo on') ? byte : ''),
  react: (unit, command) => ({ state: unit, ...answer(unit, command) }),
};

/** A well-behaved HT32SX with its library open. */
export const powerOnHt32sx: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: unit.faults.has('boot banner') ? [{ bytes: 'HT32SX\n', afterMs: 0 }] : [],
});
