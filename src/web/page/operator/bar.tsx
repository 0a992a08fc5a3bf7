import type { ComponentChildren } from 'preact';

import type { BenchSummary } from '../../bench-state.ts';
import { say } from '../../../words/language.ts';
import { Mark } from '../shared/mark.tsx';
import type { MarkName } from '../shared/marks.ts';
import { Ticking } from '../shared/ticking.tsx';
import type { OperatorView } from './view.ts';
import { durationText, numberText, timeText } from '../shared/spoken.ts';

/** What is made, how far the order is, what is owed, and how fresh the page is. */
export const Bar = ({ summary, view }: { readonly summary: BenchSummary; readonly view: OperatorView }) => {
  const { language, store } = view;
  const { text } = language;
  const { order, done, owed, red } = summary;
  const number = (value: number): string => numberText(language, value);
  const left = order?.quantity == null ? null : Math.max(0, order.quantity - done - owed);
  const { owedSince } = summary;
  return (
    <header class="bar">
      <div class="made">
        <span class="caption">
          {summary.station}
          <span class="certificate">
            {' · '}
            {summary.certificate === null ? text.prototypes : <span class="mono">{summary.certificate}</span>}
          </span>
        </span>
        <h1 class="value">{summary.product}</h1>
      </div>
      <div class="progress">
        {order !== null && (
          <>
            <span class="caption">{`${text.order} ${order.name}`}</span>
            <span class="value">
              {number(done)}
              {order.quantity !== null && (
                <small>{` ${say(language, 'orderOf', { quantity: number(order.quantity) })}`}</small>
              )}
            </span>
            {order.quantity !== null && <Track done={done / order.quantity} owed={owed / order.quantity} />}
          </>
        )}
      </div>
      <div class="counts">
        <Count caption={text.done} mark="green" value={number(done)} />
        <Count
          caption={`${text.owed} · ${text.oldest}`}
          mark="amber"
          value={number(owed)}
          isLoud={summary.isDebtPressing}
        >
          <span class="age">
            {owedSince === null ? (
              '–'
            ) : (
              <Ticking store={store} text={(now) => durationText(language, now - owedSince)} />
            )}
          </span>
        </Count>
        <Count caption={text.reds} mark="red" value={number(red)} />
        {left !== null && <Count caption={text.left} value={number(left)} />}
      </div>
      <div class="clock">
        <span class="caption">
          <span class="live">{`${text.live} · `}</span>
          <Ticking store={store} text={() => durationText(language, store.ageMs ?? 0)} />
        </span>
        <span class="value">
          <Ticking store={store} text={(now) => timeText(language, now)} />
        </span>
      </div>
    </header>
  );
};

interface CountProps {
  readonly caption: string;
  readonly value: string;
  readonly mark?: MarkName;
  readonly isLoud?: boolean;
  readonly children?: ComponentChildren;
}

const Count = ({ caption, value, mark, isLoud = false, children }: CountProps) => (
  <div class="count" data-loud={isLoud}>
    <span class="caption">{caption}</span>
    <span class="value">
      {mark !== undefined && <Mark name={mark} />}
      {value}
      {children}
    </span>
  </div>
);

const Track = ({ done, owed }: { readonly done: number; readonly owed: number }) => (
  <svg class="track" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    <rect class="done" width={Math.min(100, done * 100)} height="1" />
    <rect class="owed" x={Math.min(100, done * 100)} width={Math.min(100, owed * 100)} height="1" />
  </svg>
);
