/** A shift is a window of the wall clock, so that neither a restart nor a power cut begins or ends one. */
export interface Shift {
  /** Its beginning in local time: `2026-11-25 06:00`. */
  readonly name: string;
  /** Milliseconds since the epoch; the first that belongs to it. */
  readonly from: number;
  /** The first that belongs to the next one. */
  readonly to: number;
}

/** A time of day, local: minutes after midnight, 0 to 1439. */
export type MinuteOfDay = number;

/** One shift a day. */
export const wholeDay: readonly MinuteOfDay[] = [0];

/** The shift that `at` falls into. `starts`: when shifts begin, in any order; at least one. */
export const shiftAt = (at: number, starts: readonly MinuteOfDay[]): Shift => {
  const begins = [-1, 0, 1]
    .flatMap((day) => starts.map((minute) => startOf(at, day, minute)))
    .toSorted((a, b) => a - b);
  const from = begins.findLast((begin) => begin <= at) ?? at;
  return { name: localTime(from), from, to: begins.find((begin) => begin > at) ?? at };
};

const startOf = (at: number, day: number, minute: MinuteOfDay): number => {
  const there = new Date(at);
  return new Date(
    there.getFullYear(),
    there.getMonth(),
    there.getDate() + day,
    Math.floor(minute / 60),
    minute % 60,
  ).getTime();
};

/** `2026-11-25 06:00`, in the time of this computer. */
export const localTime = (at: number): string => {
  const there = new Date(at);
  return `${there.getFullYear()}-${two(there.getMonth() + 1)}-${two(there.getDate())} ${two(there.getHours())}:${two(there.getMinutes())}`;
};

const two = (value: number): string => String(value).padStart(2, '0');
