import { useEffect, useLayoutEffect, useState } from 'preact/hooks';

import { Announcements } from './announcements.tsx';
import { Bar } from './bar.tsx';
import { fitTexts } from '../tile/fit-texts.ts';
import { placesOf } from './fixture.ts';
import { Foot } from './foot.tsx';
import { densityOf } from './layout.ts';
import { measureWords } from '../tile/measure-words.ts';
import { NoLine } from './no-line.tsx';
import { useValue } from '../shared/use-value.ts';
import { Shroud } from './shroud.tsx';
import type { OperatorView } from './view.ts';
import { Place } from '../tile/tile.tsx';
import { ToDoList } from './todo-list.tsx';

const windowSize = (): { readonly width: number; readonly height: number } => ({
  width: innerWidth,
  height: innerHeight,
});

/** The bench, one tile for each place, readable from three metres, without a mouse. */
export const OperatorPage = ({ store, settings }: Pick<OperatorView, 'store' | 'settings'>) => {
  const [size, setSize] = useState(windowSize);
  useEffect(() => {
    const look = (): void => setSize(windowSize);
    addEventListener('resize', look);
    return () => removeEventListener('resize', look);
  }, []);
  const summary = useValue(store.summary);
  const slots = useValue(store.slots);
  const isStale = useValue(store.isStale);
  const language = useValue(settings.language);
  const { rows, columns } = summary?.fixture ?? { rows: 1, columns: 1 };
  const density = densityOf({ rows, columns, ...size });
  const view: OperatorView = { store, settings, language, density };
  useLayoutEffect(() => measureWords(document.body, language), [language]);
  useLayoutEffect(() => {
    document.body.dataset['density'] = density;
    document.body.style.setProperty('--rows', String(rows));
    document.body.style.setProperty('--columns', String(columns));
    fitTexts(document.body);
  });
  const places = summary === null ? [] : placesOf(summary, slots);
  return (
    <>
      {summary !== null && (
        <div class="page" inert={isStale} aria-hidden={isStale}>
          <Bar summary={summary} view={view} />
          {summary.isLive ? (
            <main class="places" aria-label={language.text.bench}>
              {places.map((place) => (
                <Place key={place.key} place={place} view={view} />
              ))}
            </main>
          ) : (
            <NoLine language={language} />
          )}
          {density === 'dense' && <ToDoList slots={[...slots.values()]} view={view} />}
          <Foot summary={summary} view={view} />
          <Announcements store={store} language={language} />
        </div>
      )}
      {isStale && <Shroud places={places} view={view} />}
    </>
  );
};
