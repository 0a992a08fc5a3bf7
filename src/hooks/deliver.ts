import { Backoff } from '../async/backoff.ts';
import { Bell } from '../async/bell.ts';
import type { Clock } from '../domain/clock.ts';
import type { JournalReader, RecordedEvent, Sequence } from '../journal/journal.ts';
import type { HookFailure, HookProgress, HookState } from './hook-state.ts';
import type { PositionFile } from './position-file.ts';
import { hookFailureOf, progressLeft, seenFromOutside } from './progress-left.ts';
import { publicEvent, type EventKind } from './public-event.ts';
import type { Receiver } from './receivers/receiver.ts';

/** What a hook needs of the journal. */
export type HookJournal = Pick<JournalReader, 'read' | 'lastSequence'>;

export interface HookDeliveryOptions {
  readonly name: string;
  /** null: all of them. */
  readonly kinds: readonly EventKind[] | null;
  readonly journal: HookJournal;
  readonly receiver: Receiver;
  readonly position: PositionFile;
  readonly clock: Clock;
}

/** How often the journal is looked at where nobody calls `notice`. */
const lookEveryMs = 1000;

/**
 * The events of the journal, in order, to one receiver, each at least once: the position is remembered on disk after an event was
 * taken, never before. An event that is not taken is tried again until it is; none is left out, whatever it takes.
 */
export class Delivery {
  readonly #options: HookDeliveryOptions;
  /** null: not read yet. */
  #deliveredUpTo: Sequence | null = null;
  #lastFailure: HookFailure | null = null;
  #since: number | null = null;
  /** What the file says; null: not known. */
  #remembered: HookProgress | null = null;
  readonly #backoff: Backoff<HookFailure>;
  readonly #bell = new Bell();

  constructor(options: HookDeliveryOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.clock);
  }

  /** The journal has grown. Optional: without it an event leaves up to a second later. */
  notice(): void {
    this.#bell.ring();
  }

  /** Of a hook that does not run here, what its last process left. @throws PaclineError as the journal's reader does */
  async state(): Promise<HookState> {
    const { name, journal } = this.#options;
    const progress = this.#deliveredUpTo === null ? await this.#seenFromOutside() : this.#progress(this.#deliveredUpTo);
    return { name, ...progress, behind: Math.max(0, (await journal.lastSequence()) - progress.deliveredUpTo) };
  }

  /** Resolves when the signal aborts; the receiver is then closed. Never rejects: every failure is in the state. Runs once. */
  async run({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#deliverWaiting(signal);
        await this.#bell.isRungWithin(lookEveryMs, { clock: this.#options.clock, signal });
      } catch (error) {
        if (signal.aborted) break;
        await this.#fail(error);
        await this.#backoff.wait({ signal });
      }
    }
    await this.#options.receiver.close().catch(() => undefined);
  }

  async #deliverWaiting(signal: AbortSignal): Promise<void> {
    const { journal, receiver } = this.#options;
    const after = this.#deliveredUpTo ?? (await this.#readPosition());
    // What an earlier failure kept from being written: before anything else is sent
    await this.#remember(after);
    for await (const recorded of journal.read({ after })) {
      signal.throwIfAborted();
      if (this.#wants(recorded)) {
        await receiver.deliver(publicEvent(recorded), { signal });
        this.#works(recorded.sequence);
        await this.#remember(recorded.sequence);
      } else {
        this.#deliveredUpTo = recorded.sequence;
      }
    }
    const reached = this.#deliveredUpTo ?? after;
    this.#works(reached);
    await this.#remember(reached);
  }

  #wants({ event }: RecordedEvent): boolean {
    const { kinds } = this.#options;
    return kinds === null || kinds.includes(event.kind);
  }

  async #readPosition(): Promise<Sequence> {
    const { position, journal } = this.#options;
    const progress = await progressLeft(position, journal);
    this.#remembered = progress;
    this.#deliveredUpTo = progress.deliveredUpTo;
    this.#lastFailure ??= progress.lastFailure;
    this.#since ??= progress.since;
    return progress.deliveredUpTo;
  }

  #progress(deliveredUpTo: Sequence): HookProgress {
    return { deliveredUpTo, lastFailure: this.#lastFailure, since: this.#since };
  }

  async #seenFromOutside(): Promise<HookProgress> {
    const { position, journal, clock } = this.#options;
    const progress = await seenFromOutside({ position, journal, clock });
    // Where the file is the trouble, this process may know of it for longer
    return {
      ...progress,
      lastFailure: this.#lastFailure ?? progress.lastFailure,
      since: this.#since ?? progress.since,
    };
  }

  #works(deliveredUpTo: Sequence): void {
    this.#deliveredUpTo = deliveredUpTo;
    this.#backoff.succeeded();
    this.#since = null;
  }

  async #remember(deliveredUpTo: Sequence): Promise<void> {
    const before = this.#remembered;
    if (
      before !== null &&
      before.deliveredUpTo === deliveredUpTo &&
      before.since === this.#since &&
      before.lastFailure === this.#lastFailure
    )
      return;
    const progress = this.#progress(deliveredUpTo);
    await this.#options.position.write(progress);
    this.#remembered = progress;
  }

  async #fail(why: unknown): Promise<void> {
    const at = this.#options.clock.now();
    this.#lastFailure = hookFailureOf(why, at);
    this.#backoff.failed(this.#lastFailure);
    this.#since ??= at;
    // For those who look from another process; where the file itself is the trouble, this one still knows
    if (this.#deliveredUpTo !== null) await this.#remember(this.#deliveredUpTo).catch(() => undefined);
  }
}
