import { backWord, WentBack, type Dialogue } from './dialogue.ts';

/** A question about a draft that grows by answers. */
export interface DialogueStep<Draft> {
  /** Whether it is asked at all, after what was answered so far. Absent: always. */
  readonly isAsked?: (draft: Draft) => boolean;
  readonly ask: (draft: Draft) => Promise<Draft>;
}

/**
 * Asks one step after the other. `<` goes back to the one before, which shows what was answered to it; at the first question it stays
 * there, or leaves for the walk around this one.
 */
export const inSteps = <Draft>(
  dialogue: Dialogue,
  steps: readonly DialogueStep<Draft>[],
  { draft, atFirst }: { readonly draft: Draft; readonly atFirst: 'stay' | 'leave' },
): Promise<Draft> =>
  dialogue.walking(async () => {
    const asked: number[] = [];
    let grown = draft;
    for (let at = 0; at < steps.length; at += 1) {
      const step = steps[at];
      if (step === undefined || step.isAsked?.(grown) === false) continue;
      try {
        grown = await step.ask(grown);
        asked.push(at);
      } catch (error) {
        if (!(error instanceof WentBack)) throw error;
        const before = asked.pop();
        if (before === undefined && atFirst === 'leave') throw error;
        if (before === undefined)
          dialogue.say(`  This is the first question: there is nothing before it for ${backWord}.`);
        at = (before ?? at) - 1;
      }
    }
    return grown;
  });
