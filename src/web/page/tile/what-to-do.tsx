import type { ComponentChildren } from 'preact';

import type { Language } from '../../../words/language.ts';
import type { TileSlot } from '../../bench-state.ts';
import type { Explanation } from './explanation.ts';

interface WhatToDoProps {
  /** Whose code and picture it is. */
  readonly slot: TileSlot;
  readonly explanation: Explanation;
  readonly language: Language;
  /** Whether what the station or the backend had to say of this unit stands below. */
  readonly hasMessage: boolean;
  /** Behind the code. */
  readonly children?: ComponentChildren;
}

/** The sentence of a tile, whose turn it is, what to do, and a picture; in letters that have room. */
export const WhatToDo = ({ slot, explanation, language, hasMessage, children }: WhatToDoProps) => (
  <div class="detail" data-fit>
    {slot.picture !== null && <img class="picture" src={slot.picture} alt="" />}
    <p class="sentence">{explanation.sentence}</p>
    <p>
      <b>{`${explanation.who}${language.colon}`}</b>
      {`${explanation.action}${language.fullStop}`}
      <span class="code">
        {slot.code}
        {children}
      </span>
    </p>
    {hasMessage && slot.message !== null && (
      // In the language in which it came
      <p class="message" lang="en" dir="auto">
        {slot.message}
      </p>
    )}
  </div>
);
