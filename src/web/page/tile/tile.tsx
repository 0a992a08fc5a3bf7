import { useEffect, useReducer } from 'preact/hooks';

import type { TileSlot } from '../../bench-state.ts';
import { say, type Language } from '../../../words/language.ts';
import type { DrawnPlace } from '../operator/fixture.ts';
import { WhatToDo } from './what-to-do.tsx';
import { explanationOf } from './explanation.ts';
import type { BenchStore } from '../live/bench-store.ts';
import { Mark } from '../shared/mark.tsx';
import { Ticking } from '../shared/ticking.tsx';
import { durationText } from '../shared/spoken.ts';
import { loudMs, lookOf, type TileLook } from './tile-look.ts';
import { phases } from '../../../domain/phase.ts';
import type { OperatorView } from '../operator/view.ts';

export const Place = ({ place, view }: { readonly place: DrawnPlace; readonly view: OperatorView }) => {
  const { content } = place;
  switch (content.kind) {
    case 'slot':
      return <SlotTile slot={content.slot} view={view} />;
    case 'unknown port':
      return <UnknownPort port={content.port} language={view.language} />;
    case 'no place':
      return <div class="tile" data-look="no place" />;
  }
};

const SlotTile = ({ slot, view }: { readonly slot: TileSlot; readonly view: OperatorView }) => {
  const { language, density, store } = view;
  const { look, mark, word, kind } = useLook(slot, store);
  const explanation = explanationOf(slot, language);
  return (
    <section
      class="tile"
      aria-label={say(language, 'slotNamed', { slot: slot.slot })}
      data-look={look}
      data-slot={slot.slot}
      data-state={slot.state}
      data-colour={slot.colour}
      data-code={slot.code ?? ''}
      data-device-id={slot.deviceId ?? ''}
    >
      <div class="inside">
        <div class="head">
          <div class="who">
            <div class="name">{slot.slot}</div>
            {density !== 'dense' && <DeviceIdText deviceId={slot.deviceId} />}
          </div>
          <Mark name={mark} />
          <div class="word" data-kind={kind}>
            {language.text[word]}
          </div>
        </div>
        <div class="body">
          {density === 'dense' && (
            <div class="row">
              <DeviceIdText deviceId={slot.deviceId} dashes={look !== 'empty' && look !== 'seated'} />
              <TimeText slot={slot} view={view} />
            </div>
          )}
          {explanation === null ? (
            <QuietLines slot={slot} view={view} />
          ) : density === 'dense' ? (
            <div class="row">{explanation.short}</div>
          ) : (
            <WhatToDo slot={slot} explanation={explanation} language={language} hasMessage={true}>
              {slot.code !== null && ' · '}
              <TimeText slot={slot} view={view} />
              {slot.isTakenOut && ` · ${language.text.takenOut}`}
            </WhatToDo>
          )}
        </div>
        {look === 'working' && <Steps slot={slot} />}
      </div>
    </section>
  );
};

const QuietLines = ({ slot, view }: { readonly slot: TileSlot; readonly view: OperatorView }) => {
  const { text, codes } = view.language;
  const isDense = view.density === 'dense';
  const passed = slot.code !== null && (slot.colour === 'green' || slot.isGolden) ? codes[slot.code].short : null;
  return (
    <>
      {passed !== null && !(isDense && slot.isTakenOut) && <div class="row">{passed}</div>}
      {slot.isTakenOut && <div class="row soft">{text.takenOut}</div>}
      {slot.keptSerialNumber !== null && (
        <div class="row">
          {say(view.language, slot.state === 'empty' ? 'keptForNext' : 'keptForUnit', { code: slot.keptSerialNumber })}
        </div>
      )}
      {!isDense && !slot.isTakenOut && (
        <div class="row soft">
          <TimeText slot={slot} view={view} />
        </div>
      )}
    </>
  );
};

/** How a slot looks now; drawn anew when its green has been loud for long enough. */
const useLook = (slot: TileSlot, store: BenchStore): TileLook => {
  const [, drawAnew] = useReducer((count: number) => count + 1, 0);
  const look = lookOf(slot, store.now);
  const isLoud = look.look === 'loud green';
  useEffect(() => {
    if (!isLoud) return;
    const timer = setTimeout(() => drawAnew(null), Math.max(0, slot.since + loudMs - store.now) + 50);
    return () => clearTimeout(timer);
  });
  return look;
};

/** How long the run took; while it is under way, how long the step has been; else how long it has been as it is. */
const TimeText = ({ slot, view }: { readonly slot: TileSlot; readonly view: OperatorView }) => {
  const { store, language } = view;
  if (slot.state === 'empty' && slot.colour === 'none') return null;
  const isDone = slot.colour === 'green' || slot.isGolden;
  return (
    <span class="time">
      {isDone ? (
        durationText(language, slot.elapsedMs ?? 0)
      ) : (
        <Ticking store={store} text={(now) => durationText(language, now - slot.since)} />
      )}
    </span>
  );
};

/** Four and four digits, without a character between them that would be copied. */
const DeviceIdText = ({
  deviceId,
  dashes = false,
}: {
  readonly deviceId: string | null;
  readonly dashes?: boolean;
}) => (
  <div class="device-id">
    {deviceId === null ? (
      dashes && '--------'
    ) : (
      <>
        <span>{deviceId.slice(0, 4)}</span>
        <span>{deviceId.slice(4)}</span>
      </>
    )}
  </div>
);

const Steps = ({ slot }: { readonly slot: TileSlot }) => (
  <div class="steps" aria-hidden="true">
    {phases.map((phase) => (
      <i key={phase} data-done={slot.phase !== null && phases.indexOf(phase) <= phases.indexOf(slot.phase)} />
    ))}
  </div>
);

const UnknownPort = ({ port, language }: { readonly port: string; readonly language: Language }) => (
  <section class="tile" data-look="unknown port" data-port={port} aria-label={port}>
    <div class="inside">
      <div class="head">
        <div class="who">
          <div class="name">–</div>
        </div>
        <Mark name="unknown" />
        <div class="word" data-kind="state">
          {port.replace(/^\/dev\//, '')}
        </div>
      </div>
      <div class="body">
        <div class="row">{language.text.unknownPort}</div>
      </div>
    </div>
  </section>
);
