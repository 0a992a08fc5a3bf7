import { lineModem, muteModem, reportedIdentity, type LineModem, type PowerOn, type SimulatedUnit } from '../simulator.ts';

/** The silence behind the escape. */
const guardMs = 1000;

interface State {
  readonly unit: SimulatedUnit;
  readonly mode: 'payload' | 'commands';
}

const answer = ({ unit }: State, command: string): string => {
  const values: Readonly<Record<string, string>> = {
    'ATS192?': `S192=${reportedIdentity(unit).deviceId}`,
    'ATS210?': 'S210=5',
    'AT/V': 'LE51-868 S made-up version 1.00',
  };
  return unit.faults.has('refusing') ? 'ERROR' : (values[command] ?? 'ERROR');
};

/** Payload is heard without a word; it would be on the air. */
const kind: LineModem<State> = {
  terminators: '\r',
  maxLength: 255,
  echo: ({ unit }, byte) => (unit.faults.has('echo on') ? byte : ''),
  escape: (state, line) => (state.mode === 'payload' && line.endsWith('+++') ? { state: { ...state, mode: 'commands' }, text: 'OK\r', afterMs: guardMs } : null),
  react(state, command) {
    if (state.mode === 'payload') return { state, text: '' };
    if (command === 'ATX') return { state: { ...state, mode: 'payload' }, text: 'OK\r' };
    return { state, text: `${answer(state, command)}\r` };
  },
};

/** An LE51 after power-up: its port carries payload. */
export const powerOnTelitLe51: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem<State>(kind, { unit, mode: 'payload' }),
  replies: [],
});
