import { say } from '../../../words/language.ts';
import type { DrawnPlace } from './fixture.ts';
import { Ticking } from '../shared/ticking.tsx';
import type { OperatorView } from './view.ts';
import { durationText, timeText } from '../shared/spoken.ts';

/** Over everything, as soon as what is shown may be old. No colour, and nothing shines through. */
export const Shroud = ({ places, view }: { readonly places: readonly DrawnPlace[]; readonly view: OperatorView }) => {
  const { language, store } = view;
  const { text } = language;
  const heard = (): string =>
    store.trueAsOf === null
      ? text.neverHeard
      : say(language, 'lastHeard', {
          time: timeText(language, store.trueAsOf.wall),
          age: durationText(language, store.ageMs ?? 0),
        });
  return (
    <div class="shroud" role="alert">
      <h1>{text.noContact}</h1>
      <p class="soft">
        <Ticking store={store} text={heard} />
      </p>
      <p>
        {text.mayBeOld}
        <br />
        {text.lookElsewhere}
      </p>
      <div class="ghosts" aria-hidden="true">
        {places.map(({ key, content }) => (
          <div key={key} data-is-slot={content.kind === 'slot'}>
            {content.kind === 'slot' && (
              <>
                <span>{content.slot.slot}</span>
                <b>?</b>
              </>
            )}
          </div>
        ))}
      </div>
    </div>
  );
};
