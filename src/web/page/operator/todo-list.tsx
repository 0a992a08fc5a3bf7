import { useRef } from 'preact/hooks';

import type { TileSlot } from '../../bench-state.ts';
import { say } from '../../../words/language.ts';
import { WhatToDo } from '../tile/what-to-do.tsx';
import { explanationOf } from '../tile/explanation.ts';
import { Mark } from '../shared/mark.tsx';
import { Ticking } from '../shared/ticking.tsx';
import type { OperatorView } from './view.ts';
import { durationText } from '../shared/spoken.ts';
import { lookOf } from '../tile/tile-look.ts';
import { causesOf, seatCauses, type Cause } from './todo.ts';

const seatCount = 3;
/** So many slots of one cause are named; the others are counted. */
const mostNamed = 4;

/** The sentences of tiles that have no room for them: one card for each cause. */
export const ToDoList = ({ slots, view }: { readonly slots: readonly TileSlot[]; readonly view: OperatorView }) => {
  const { language } = view;
  const causes = causesOf(slots);
  const seats = useRef<readonly (string | null)[]>(Array.from({ length: seatCount }, () => null));
  seats.current = seatCauses(seats.current, causes);
  const unseated = causes.filter(({ key }) => !seats.current.includes(key)).flatMap((cause) => cause.slots);
  return (
    <aside class="todo">
      <h2>
        <span>{causes.length === 0 ? language.text.nothingToDo : language.text.toDo}</span>
        {unseated.length > 0 && <span>{say(language, 'also', { slots: namesOf(unseated) })}</span>}
      </h2>
      {seats.current.map((key, index) => {
        const cause = causes.find((one) => one.key === key);
        return cause === undefined ? (
          <div class="card" data-kind="free" key={index} />
        ) : (
          <Card cause={cause} view={view} key={index} />
        );
      })}
    </aside>
  );
};

const namesOf = (slots: readonly TileSlot[]): string =>
  slots
    .slice(0, mostNamed)
    .map(({ slot }) => slot)
    .join(', ') + (slots.length > mostNamed ? ' …' : '');

const Card = ({ cause: { kind, slots }, view }: { readonly cause: Cause; readonly view: OperatorView }) => {
  const { language, store } = view;
  const [first] = slots;
  const explanation = first === undefined ? null : explanationOf(first, language);
  if (first === undefined || explanation === null) return null;
  return (
    <div class="card" data-kind={kind}>
      <Mark name={lookOf(first, 0).mark} />
      <h3>
        {namesOf(slots)}
        <span class="soft">
          {slots.length > mostNamed && `${slots.length} × · `}
          <Ticking store={store} text={(now) => durationText(language, now - first.since)} />
        </span>
        <span class="device-id">{slots.length === 1 && first.deviceId}</span>
      </h3>
      <WhatToDo slot={first} explanation={explanation} language={language} hasMessage={slots.length === 1} />
    </div>
  );
};
