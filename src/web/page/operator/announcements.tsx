import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import type { TileSlot } from '../../bench-state.ts';
import { say, type Language } from '../../../words/language.ts';
import type { BenchStore } from '../live/bench-store.ts';
import { explanationOf } from '../tile/explanation.ts';
import type { OperatorView } from './view.ts';
import { lookOf } from '../tile/tile-look.ts';

/** Verdicts for those who hear the page: a red at once, the others when there is a pause. */
export const Announcements = ({ view }: { readonly view: OperatorView }) => {
  useEffect(() => followVerdicts(view.store, () => view.settings.language.value), [view.store]);
  return (
    <>
      <p class="unseen" role="status">
        {politely}
      </p>
      <p class="unseen" role="alert">
        {atOnce}
      </p>
    </>
  );
};

const politely = signal('');
const atOnce = signal('');

const followVerdicts = (store: BenchStore, language: () => Language): (() => void) => {
  const told = new Map<string, string>();
  return store.onSlots((slots) => {
    for (const slot of slots) {
      const words = wordsOf(slot, language());
      if (words !== undefined && told.get(slot.slot) !== words)
        (lookOf(slot, 0).look === 'red' ? atOnce : politely).value = words;
      told.set(slot.slot, words ?? '');
    }
  });
};

/** Undefined: the slot is at work, or empty. */
const wordsOf = (slot: TileSlot, language: Language): string | undefined => {
  const { kind, word } = lookOf(slot, 0);
  if (kind === 'state' || slot.isTakenOut) return undefined;
  const explanation = explanationOf(slot, language);
  const verdict = `${say(language, 'slotNamed', { slot: slot.slot })}${language.colon}${language.text[word]}`;
  return explanation === null
    ? verdict
    : `${verdict}${language.fullStop}${explanation.sentence}${language.fullStop}${explanation.who}${language.colon}${explanation.action}`;
};
