import { accepted, refused, type Parsed } from '../domain/parsed.ts';
import { localTime, shiftAt, wholeDay, type MinuteOfDay } from '../domain/shift.ts';

/**
 * Which runs a report is about: those that started in it. A run that began before a shift's end belongs to that shift as a
 * whole. A unit belongs to every window in which it was seated, so that each window adds up by itself; the units of several
 * windows may not be added up, but those that are not `seenBefore` may.
 */
export interface ReportWindow {
  /** `day`: where one shift is a whole day. */
  readonly kind: 'shift' | 'day' | 'order' | 'since';
  /** As a heading: `2026-11-25 06:00`, `2026-11-25`, or the order's name. */
  readonly name: string;
  /** Milliseconds since the epoch; null, as the next one: as far as the journal goes. */
  readonly from: number | null;
  /** The first that no longer belongs to it. */
  readonly to: number | null;
  readonly order: string | null;
}

interface Now {
  readonly now: number;
}

/** `current`, `last`, or a time that the shift holds: `2026-11-25 06:00`; where one begins a day, its date is enough. */
export const shiftWindow = (
  name: string,
  { now, starts = wholeDay }: Now & { readonly starts?: readonly MinuteOfDay[] },
): Parsed<ReportWindow> => {
  const current = shiftAt(now, starts);
  const windowOf = starts.length === 1 && starts[0] === 0 ? dayWindow : shiftWindowOf;
  if (name === 'current') return accepted(windowOf(current));
  if (name === 'last') return accepted(windowOf(shiftAt(current.from - 1, starts)));
  const time = parseLocal(name);
  if (time === null)
    return refused(
      'bad usage',
      `"${shown(name)}" is no shift: current, last, or a time in it such as ${current.name} is expected`,
    );
  if (!time.isDate) return accepted(windowOf(shiftAt(time.at, starts)));
  if (starts.length > 1)
    return refused(
      'bad usage',
      `${shown(name)} has ${starts.length} shifts; add the time at which the one that is meant began`,
    );
  return accepted(windowOf(shiftAt(time.at + (starts[0] ?? 0) * 60_000, starts)));
};

const dayWindow = ({ name, ...shift }: ReturnType<typeof shiftAt>): ReportWindow => ({
  ...shiftWindowOf({ name, ...shift }),
  kind: 'day',
  name: name.slice(0, 10),
});

const shiftWindowOf = ({ name, from, to }: ReturnType<typeof shiftAt>): ReportWindow => ({
  kind: 'shift',
  name,
  from,
  to,
  order: null,
});

export const orderWindow = (order: string): ReportWindow => ({
  kind: 'order',
  name: order,
  from: null,
  to: null,
  order,
});

/** `30m`, `2h`, `3d`, `today`, `yesterday`, a date, or a date and time: local, unless it names its zone. */
export const sinceWindow = (text: string, { now }: Now): Parsed<ReportWindow> => {
  const from = sinceOf(text.trim(), now);
  if (from === null)
    return refused(
      'bad usage',
      `"${shown(text)}" is no time: 30m, 2h, 3d, today, yesterday, 2026-11-25 or 2026-11-25T06:00 are expected`,
    );
  if (from > now) return refused('bad usage', `${localTime(from)} has not come yet`);
  return accepted({ kind: 'since', name: `since ${localTime(from)}`, from, to: null, order: null });
};

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const sinceOf = (text: string, now: number): number | null => {
  if (text === 'today') return midnight(now, 0);
  if (text === 'yesterday') return midnight(now, -1);
  const [, count, unit] = /^(\d{1,4})\s?([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return now - Number(count) * units[unit as keyof typeof units];
  return parseLocal(text)?.at ?? null;
};

const midnight = (now: number, days: number): number => {
  const there = new Date(now);
  return new Date(there.getFullYear(), there.getMonth(), there.getDate() + days).getTime();
};

const form = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** Not by `Date.parse`, to which a date alone is midnight in Greenwich and the 30th of February the 2nd of March. */
const parseLocal = (text: string): { readonly at: number; readonly isDate: boolean } | null => {
  const found = form.exec(text.trim());
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((digits: string | undefined) => Number(digits ?? 0));
  const daysThere = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > daysThere || hour > 23 || minute > 59 || second > 59) return null;
  const zone = found[7];
  const at =
    zone === undefined
      ? new Date(year, month - 1, day, hour, minute, second).getTime()
      : Date.parse(text.trim().replace(' ', 'T'));
  return { at, isDate: found[4] === undefined };
};

const shown = (text: string): string => JSON.stringify(text.slice(0, 40)).slice(1, -1);
