import { phases } from '../../../domain/phase.ts';
import type { Language } from '../../../words/language.ts';
import type { TextKey } from '../../../words/text-rules.ts';

/** The widest of these words, in their own letter size. */
const widestOf = (words: readonly string[], weight: number, family: string): number => {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return 4;
  context.font = `${weight} 100px ${family}`;
  return Math.max(...words.map((word) => context.measureText(word).width)) / 100;
};

const verdicts: readonly TextKey[] = ['green', 'amber', 'red'];
const acts: readonly TextKey[] = ['scan', 'golden', 'locked', 'stop'];
const states: readonly TextKey[] = [...phases, 'empty', 'seated', 'goldenRead'];

/** Letter sizes depend on the language's longest words, never on the state: nothing moves when a verdict comes. */
export const measureWords = (body: HTMLElement, { text }: Language): void => {
  const family = getComputedStyle(body).fontFamily;
  const set = (name: string, keys: readonly TextKey[], weight: number): void =>
    body.style.setProperty(
      name,
      String(
        widestOf(
          keys.map((key) => text[key]),
          weight,
          family,
        ) + 0.03,
      ),
    );
  set('--verdict-em', verdicts, 700);
  set('--act-em', acts, 700);
  set('--state-em', states, 400);
};
