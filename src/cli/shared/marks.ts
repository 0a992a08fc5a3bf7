import type { VerdictColour } from '../../domain/outcome.ts';

/** A verdict is told by colour, shape and word: one of them is enough to read it. */
export const marks = {
  green: { shape: '●', style: 'green' },
  amber: { shape: '▲', style: 'yellow' },
  red: { shape: '■', style: 'red' },
  blue: { shape: '◆', style: 'blue' },
} as const satisfies Record<
  VerdictColour,
  { readonly shape: string; readonly style: 'green' | 'yellow' | 'red' | 'blue' }
>;
