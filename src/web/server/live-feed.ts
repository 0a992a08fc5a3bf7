import { pause } from '../../async/pause.ts';
import type { Clock } from '../../domain/clock.ts';
import type { BenchState, BenchSummary, LiveFrame, TileSlot } from '../bench-state.ts';

/** Where the picture comes from. */
export interface BenchSource {
  /** As it is now; cheap, because it is asked for at every tick. */
  slots(): readonly TileSlot[];
  summary(): BenchSummary;
  /** The journal's last event. @throws PaclineError of the journal */
  sequence(): Promise<number>;
  /** Told after every change that cannot wait for the next second. */
  onChange(listener: () => void): () => void;
}

/** Who is sent frames. */
export interface Subscriber {
  /** Bytes that are not yet sent: whoever does not keep up is left out until it does. */
  readonly backlog: number;
  send(frame: string): void;
}

/** Changes that come together are sent together, in ms. */
const tickMs = 15;
/** The longest silence, in ms. */
const heartbeatMs = 1000;
/** Of a subscriber that does not read, in bytes. */
const longestBacklog = 1_000_000;

interface SentTile {
  readonly slot: TileSlot;
  readonly text: string;
  /** The journal's last event when it changed. */
  readonly sequence: number;
}

interface SubscriberState {
  readonly subscriber: Subscriber;
  /** The sequence from which on it may have missed something; null: it has everything. */
  missedFrom: number | null;
  /** The ping that is to be answered as soon as it has everything; null: none is. */
  ping: number | null;
}

export interface Subscription {
  /** What it has been sent before the answer is the picture of now. */
  ping(number: number): void;
  end(): void;
}

/** The picture of the bench, sent to all who look at it, as it changes. */
export class LiveFeed {
  readonly #source: BenchSource;
  readonly #clock: Clock;
  readonly #subscribers = new Set<SubscriberState>();
  readonly #known = new Map<string, SentTile>();
  #summary: { readonly text: string; readonly sequence: number } = { text: '', sequence: 0 };
  #sequence = 0;
  #woken = Promise.withResolvers<void>();

  constructor({ source, clock }: { readonly source: BenchSource; readonly clock: Clock }) {
    this.#source = source;
    this.#clock = clock;
  }

  /** Sends until the signal aborts. @throws PaclineError of the journal */
  async run({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    const wake = (): void => this.#woken.resolve();
    const forget = this.#source.onChange(wake);
    try {
      while (!signal.aborted) {
        await this.#tick();
        await this.#untilNextTick(signal);
      }
    } finally {
      forget();
    }
  }

  /** The picture as it is now. @throws PaclineError of the journal */
  async state(): Promise<BenchState> {
    const [slots, bench] = [this.#source.slots(), this.#source.summary()];
    return { sequence: await this.#source.sequence(), at: this.#clock.now(), bench, slots };
  }

  /**
   * Sends what changed at `after` or behind it, then every frame, until its end. `after`: the last sequence that the subscriber has;
   * null: none.
   */
  subscribe(subscriber: Subscriber, { after }: { readonly after: number | null }): Subscription {
    const state: SubscriberState = { subscriber, missedFrom: after ?? 0, ping: null };
    this.#subscribers.add(state);
    this.#woken.resolve();
    return {
      ping: (number) => {
        state.ping = number;
        if (state.missedFrom === null) this.#sendTo(state, {});
      },
      end: () => void this.#subscribers.delete(state),
    };
  }

  async #untilNextTick(signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    const silence = pause(heartbeatMs, { clock: this.#clock, signal: AbortSignal.any([signal, woken.signal]) });
    const isWoken = await Promise.race([this.#woken.promise.then(() => true), silence.then(() => false)]);
    woken.abort();
    if (isWoken) await pause(tickMs, { clock: this.#clock, signal });
    this.#woken = Promise.withResolvers<void>();
  }

  async #tick(): Promise<void> {
    const slots = this.#source.slots();
    const summary = this.#source.summary();
    // Read behind the picture: what it shows is in the journal
    this.#sequence = await this.#source.sequence();
    const changed = slots.filter((slot) => this.#hasChanged(slot));
    for (const name of this.#known.keys()) if (!slots.some(({ slot }) => slot === name)) this.#known.delete(name);
    const text = JSON.stringify(summary);
    const isNewSummary = text !== this.#summary.text;
    if (isNewSummary) this.#summary = { text, sequence: this.#sequence };
    for (const state of this.#subscribers) {
      const { missedFrom } = state;
      if (missedFrom === null) this.#sendTo(state, { slots: changed, ...(isNewSummary && { bench: summary }) });
      else this.#sendTo(state, this.#missed(missedFrom, summary));
    }
  }

  #missed(from: number, bench: BenchSummary): Partial<LiveFrame> {
    const missed = [...this.#known.values()].filter(({ sequence }) => sequence >= from);
    return { slots: missed.map(({ slot }) => slot), ...(this.#summary.sequence >= from && { bench }) };
  }

  /** Whoever does not keep up is left out, and gets what it missed once it does. */
  #sendTo(state: SubscriberState, frame: Partial<LiveFrame>): void {
    const { subscriber, ping } = state;
    if (subscriber.backlog > longestBacklog) {
      state.missedFrom ??= this.#sequence;
      return;
    }
    state.missedFrom = null;
    state.ping = null;
    const { sequence, at } = { sequence: this.#sequence, at: this.#clock.now() };
    const whole: LiveFrame = { sequence, at, slots: [], ...frame, ...(ping !== null && { pong: ping }) };
    subscriber.send(JSON.stringify(whole));
  }

  #hasChanged(slot: TileSlot): boolean {
    const text = JSON.stringify(slot);
    if (this.#known.get(slot.slot)?.text === text) return false;
    this.#known.set(slot.slot, { slot, text, sequence: this.#sequence });
    return true;
  }
}
