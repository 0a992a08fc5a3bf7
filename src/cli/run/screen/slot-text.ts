import { actorOf, type Actor } from '../../../domain/verdict/actor.ts';
import { nextStepOf } from '../../../domain/verdict/next-step.ts';
import { signOf } from '../../../domain/verdict/refused-by-rule.ts';
import { withoutCode } from '../../../domain/verdict/sentence-of.ts';
import { actionOfStanding } from '../../../station/rules/slot-standing.ts';
import type { Slot, SlotStanding, SlotState } from '../../../station/slot-state.ts';
import { marks } from '../../shared/marks.ts';
import { plain, type Span, type StyledLine } from './styled-line.ts';

/** One slot as a person reads it. */
export interface SlotText {
  readonly name: string;
  readonly shape: Span;
  /** Beside the shape; empty: the slot is at work. */
  readonly word: Span;
  readonly deviceId: string;
  /** The code of its verdict, or what is being done. */
  readonly doing: string;
  /** What there is to know and to do, most urgent first; each a line however long. */
  readonly details: readonly StyledLine[];
  /** Less is more urgent; null: nobody has to look. */
  readonly urgency: number | null;
}

const phaseText = {
  opening: 'opening the port',
  identifying: 'which modem is it?',
  reading: 'reading ID and PAC',
  checking: 'checking',
  scanning: 'scan its serial',
  registering: 'registering',
  labelling: 'label',
} as const;

const actorText = {
  operator: 'operator',
  technician: 'technician',
  engineer: 'engineer',
  nobody: 'goes on by itself',
} as const satisfies Record<Actor, string>;

export const slotText = ({ name, state, notice, standing, scan }: Slot): SlotText => {
  const kept: readonly StyledLine[] =
    scan.kept === null
      ? []
      : [[{ text: `${state.kind === 'empty' ? 'next unit' : 'this unit'}: SN ${plain(scan.kept)}`, style: 'bold' }]];
  const noticed: readonly StyledLine[] = notice === null ? [] : [[{ text: `◁ ${plain(notice)}`, style: 'bold' }]];
  // A unit that was turned away for what holds for its slot says it already
  const isSaid = state.kind === 'judged' && state.verdict.code === standing?.code;
  const held = standing === null || isSaid ? [] : standingDetails(standing);
  return {
    name: plain(name),
    ...headOf(state, standing),
    details: [...noticed, ...kept, ...(state.kind === 'judged' ? judgedDetails(state) : []), ...held],
    urgency: urgencyOf(state, { isTold: notice !== null, isHeldUp: standing !== null }),
  };
};

/** What to do, in one line for a log: `operator: Seat the unit again.` */
export const whatToDo = (state: Extract<SlotState, { kind: 'judged' }>): string => {
  const { actor, action } = nextStepOf(state.verdict, state);
  return `${actorText[actor]}: ${action}`;
};

type Head = Pick<SlotText, 'shape' | 'word' | 'deviceId' | 'doing'>;

const headOf = (state: SlotState, standing: SlotStanding | null): Head => {
  switch (state.kind) {
    case 'empty':
      return standing === null
        ? { shape: { text: '○', style: 'dim' }, word: { text: 'empty', style: 'dim' }, deviceId: '', doing: '' }
        : {
            shape: { text: '⊘', style: 'magenta' },
            word: { text: standing.code === 'slot locked' ? 'LOCKED' : 'GOLDEN DUE', style: 'magenta' },
            deviceId: '',
            doing: '',
          };
    case 'seated':
      return { shape: { text: '◌' }, word: { text: 'seated' }, deviceId: '', doing: '' };
    case 'working':
      return {
        shape: { text: '◐', style: 'cyan' },
        word: { text: '' },
        deviceId: state.deviceId ?? '',
        doing: `${phaseText[state.phase]} …`,
      };
    case 'judged': {
      const { shape, word, style } = marks[signOf(state.verdict)];
      return {
        shape: { text: shape, style },
        word: { text: word, style },
        deviceId: state.deviceId ?? '--------',
        doing: state.verdict.code,
      };
    }
  }
};

const judgedDetails = (state: Extract<SlotState, { kind: 'judged' }>): readonly StyledLine[] => {
  const { colour, code, message } = state.verdict;
  if (colour === 'green' || colour === 'blue') return [];
  return [
    [{ text: plain(withoutCode(message, code)) }],
    [{ text: '→ ' }, { text: plain(whatToDo(state)), style: 'bold' }],
  ];
};

const standingDetails = (standing: SlotStanding): readonly StyledLine[] => [
  [
    {
      text: `⊘ ${standing.code === 'slot locked' ? 'locked' : 'golden unit due'}: ${plain(standing.reason)}`,
      style: 'magenta',
    },
  ],
  [
    { text: '→ ' },
    { text: plain(`${actorText[actorOf(standing.code)]}: ${actionOfStanding(standing)}`), style: 'bold' },
  ],
];

const urgencyOf = (
  state: SlotState,
  { isTold, isHeldUp }: { readonly isTold: boolean; readonly isHeldUp: boolean },
): number | null => {
  if (isTold) return 0;
  if (state.kind === 'judged' && state.verdict.colour === 'red') return 1;
  if (isHeldUp) return 2;
  if (state.kind !== 'judged' || state.verdict.colour !== 'amber') return null;
  return nextStepOf(state.verdict, state).actor !== 'nobody' ? 3 : state.isHeld ? 4 : 5;
};
