import type { TileSlot } from '../../bench-state.ts';

/** What a tone says. */
export type ToneName = 'green' | 'amber' | 'red' | 'act' | 'stale';

/** One beat: frequency in Hz, begin and length in ms. */
export interface Beat {
  readonly hertz: number;
  readonly fromMs: number;
  readonly lengthMs: number;
}

/** Pitch and rhythm differ, so that each is known by either. All are over within 0.9 s. */
export const tones: Readonly<Record<ToneName, { readonly wave: 'sine' | 'square'; readonly beats: readonly Beat[] }>> =
  {
    // short, short, rising
    green: {
      wave: 'sine',
      beats: [
        { hertz: 880, fromMs: 0, lengthMs: 90 },
        { hertz: 1320, fromMs: 110, lengthMs: 140 },
      ],
    },
    // twice the same, with a long pause
    amber: {
      wave: 'sine',
      beats: [
        { hertz: 660, fromMs: 0, lengthMs: 160 },
        { hertz: 660, fromMs: 280, lengthMs: 160 },
      ],
    },
    // rough, falling, the last one long
    red: {
      wave: 'square',
      beats: [
        { hertz: 220, fromMs: 0, lengthMs: 180 },
        { hertz: 196, fromMs: 240, lengthMs: 180 },
        { hertz: 175, fromMs: 480, lengthMs: 340 },
      ],
    },
    // a question
    act: {
      wave: 'sine',
      beats: [
        { hertz: 523, fromMs: 0, lengthMs: 70 },
        { hertz: 523, fromMs: 120, lengthMs: 70 },
        { hertz: 784, fromMs: 240, lengthMs: 70 },
      ],
    },
    stale: { wave: 'square', beats: [{ hertz: 220, fromMs: 0, lengthMs: 180 }] },
  };

const byUrgency: readonly ToneName[] = ['red', 'act', 'amber', 'green'];

/** What a slot has to say; null: nothing. */
const toneOf = ({ state, colour, isTakenOut }: TileSlot): ToneName | null => {
  if (state === 'waiting' || state === 'locked') return colour === 'red' ? 'red' : 'act';
  return state === 'judged' && !isTakenOut && colour !== 'none' ? colour : null;
};

/** The one tone for what has changed in a frame: of several, the most urgent; null: nothing that is heard. `before`: as it was, by name. */
export const toneFor = (before: ReadonlyMap<string, TileSlot>, slots: readonly TileSlot[]): ToneName | null => {
  const changed = slots.map((slot) => {
    const was = before.get(slot.slot);
    const tone = toneOf(slot);
    return was !== undefined && toneOf(was) === tone && was.since === slot.since ? null : tone;
  });
  return byUrgency.find((tone) => changed.includes(tone)) ?? null;
};
