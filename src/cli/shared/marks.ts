import type { Verdict } from '../../domain/outcome.ts';
import { signOf, type VerdictSign } from '../../domain/verdict/refused-by-rule.ts';
import type { Console } from './console.ts';

/** A verdict is told by colour, shape and word: one of them is enough to read it. */
export const marks = {
  green: { shape: '●', word: 'GREEN', style: 'green' },
  amber: { shape: '▲', word: 'AMBER', style: 'yellow' },
  red: { shape: '■', word: 'RED', style: 'red' },
  blue: { shape: '◆', word: 'BLUE', style: 'blue' },
  'turned away': { shape: '⊘', word: 'NOT TAKEN', style: 'magenta' },
} as const satisfies Record<
  VerdictSign,
  {
    readonly shape: string;
    readonly word: string;
    readonly style: 'green' | 'yellow' | 'red' | 'blue' | 'magenta';
  }
>;

export const verdictMark = (verdict: Pick<Verdict, 'colour' | 'code'>, console: Console): string => {
  const { shape, word, style } = marks[signOf(verdict)];
  return console.styled(style, `${shape} ${word.padEnd(5)}`);
};
