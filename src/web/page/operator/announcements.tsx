import { useEffect, useRef, useState } from 'preact/hooks';

import type { TileSlot } from '../../bench-state.ts';
import { say, type Language } from '../../../words/language.ts';
import { explanationOf } from '../tile/explanation.ts';
import type { OperatorView } from './view.ts';
import { lookOf } from '../tile/tile-look.ts';

/** Verdicts for those who hear the page: a red at once, the others when there is a pause. */
export const Announcements = ({ store, language }: Pick<OperatorView, 'store' | 'language'>) => {
  const [politely, setPolitely] = useState('');
  const [atOnce, setAtOnce] = useState('');
  const told = useRef(new Map<string, string>());
  useEffect(
    () =>
      store.onSlots((slots) => {
        for (const slot of slots) {
          const words = wordsOf(slot, language) ?? '';
          if (words !== '' && told.current.get(slot.slot) !== words)
            (lookOf(slot, 0).look === 'red' ? setAtOnce : setPolitely)(words);
          told.current.set(slot.slot, words);
        }
      }),
    [store, language],
  );
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
