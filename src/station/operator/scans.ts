import type { Clock } from '../../domain/clock.ts';
import { matchesScan } from '../../domain/scanning/matches-scan.ts';

/** What a slot waits for somebody to scan. */
export type WantedScan =
  | { readonly kind: 'serial number'; readonly pattern: RegExp }
  | { readonly kind: 'label'; readonly code: string };

/** What became of a code. */
export type TakenScan =
  | { readonly kind: 'taken'; readonly slot: string }
  /** Nobody waits for it yet: the next slot that wants such a serial gets it. */
  | { readonly kind: 'kept' }
  /** The trigger was held too long: the same code once more. */
  | { readonly kind: 'repeated' }
  /** More than one slot waits: scan which one first. */
  | { readonly kind: 'which slot'; readonly slots: readonly string[] };

interface Waiting {
  readonly wanted: WantedScan;
  readonly take: (code: string) => void;
}

/** The same code within this time is one scan, in ms. */
const repeatMs = 1000;

/** Brings what is scanned to the slot that waits for it. One scanner serves all slots. */
export class Scans {
  readonly #clock: Pick<Clock, 'uptime'>;
  readonly #waiting = new Map<string, Waiting>();
  #selected: string | null = null;
  #kept: { readonly code: string; readonly slot: string | null } | null = null;
  #last: { readonly code: string; readonly at: number } | null = null;

  constructor(options: { readonly clock: Pick<Clock, 'uptime'> }) {
    this.#clock = options.clock;
  }

  /** Slots that wait for a scan. */
  get waiting(): readonly string[] {
    return [...this.#waiting.keys()];
  }

  /** Whether a slot waits for just this code, or the next code goes to a slot whatever it is. */
  isWaitedFor(code: string): boolean {
    return this.#selected !== null || [...this.#waiting.values()].some(({ wanted }) => fits(code, wanted));
  }

  /** The next code is for this slot; null: for whichever it fits. */
  select(slot: string | null): void {
    this.#selected = slot;
  }

  /** Forgets a slot that was selected and a code that was kept. */
  cancel(): void {
    this.#selected = null;
    this.#kept = null;
  }

  /** Resolves with the next code for this slot; the caller judges it. */
  next(slot: string, wanted: WantedScan, { signal }: { readonly signal: AbortSignal }): Promise<string> {
    signal.throwIfAborted();
    const kept = this.#kept;
    if (kept !== null && (kept.slot ?? slot) === slot && fits(kept.code, wanted)) {
      this.#kept = null;
      return Promise.resolve(kept.code);
    }
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const give = (): void => reject(signal.reason);
    signal.addEventListener('abort', give, { once: true });
    this.#waiting.set(slot, { wanted, take: resolve });
    return promise.finally(() => {
      this.#waiting.delete(slot);
      signal.removeEventListener('abort', give);
    });
  }

  offer(code: string): TakenScan {
    const now = this.#clock.uptime();
    const repeated = this.#last?.code === code && now - this.#last.at < repeatMs;
    this.#last = { code, at: now };
    if (repeated) return { kind: 'repeated' };
    const selected = this.#selected;
    this.#selected = null;
    if (selected !== null && !this.#waiting.has(selected)) {
      this.#kept = { code, slot: selected };
      return { kind: 'kept' };
    }
    const slot = selected ?? this.#addressee(code);
    const waiting = slot === null ? undefined : this.#waiting.get(slot);
    if (slot !== null && waiting !== undefined) {
      this.#waiting.delete(slot);
      waiting.take(code);
      return { kind: 'taken', slot };
    }
    if (this.#waiting.size > 0) return { kind: 'which slot', slots: this.waiting };
    this.#kept = { code, slot: null };
    return { kind: 'kept' };
  }

  /** The one slot that the code fits, or else the only one that waits. */
  #addressee(code: string): string | null {
    const fitting = [...this.#waiting].filter(([, { wanted }]) => fits(code, wanted)).map(([slot]) => slot);
    const candidates = fitting.length > 0 ? fitting : this.waiting;
    return candidates.length === 1 ? (candidates[0] ?? null) : null;
  }
}

/** No serial number is longer: a pattern is never let loose on a text of any length. */
const longestSerialNumber = 64;

export const isSerialNumber = (code: string, pattern: RegExp): boolean =>
  code.length <= longestSerialNumber && pattern.test(code);

const fits = (code: string, wanted: WantedScan): boolean =>
  wanted.kind === 'serial number' ? isSerialNumber(code, wanted.pattern) : matchesScan(wanted.code, code);
