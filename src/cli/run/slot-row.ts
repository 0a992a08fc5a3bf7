import type { Verdict } from '../../domain/outcome.ts';
import { describeStanding } from '../../station/rules/slot-standing.ts';
import type { Slot } from '../../station/slot-state.ts';
import type { Console } from '../shared/console.ts';
import { marks } from '../shared/marks.ts';

const phaseText = {
  opening: 'opening the port',
  identifying: 'which modem is it?',
  reading: 'reading ID and PAC',
  checking: 'checking',
  scanning: 'scan its serial',
  registering: 'registering',
  labelling: 'label',
} as const;

export const verdictMark = ({ colour }: Verdict, console: Console): string =>
  console.styled(marks[colour].style, `${marks[colour].shape} ${colour.toUpperCase().padEnd(5)}`);

/** One slot as one line for people. */
export const slotRow = (slot: Slot, console: Console): string => {
  const { notice, standing, scan, state } = slot;
  const beside = [
    ...(scan.kept === null
      ? []
      : [console.styled('bold', `${state.kind === 'empty' ? 'next unit: ' : ''}SN ${scan.kept}`)]),
    ...(notice === null ? [] : [console.styled('bold', `◁ ${notice}`)]),
    ...(standing === null ? [] : [console.styled('magenta', `⊘ ${describeStanding(standing)}`)]),
  ];
  return [stateRow(slot, console), ...beside].join('  ');
};

const stateRow = ({ name, state }: Slot, console: Console): string => {
  const label = console.styled('bold', name.padEnd(12));
  switch (state.kind) {
    case 'empty':
      return `${label} ${console.styled('dim', '○ empty')}`;
    case 'seated':
      return `${label} ◌ seated`;
    case 'working':
      return `${label} ${console.styled('cyan', '◐ ')}${(state.deviceId ?? '').padEnd(9)}${phaseText[state.phase]} …`;
    case 'judged':
      return `${label} ${verdictMark(state.verdict, console)} ${(state.deviceId ?? '--------').padEnd(9)} ${state.verdict.code}`;
  }
};
