import { drawDelay, type Delay } from './delay.ts';
import { jobId } from '../invented.ts';
import { Job, type JobOrder, type JobReading, type JobTrouble } from './job.ts';

/**
 * When jobs begin and how long they take: so much whatever their size, and so much more for every 1,000 units. All 0: done at
 * the first look. What is a range is drawn for each job anew.
 */
export interface JobPace {
  /** Default: at once. */
  readonly startsAfterMs?: Delay;
  readonly perJobMs: Delay;
  readonly perThousandMs: Delay;
}

interface StartOptions {
  readonly pace: JobPace;
  readonly trouble: JobTrouble;
  readonly at: number;
  /** Of what is drawn. */
  readonly seed: number;
}

interface RunningJob extends JobReading {
  advance(now: number): void;
  readonly isOver: boolean;
}

/** Every job that was ever started; finished ones stay readable. */
export class JobBoard {
  readonly #jobs = new Map<string, JobReading>();
  readonly #running = new Set<RunningJob>();

  start<T>(order: JobOrder<T>, { pace, trouble, at, seed }: StartOptions): JobReading {
    const ordinal = this.#jobs.size + 1;
    const drawn = (delay: Delay, salt: number): number => drawDelay(delay, { key: ordinal, seed: seed + salt });
    const startsAt = at + drawn(pace.startsAfterMs ?? 0, 0) + trouble.lateMs;
    const durationMs = drawn(pace.perJobMs, 1) + (drawn(pace.perThousandMs, 2) * order.units.length) / 1000;
    const job = new Job(order, { id: jobId(ordinal), startsAt, durationMs, trouble });
    this.#jobs.set(job.id, job);
    this.#running.add(job);
    return job;
  }

  find(id: string): JobReading | undefined {
    return this.#jobs.get(id.toLowerCase());
  }

  /** Does every unit that is due by now. */
  advance(now: number): void {
    for (const job of this.#running) {
      job.advance(now);
      if (job.isOver) this.#running.delete(job);
    }
  }
}
