import { pause } from '../../async/pause.ts';
import type { Backend, RegisteredDevice } from '../../backend/backend.ts';
import type { Clock } from '../../domain/clock.ts';
import type { DeviceId } from '../../domain/device-id.ts';

export interface Lookup {
  readonly deviceId: DeviceId;
  readonly deviceTypeId: string;
  readonly effort: 'quick' | 'thorough';
}

interface PendingLookup extends Lookup {
  readonly signal: AbortSignal;
  readonly answer: PromiseWithResolvers<RegisteredDevice | undefined>;
}

export interface SharedLookupOptions {
  readonly backend: Pick<Backend, 'find'>;
  readonly clock: Clock;
  /** How long to wait for others to ask as well, in ms: a unit that is alone does not wait. */
  readonly gatherMs: () => number;
}

/**
 * Look-ups of single units, joined: while one is in flight, whoever asks waits for the next one, which asks for all of them
 * together. Thirty-two units of one delivery cost a few requests and not one each.
 */
export class SharedLookup {
  readonly #options: SharedLookupOptions;
  #waiting: PendingLookup[] = [];
  #working = false;
  /** While others are given the time to ask as well. */
  #gathering: AbortController | null = null;

  constructor(options: SharedLookupOptions) {
    this.#options = options;
  }

  /** undefined: not seen (`quick`), or not there for us (`thorough`). @throws PaclineError of the backend; the signal's reason */
  async find(lookup: Lookup, { signal }: { readonly signal: AbortSignal }): Promise<RegisteredDevice | undefined> {
    signal.throwIfAborted();
    const asked: PendingLookup = { ...lookup, signal, answer: Promise.withResolvers() };
    const leave = (): void => {
      asked.answer.reject(signal.reason);
      if (this.#waiting.every((other) => other.signal.aborted)) this.#gathering?.abort(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    this.#waiting.push(asked);
    void this.#work();
    try {
      return await asked.answer.promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      while (this.#waiting.length > 0) {
        await this.#gather();
        const asked = this.#waiting.filter(({ signal }) => !signal.aborted);
        this.#waiting = [];
        for (const group of Map.groupBy(asked, ({ effort, deviceTypeId }) => `${effort} ${deviceTypeId}`).values())
          await this.#ask(group);
      }
    } finally {
      this.#working = false;
    }
  }

  /** Ends early when nobody waits any more. */
  async #gather(): Promise<void> {
    const ms = this.#options.gatherMs();
    if (ms === 0) return;
    const { signal } = (this.#gathering = new AbortController());
    await pause(ms, { clock: this.#options.clock, signal });
    this.#gathering = null;
  }

  async #ask(group: readonly PendingLookup[]): Promise<void> {
    const [first] = group;
    if (first === undefined) return;
    const { signal, done } = abortedWhenAll(group.map((asked) => asked.signal));
    try {
      const { effort, deviceTypeId } = first;
      const found = await this.#options.backend.find([...new Set(group.map(({ deviceId }) => deviceId))], {
        effort,
        deviceTypeId,
        signal,
      });
      for (const { deviceId, answer } of group) answer.resolve(found.get(deviceId));
    } catch (error) {
      for (const { answer } of group) answer.reject(error);
    } finally {
      done();
    }
  }
}

/** Aborts when nobody waits any more, with the reason of the last one. */
const abortedWhenAll = (
  signals: readonly AbortSignal[],
): { readonly signal: AbortSignal; readonly done: () => void } => {
  const all = new AbortController();
  const look = (): void => {
    if (signals.every((signal) => signal.aborted)) all.abort(signals.at(-1)?.reason);
  };
  for (const signal of signals) signal.addEventListener('abort', look, { once: true });
  look();
  return {
    signal: all.signal,
    done: () => {
      for (const signal of signals) signal.removeEventListener('abort', look);
    },
  };
};
