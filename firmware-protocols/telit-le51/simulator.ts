import {
  lineModem,
  muteModem,
  reportedIdentity,
  type LineModem,
  type LineReaction,
  type PowerOn,
  type SimulatedUnit,
} from '../simulator.ts';

/** The silence behind the escape. */
const guardMs = 1000;
/** Three repeats on the air. */
const uplinkMs = 6000;
const downlinkMs = 30_000;

interface State {
  readonly unit: SimulatedUnit;
  readonly mode: 'payload' | 'commands';
}

const answer = ({ unit }: State, command: string): string => {
  const values: Readonly<Record<string, string>> = {
    'ATS192?': `S192=${reportedIdentity(unit).deviceId.replace(/^00/, '')}`,
    'ATS210?': 'S210=5',
    'AT/V': 'M4.SCR.01.02-B003\rM4.B00.01.00',
  };
  return unit.faults.has('refusing') ? 'ERROR' : (values[command] ?? 'ERROR');
};

/** An uplink, and what the network answers if it was asked to. */
const sent = (unit: SimulatedUnit, asked: boolean): Pick<LineReaction<State>, 'text' | 'afterMs' | 'later'> => {
  if (!asked) return { text: 'OK\r', afterMs: uplinkMs };
  const received = unit.faults.has('no downlink') ? '' : '+RX=3132333435363738\r';
  return { text: 'OK\r', afterMs: uplinkMs, later: [{ bytes: `${received}+RX END\r`, afterMs: downlinkMs }] };
};

/** Payload is heard without a word; it would be on the air. */
const kind: LineModem<State> = {
  terminators: '\r',
  maxLength: 255,
  echo: ({ unit }, byte) => (unit.faults.has('echo on') ? byte : ''),
  escape: (state, line) =>
    state.mode === 'payload' && line.endsWith('+++')
      ? { state: { ...state, mode: 'commands' }, text: 'OK\r', afterMs: guardMs }
      : null,
  react(state, command) {
    if (state.mode === 'payload') return { state, text: '' };
    if (command === 'ATX') return { state: { ...state, mode: 'payload' }, text: 'OK\r' };
    const [frame, asked] = /^AT\$SF=(?:[0-9A-F]{2}){1,12},([01])$/.exec(command) ?? [];
    if (frame !== undefined && !state.unit.faults.has('refusing')) return { state, ...sent(state.unit, asked === '1') };
    return { state, text: `${answer(state, command)}\r` };
  },
};

/** An LE51 after power-up: its port carries payload. */
export const powerOnTelitLe51: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem<State>(kind, { unit, mode: 'payload' }),
  replies: [],
});
