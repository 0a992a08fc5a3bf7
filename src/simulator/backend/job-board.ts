import { jobId } from './invented.ts';
import { Job, type JobOrder, type JobPace, type JobReading, type JobTrouble } from './job.ts';

interface RunningJob extends JobReading {
  advance(now: number): void;
}

/** Every job that was ever started; finished ones stay readable. */
export class JobBoard {
  readonly #jobs = new Map<string, JobReading>();
  readonly #running = new Set<RunningJob>();

  start<T>(order: JobOrder<T>, { pace, trouble, at }: { readonly pace: JobPace; readonly trouble: JobTrouble; readonly at: number }): JobReading {
    const job = new Job(order, { id: jobId(this.#jobs.size + 1), pace, trouble, at });
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
      if (job.isDone) this.#running.delete(job);
    }
  }
}
