import { hiddenSentence, overdueSentence } from '../../registrar/lookup/conclusion.ts';
import type { RegistrarActivity } from '../../registrar/registrar-options.ts';
import { duration } from '../register/bulk-progress.ts';
import type { Console } from '../shared/console.ts';
import { LiveRows } from '../shared/live-rows.ts';

/** How far a change of many units is: one line on a terminal; on standard error, in a pipe, what takes its time. */
export class ChangeProgress {
  readonly #console: Console;
  readonly #total: number;
  readonly #rows: LiveRows;
  #activity: RegistrarActivity | null = null;
  #ended = 0;
  #isDrawn = false;
  /** Of the last job that was begun. */
  jobId: string | null = null;

  constructor(options: { readonly console: Console; readonly total: number }) {
    this.#console = options.console;
    this.#total = options.total;
    this.#rows = new LiveRows(options.console);
  }

  get ended(): number {
    return this.#ended;
  }

  activity(activity: RegistrarActivity): void {
    const isNew = activity.kind !== this.#activity?.kind;
    this.#activity = activity;
    if (activity.kind === 'job') this.jobId = activity.jobId;
    if (this.#console.isLive) this.#draw();
    else if (isNew && (activity.kind === 'job' || activity.kind === 'waiting'))
      this.#console.remark(describe(activity));
  }

  /** A unit has its result, which `print` puts in the place of the line; results come in bursts, between which it is drawn again. */
  unit(print: () => void): void {
    this.clear();
    print();
    this.#ended += 1;
  }

  clear(): void {
    if (!this.#isDrawn) return;
    this.#isDrawn = false;
    this.#rows.clear();
  }

  #draw(): void {
    if (this.#activity === null) return;
    this.#isDrawn = true;
    this.#rows.draw(`${describe(this.#activity)}  (${this.#ended} of ${this.#total} have a result)`);
  }
}

const describe = (activity: RegistrarActivity): string => {
  switch (activity.kind) {
    case 'sending':
      return `sending a request for ${units(activity.units)}`;
    case 'job':
      return `the backend works on ${units(activity.total)} in job ${activity.jobId}, ${activity.done} done`;
    case 'looking up':
      return `looking up ${units(activity.units)}`;
    case 'waiting':
      return `waiting ${duration(activity.ms)}: ${activity.reason}`;
    case 'odd':
      return activity.words;
    case 'overdue':
      return overdueSentence(activity.units);
    case 'hidden':
      return hiddenSentence(activity.fields);
  }
};

export const units = (count: number): string => `${count} unit${count === 1 ? '' : 's'}`;
