import { pause } from '../../async/pause.ts';
import type { Clock } from '../../domain/clock.ts';
import { signOf, type VerdictSign } from '../../domain/verdict/refused-by-rule.ts';
import { openStates } from '../../domain/registration.ts';
import type { JournalReader, Owing } from '../../journal/journal.ts';
import type { DebtLimit, LineRules } from '../../station/line-rules.ts';
import type { Slot } from '../../station/slot-state.ts';
import type { BenchSummary } from '../bench-state.ts';

export interface BenchFiguresOptions {
  readonly line: { onChange(listener: (slot: Slot) => void): () => void };
  readonly journal: Pick<JournalReader, 'owing' | 'countOfOrder'>;
  readonly clock: Clock;
  readonly rules: () => LineRules;
}

/** Between two looks into the journal, in ms. */
const lookEveryMs = 1000;

/** How far the order is, and what is owed. */
export class BenchFigures {
  readonly #options: BenchFiguresOptions;
  readonly #signs = new Map<string, VerdictSign>();
  #owing: Owing = { units: 0, since: null };
  #order: { readonly done: number; readonly owed: number } | null = null;

  constructor(options: BenchFiguresOptions) {
    this.#options = options;
    options.line.onChange(({ state }) => {
      if (state.kind === 'judged') this.#signs.set(state.run, signOf(state.verdict));
    });
  }

  /** Looks into the journal until the signal aborts. @throws PaclineError of the journal */
  async follow(signal: AbortSignal): Promise<void> {
    const { journal, clock, rules } = this.#options;
    while (!signal.aborted) {
      const { order } = rules();
      this.#owing = await journal.owing();
      this.#order =
        order === null
          ? null
          : {
              done: await journal.countOfOrder(order.name, ['confirmed']),
              owed: await journal.countOfOrder(order.name, openStates),
            };
      await pause(lookEveryMs, { clock, signal });
    }
  }

  now(limit: DebtLimit | null): Pick<BenchSummary, 'done' | 'owed' | 'red' | 'owedSince' | 'isDebtPressing'> {
    const { units, since } = this.#owing;
    return {
      done: this.#order?.done ?? this.#count('green'),
      owed: this.#order?.owed ?? units,
      red: this.#count('red'),
      owedSince: since,
      isDebtPressing: limit !== null && this.#isPressing(limit),
    };
  }

  #isPressing({ maxUnits, maxMs }: DebtLimit): boolean {
    const { units, since } = this.#owing;
    const ageMs = since === null ? 0 : this.#options.clock.now() - since;
    return (maxUnits !== null && units >= maxUnits / 2) || (maxMs !== null && ageMs >= maxMs / 2);
  }

  #count(sign: VerdictSign): number {
    return [...this.#signs.values()].filter((one) => one === sign).length;
  }
}
