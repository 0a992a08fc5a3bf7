import { counted } from '../domain/counted.ts';
import { localTime } from '../domain/shift.ts';
import type { Report } from './report.ts';

/** Figures as people read them, in text and on paper alike. What is not known is a dash. */
export const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);

/** Tenths up to a minute and a half, then whole minutes and seconds. */
export const seconds = (ms: number | null): string => {
  if (ms === null) return '–';
  if (ms < 90_000) return `${(ms / 1000).toFixed(ms < 1000 ? 2 : 1)} s`;
  const whole = Math.round(ms / 1000);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
};

export const rate = (perHour: number | null): string =>
  perHour === null ? '–' : perHour.toFixed(perHour < 10 ? 1 : 0);

/** The time of day, with seconds. */
export const timeOfDay = (at: number): string =>
  `${localTime(at).slice(11)}:${String(new Date(at).getSeconds()).padStart(2, '0')}`;

export const titleOf = ({ window, madeAt }: Pick<Report, 'window' | 'madeAt'>): string => {
  switch (window.kind) {
    case 'day':
      return window.to !== null && madeAt < window.to ? `Today, ${window.name}` : window.name;
    case 'shift':
      return `Shift ${window.name}`;
    case 'order':
      return `Order ${window.name}`;
    case 'since':
      return `${window.name.charAt(0).toUpperCase()}${window.name.slice(1)}`;
  }
};

/** What the report is about in time. */
export const spanText = ({
  window: { from, to },
  pace,
  madeAt,
}: Pick<Report, 'window' | 'pace' | 'madeAt'>): string => {
  const begin = from ?? pace.from;
  if (begin === null) return 'no run';
  if (to !== null && to <= madeAt) return `${localTime(begin)} to ${localTime(to)}`;
  return to === null && from === null
    ? `${localTime(begin)} to ${localTime(pace.to ?? begin)}`
    : `${localTime(begin)} to now, ${localTime(madeAt)}`;
};

/** The one sentence that says whether every unit is accounted for. */
export const closingSentence = ({
  reconciliation: { units: seated, standings, ends },
  unseated,
  closes,
}: Pick<Report, 'reconciliation' | 'unseated' | 'closes'>): string => {
  const units = seated + unseated.units;
  if (units === 0) return 'No unit was seated.';
  if (!closes) return `Does not close: ${counted(standings.open + unseated.open, 'unit')} open.`;
  const red = standings['for a person'] + unseated.states.refused;
  if (red === 0) return `Closes: ${counted(units, 'unit')}, all done.`;
  const unread =
    ends['not read'] === 0 ? '' : `; ${ends['not read']} of these never said an ID and may have come again`;
  return `Closes: of ${counted(units, 'unit')} ${units - red} are done and ${red} for a person${unread}.`;
};
