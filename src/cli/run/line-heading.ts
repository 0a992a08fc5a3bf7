import { pause } from '../../async/pause.ts';
import type { Clock } from '../../domain/clock.ts';
import { describeCertification } from '../../domain/product.ts';
import type { JournalReader, Owing } from '../../journal/journal.ts';
import type { LineRules } from '../../station/line-rules.ts';
import type { Person } from '../../station/operator/person.ts';

/** Between two looks at what is owed, in ms. */
const lookEveryMs = 1000;

export interface HeadingOptions {
  readonly journal: JournalReader;
  readonly clock: Clock;
  readonly rules: () => LineRules;
  readonly person: () => Person | null;
}

/** The first line above the slots: what is made, how far the order is, what is owed and since when, and who is signed in. */
export class LineHeading {
  readonly #options: HeadingOptions;
  #owing: Owing = { units: 0, since: null };
  #confirmed = 0;
  #unprinted = 0;

  constructor(options: HeadingOptions) {
    this.#options = options;
  }

  /** Looks into the journal until the signal aborts. */
  async follow(signal: AbortSignal): Promise<void> {
    const { journal, clock, rules } = this.#options;
    while (!signal.aborted) {
      const { order, label } = rules();
      this.#owing = await journal.owing();
      if (order !== null) this.#confirmed = await journal.countOfOrder(order.name, ['confirmed']);
      if (label !== null) this.#unprinted = await journal.countLabels(['owed']);
      await pause(lookEveryMs, { clock, signal });
    }
  }

  text(): string {
    const { product, order } = this.#options.rules();
    const person = this.#options.person();
    return [
      product.name,
      describeCertification(product.certification),
      ...(order === null
        ? []
        : [`order ${order.name}: ${this.#confirmed}${order.quantity === null ? '' : ` of ${order.quantity}`}`]),
      ...(this.#owing.units === 0
        ? []
        : [`${this.#owing.units} owed, the oldest for ${age(this.#options.clock.now() - (this.#owing.since ?? 0))}`]),
      ...(this.#unprinted === 0 ? [] : [`${this.#unprinted} label${this.#unprinted === 1 ? '' : 's'} owed`]),
      ...(person === null ? [] : [`${person.name} (${person.role})`]),
    ].join(' · ');
  }
}

const age = (ms: number): string =>
  ms < 60_000
    ? `${Math.max(0, Math.round(ms / 1000))} s`
    : ms < 3_600_000
      ? `${Math.floor(ms / 60_000)} min`
      : `${(ms / 3_600_000).toFixed(1)} h`;
