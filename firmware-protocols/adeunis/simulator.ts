import { lineModem, muteModem, type LineModem, type PowerOn, type SimulatedUnit } from '../simulator.ts';

/** The silence behind the escape. */
const guardMs = 1000;

interface State {
  readonly unit: SimulatedUnit;
  readonly mode: 'work' | 'commands';
}

const answers: Readonly<Record<string, string>> = {
  'AT/V': 'APP_8181AAA_PRG1701_V01.00.02:RTU_8120AAB_PRG_1701_V01.00.01',
  'AT/N': 'SIGFOX',
  'AT/S': 'S300=24\r\nS304=0',
  'AT/d': 'S300=24\r\nS304=0\r\nS317=0',
  'ATT63 PROVIDER': 'O',
  'AT&W': 'O',
};

const answer = ({ unit }: State, command: string): string => {
  if (unit.faults.has('refusing')) return 'E';
  if (unit.faults.has('old firmware') && command === 'AT/d') return 'E';
  const [, register, assignment] = /^ATS(\d+)(=\d+|\?)$/.exec(command) ?? [];
  if (register !== undefined) return assignment === '?' ? `S${register}=0` : 'O';
  return answers[command] ?? 'E';
};

/** Outside its command mode it listens for the escape alone. CR or LF ends a command. */
const kind: LineModem<State> = {
  terminators: '\r\n',
  maxLength: 80,
  echo: ({ unit }, byte) => (unit.faults.has('echo on') ? byte : ''),
  escape: (state, line) =>
    state.mode === 'work' && line.endsWith('+++')
      ? { state: { ...state, mode: 'commands' }, text: 'CONNECTING...\r\nCM\r\n', afterMs: guardMs }
      : null,
  react(state, command) {
    if (state.mode === 'work') return { state, text: '' };
    if (command === 'ATO') return { state: { ...state, mode: 'work' }, text: 'O\r\n' };
    return { state, text: `${answer(state, command)}\r\n` };
  },
};

/** An Adeunis product at work. */
export const powerOnAdeunis: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem<State>(kind, { unit, mode: 'work' }),
  replies: [],
});
