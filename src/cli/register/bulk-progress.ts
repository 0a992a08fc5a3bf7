import { counted } from '../../domain/counted.ts';
import type { BudgetWait } from '../../backend/limits/rate-budget.ts';
import type { Clock } from '../../domain/clock.ts';
import type { RegistrationState } from '../../domain/registration.ts';
import type { JournalReader } from '../../journal/journal.ts';
import { hiddenSentence, overdueSentence } from '../../registrar/lookup/conclusion.ts';
import type { RegistrarActivity } from '../../registrar/registrar-options.ts';
import type { Console } from '../shared/console.ts';
import { LiveRows } from '../shared/live-rows.ts';

const redrawMs = 250;
const barLength = 30;

type Counts = Readonly<Partial<Record<RegistrationState, number>>>;

/** A bar with rate, time left, counts, and the reason while nothing moves; lines on standard error where nobody can watch a bar. */
export class BulkProgress {
  readonly #console: Console;
  readonly #clock: Clock;
  #reader: Pick<JournalReader, 'countRegistrations'> | null = null;
  readonly #rows: LiveRows;
  readonly #startedAt: number;
  /** Whose units are counted: those of one file, or all. */
  readonly #scope: { readonly listing?: string };
  #before: Counts = {};
  #activity: RegistrarActivity | null = null;
  #activityAt = 0;
  /** When the look that is under way began, and with how many units. */
  #look: { readonly at: number; readonly units: number } | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: { readonly console: Console; readonly clock: Clock; readonly listing?: string }) {
    this.#scope = options.listing === undefined ? {} : { listing: options.listing };
    this.#console = options.console;
    this.#clock = options.clock;
    this.#rows = new LiveRows(options.console);
    this.#startedAt = options.clock.uptime();
  }

  async start(reader: Pick<JournalReader, 'countRegistrations'>): Promise<void> {
    this.#reader = reader;
    this.#before = await reader.countRegistrations(this.#scope);
    if (this.#console.isLive) this.#timer = setInterval(() => void this.#draw(), redrawMs);
  }

  /** A request waits for the backend's published limits; what is over in a moment is not worth a word. */
  budget({ kind, ms }: BudgetWait): void {
    if (ms > 1000)
      this.activity({
        kind: 'waiting',
        ms,
        reason: kind === 'bulk' ? 'backend limit, five requests for many units in ten minutes' : 'backend limit',
      });
  }

  activity(activity: RegistrarActivity): void {
    if (activity.kind === 'odd' || activity.kind === 'overdue' || activity.kind === 'hidden')
      return this.#console.remark(describe(activity, 0));
    const changed = activity.kind !== this.#activity?.kind || describe(activity, 0) !== describe(this.#activity, 0);
    this.#look =
      activity.kind !== 'looking up'
        ? null
        : this.#look !== null && activity.units <= this.#look.units
          ? this.#look
          : { at: this.#clock.uptime(), units: activity.units };
    this.#activity = activity;
    this.#activityAt = this.#clock.uptime();
    if (changed && !this.#console.isLive) this.#console.remark(describe(activity, 0));
  }

  async stop(): Promise<void> {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    await this.#draw();
    this.#rows.keep();
  }

  async #draw(): Promise<void> {
    const now = (await this.#reader?.countRegistrations(this.#scope)) ?? {};
    const sinceMs = this.#clock.uptime() - this.#startedAt;
    const doneInJob = this.#activity?.kind === 'job' ? this.#activity.done : 0;
    this.#rows.draw(
      [
        bar({ now, before: this.#before, doneInJob, sinceMs }),
        this.#activity === null
          ? ''
          : describe(this.#activity, this.#clock.uptime() - this.#activityAt) + this.#lookLeft(),
      ].join('\n'),
    );
  }

  /** How long a look of many units may still take, by how fast it has gone so far. */
  #lookLeft(): string {
    if (this.#activity?.kind !== 'looking up' || this.#look === null) return '';
    const done = this.#look.units - this.#activity.units;
    const tookMs = this.#clock.uptime() - this.#look.at;
    return done > 0 ? `, about ${duration((tookMs / done) * this.#activity.units)} left` : '';
  }
}

const of = (counts: Counts, state: RegistrationState): number => counts[state] ?? 0;

interface ProgressCounts {
  readonly now: Counts;
  /** When it began. */
  readonly before: Counts;
  /** Units that the job under way is through with, which the journal learns at its end. */
  readonly doneInJob: number;
  readonly sinceMs: number;
}

/** Bar, rate, time left and counts: two lines. */
export const bar = ({ now, before, doneInJob, sinceMs }: ProgressCounts): string => {
  const all = Object.values(now).reduce((sum, count) => sum + count, 0);
  const ended = of(now, 'confirmed') + of(now, 'refused') + Math.min(doneInJob, of(now, 'submitted'));
  const gained = ended - of(before, 'confirmed') - of(before, 'refused');
  const rate = sinceMs > 0 ? (gained * 1000) / sinceMs : 0;
  const filled = all === 0 ? barLength : Math.round((ended / all) * barLength);
  const left = rate > 0 ? `, about ${duration(((all - ended) * 1000) / rate)} left` : '';
  return `${'█'.repeat(filled)}${'░'.repeat(barLength - filled)} ${ended} of ${all}  ${rate.toFixed(0)}/s${left}\n● ${of(now, 'confirmed')} confirmed  ■ ${of(now, 'refused')} refused  ? ${of(now, 'unknown') + of(now, 'submitted') + of(now, 'intended')} under way  ◐ ${of(now, 'accepted')} accepted  ▲ ${of(now, 'owed')} owed`;
};

const describe = (activity: RegistrarActivity, sinceMs: number): string => {
  switch (activity.kind) {
    case 'sending':
      return `sending ${counted(activity.units, 'unit')} in one request`;
    case 'job':
      return `the backend works on ${counted(activity.total, 'unit')} for ${duration(activity.sinceMs)}, ${activity.done} done. Ctrl-C is safe: the job is followed by the same command`;
    case 'looking up':
      return `looking up ${counted(activity.units, 'unit')}`;
    case 'waiting':
      return `next step in ${duration(Math.max(0, activity.ms - sinceMs))}: ${activity.reason}`;
    case 'odd':
      return activity.words;
    case 'overdue':
      return overdueSentence(activity.units);
    case 'hidden':
      return hiddenSentence(activity.fields);
  }
};

export const duration = (ms: number): string => {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};
