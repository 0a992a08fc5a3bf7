import type { Language } from '../../../words/language.ts';

/** `0.4 s`, `42 s`, `3:10`, `2:05:00`, in the digits of the language. */
export const durationText = ({ tag }: Pick<Language, 'tag'>, ms: number): string => {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 60) {
    const digits = seconds < 10 ? 1 : 0;
    const number = new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    // Cut, not rounded: 9.97 s would be 10.0 s
    return `${number.format(Math.floor(seconds * 10 ** digits) / 10 ** digits)} s`;
  }
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours === 0 ? `${minutes}:${two(rest)}` : `${hours}:${two(minutes)}:${two(rest)}`;
};

const two = (value: number): string => String(value).padStart(2, '0');

/** The time of day, to the second. */
export const timeText = ({ tag }: Pick<Language, 'tag'>, at: number): string =>
  new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at);

export const numberText = ({ tag }: Pick<Language, 'tag'>, value: number): string =>
  new Intl.NumberFormat(tag).format(value);
