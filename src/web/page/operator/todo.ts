import type { TileSlot } from '../../bench-state.ts';

/** Slots with one cause: in an outage the sentence stands once. */
export interface Cause {
  readonly key: string;
  readonly kind: 'red' | 'act' | 'amber';
  /** The one that has waited longest first. */
  readonly slots: readonly TileSlot[];
}

const urgency = { red: 0, act: 1, amber: 2 } as const;

const kindOf = ({ state, colour, isTakenOut, isGolden }: TileSlot): Cause['kind'] | null => {
  if (colour === 'red' && !(state === 'locked' && isTakenOut)) return 'red';
  if (state === 'locked' || state === 'waiting') return 'act';
  if (colour === 'amber') return 'amber';
  return state === 'judged' && colour === 'none' && !isGolden ? 'act' : null;
};

const longestFirst = (a: TileSlot, b: TileSlot): number => a.since - b.since;

/** What is to be done, one cause after another, the most urgent first. */
export const causesOf = (slots: readonly TileSlot[]): readonly Cause[] => {
  const causes = new Map<string, Cause>();
  for (const slot of slots) {
    const kind = kindOf(slot);
    if (kind === null) continue;
    const key = `${kind} ${slot.wanted ?? slot.code ?? ''}`;
    const known = causes.get(key);
    causes.set(key, { key, kind, slots: [...(known?.slots ?? []), slot] });
  }
  return [...causes.values()]
    .map((cause) => ({ ...cause, slots: cause.slots.toSorted(longestFirst) }))
    .toSorted((a, b) => urgency[a.kind] - urgency[b.kind]);
};

/** Seats for causes, the same at all times: a cause keeps its seat until it is gone, and red takes the one of an amber where all are taken. */
export const seatCauses = (
  before: readonly (string | null)[],
  causes: readonly Cause[],
): readonly (string | null)[] => {
  const seats = before.map((key) => (causes.some((cause) => cause.key === key) ? key : null));
  for (const { key, kind } of causes) {
    if (seats.includes(key)) continue;
    const free = seats.indexOf(null);
    const lesser = seats.findIndex((seat) => kind === 'red' && seat?.startsWith('amber') === true);
    const seat = free === -1 ? lesser : free;
    if (seat !== -1) seats[seat] = key;
  }
  return seats;
};
