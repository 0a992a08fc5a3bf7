import type { BenchStep } from '../../../domain/verdict/next-step.ts';
import type { TileSlot } from '../../bench-state.ts';
import { say, type Language } from '../../../words/language.ts';

/** What a tile has to say beyond its word. */
export interface Explanation {
  /** In small tiles, in the place of everything else. */
  readonly short: string;
  readonly sentence: string;
  /** Whose turn it is. */
  readonly who: string;
  readonly action: string;
}

/** null: the word of the tile says it all. */
export const explanationOf = (slot: TileSlot, language: Language): Explanation | null => {
  const { text, codes } = language;
  if (slot.state === 'waiting' && slot.wanted === 'serial number')
    return {
      short: text.serialAwaited,
      sentence: text.serialAwaitedMeaning,
      who: text.operator,
      action: text.serialAwaitedAction,
    };
  if (slot.state === 'waiting' && slot.wanted === 'label')
    return {
      short: text.labelAwaited,
      sentence: text.labelAwaitedMeaning,
      who: text.operator,
      action: text.labelAwaitedAction,
    };
  if (slot.code === null || slot.colour === 'green' || slot.isGolden) return null;
  const { short, meaning } = codes[slot.code];
  return {
    short: slot.wanted === 'golden unit' ? text.goldenAwaited : short,
    sentence: meaning,
    who: text[slot.actor ?? 'operator'],
    action: actionOf(slot, language),
  };
};

const actionOf = ({ goldenUnit, steps }: TileSlot, language: Language): string => {
  if (goldenUnit !== null)
    return goldenUnit.endsWith === null
      ? say(language, 'seatGolden', { ids: goldenUnit.ids.join(', ') })
      : say(language, 'seatBadGolden', { code: goldenUnit.endsWith });
  return steps.map((step) => stepText(step, language)).join(language.fullStop);
};

const stepText = (step: BenchStep, { text, codes }: Language): string => {
  switch (step) {
    case 'take it out':
      return text.takeItOut;
    case 'may leave':
      return text.mayLeave;
    case 'leave it in':
      return text.leaveItIn;
    default:
      return codes[step].action;
  }
};
