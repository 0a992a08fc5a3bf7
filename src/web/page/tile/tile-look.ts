import type { TileSlot } from '../../bench-state.ts';
import type { TextKey } from '../../../words/text-rules.ts';
import type { MarkName } from '../shared/marks.ts';

/** How long a green is loud, in ms; then it is still green, and quiet. */
export const loudMs = 4000;

/** How a tile is painted. */
export type Look = 'loud green' | 'quiet green' | 'amber' | 'red' | 'act' | 'golden' | 'working' | 'seated' | 'empty';

export interface TileLook {
  readonly look: Look;
  readonly mark: MarkName;
  /** The large word. */
  readonly word: TextKey;
  /** `verdict` and `act` are in bold capitals, the others in small letters. */
  readonly kind: 'verdict' | 'act' | 'state';
}

/** Colour, shape and word of a slot. `now`: the station's time, in ms since the epoch. */
export const lookOf = (slot: TileSlot, now: number): TileLook => {
  const { state, colour, phase, wanted, isGolden, isTakenOut, since, code } = slot;
  // A red that sits in a slot that it locked is first of all a red
  if (colour === 'red' && !(state === 'locked' && isTakenOut))
    return { look: 'red', mark: 'red', word: 'red', kind: 'verdict' };
  if (state === 'locked') return { look: 'act', mark: 'locked', word: 'locked', kind: 'act' };
  if (state === 'waiting')
    return wanted === 'golden unit'
      ? { look: 'act', mark: 'goldenDue', word: 'golden', kind: 'act' }
      : { look: 'act', mark: 'scan', word: 'scan', kind: 'act' };
  if (colour === 'amber') return { look: 'amber', mark: 'amber', word: 'amber', kind: 'verdict' };
  if (colour === 'green')
    return {
      look: now - since < loudMs ? 'loud green' : 'quiet green',
      mark: 'green',
      word: 'green',
      kind: 'verdict',
    };
  if (isGolden) return { look: 'golden', mark: 'golden', word: 'goldenRead', kind: 'state' };
  if (state !== 'working' && state !== 'seated' && code !== null)
    return { look: 'act', mark: 'stop', word: 'stop', kind: 'act' };
  if (state === 'working') return { look: 'working', mark: 'working', word: phase ?? 'opening', kind: 'state' };
  if (state === 'seated') return { look: 'seated', mark: 'seated', word: 'seated', kind: 'state' };
  return { look: 'empty', mark: 'empty', word: 'empty', kind: 'state' };
};
