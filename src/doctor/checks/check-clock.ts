import type { BaseUrl } from '../../backend/http/base-url.ts';
import type { NetworkAccess } from '../../backend/http/network-access.ts';
import type { Clock } from '../../domain/clock.ts';
import { askForTime, type AskOptions } from '../ask-for-time.ts';
import type { Check } from '../examine.ts';
import { fault, inOrder, notLookedAt, warning, type Finding } from '../finding.ts';
import type { JournalEnd } from '../journal-end.ts';

export interface ClockToCheck {
  readonly clock: Clock;
  /** Who is asked for the time; null: the address is not usable. */
  readonly base: BaseUrl | null;
  /** How it is reached. Default: directly. */
  readonly network?: NetworkAccess;
  readonly lastEvent: () => Promise<JournalEnd | null>;
}

/** Beyond the first a person is told, beyond the second records and certificates are worth nothing. Our choice. */
const limits = { warningMs: 60_000, faultMs: 5 * 60_000 };

/** This clock against the backend's and against the journal, which it must not be behind. */
export const checkClock = ({ clock, base, network, lastEvent }: ClockToCheck): Check => ({
  name: 'clock',
  whenItHangs: 'clock wrong',
  run: async ({ signal }) => {
    const [backend, journal] = await Promise.all([
      againstBackend(base, { clock, signal, ...(network === undefined ? {} : { network }) }),
      againstJournal(clock, await lastEvent()),
    ]);
    return [inOrder('local time', localTime(clock.now())), backend, journal];
  },
});

const againstBackend = async (base: BaseUrl | null, options: AskOptions): Promise<Finding> => {
  const subject = 'against backend';
  if (base === null) return notLookedAt(subject, 'There is no usable address to ask.');
  const told = await askForTime(base, options);
  if (told.kind === 'silent') return notLookedAt(subject, `${base.host} does not tell the time: ${told.reason}.`);
  if (told.offsetMs === null) return notLookedAt(subject, `The answer of ${base.host} has no date.`);
  const words = `${span(told.offsetMs)} ${told.offsetMs < 0 ? 'behind' : 'ahead of'} ${base.host}`;
  return judged(subject, Math.abs(told.offsetMs), `This clock is ${words}.`, "less than a minute from the backend's");
};

const againstJournal = async (clock: Clock, last: JournalEnd | null): Promise<Finding> => {
  const subject = 'against journal';
  if (last === null) return notLookedAt(subject, 'The journal has no event to compare with.');
  const behindMs = last.at - clock.now();
  return judged(
    subject,
    behindMs,
    `The last event of the journal lies ${span(behindMs)} in the future: the clock was set back.`,
    'later than the last event of the journal',
  );
};

const judged = (subject: string, wrongByMs: number, words: string, good: string): Finding => {
  if (wrongByMs >= limits.faultMs) return fault(subject, 'clock wrong', words);
  if (wrongByMs >= limits.warningMs) return warning(subject, 'clock wrong', words);
  return inOrder(subject, good);
};

const span = (ms: number): string => {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
};

const localTime = (now: number): string => {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const minutes = -new Date(now).getTimezoneOffset();
  const local = new Date(now + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${local}, time zone ${timeZone} (UTC${minutes < 0 ? '-' : '+'}${hours ?? ''}:${rest ?? ''})`;
};
