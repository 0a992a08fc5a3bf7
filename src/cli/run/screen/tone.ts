import { pause } from '../../../async/pause.ts';
import type { Clock } from '../../../domain/clock.ts';
import { signOf, type VerdictSign } from '../../../domain/verdict/refused-by-rule.ts';
import type { Station } from '../../../station/station.ts';

/** So many bells are heard for a verdict: one is good, two may leave, three call a person. */
const bellsOf = { green: 1, blue: 1, amber: 2, red: 3, 'turned away': 3 } as const satisfies Record<
  VerdictSign,
  number
>;

/** Between two bells, and between the bells of two verdicts, in ms: a terminal makes one of what comes faster. */
const betweenBellsMs = 300;
const betweenVerdictsMs = 1000;

export interface ToneOptions {
  readonly station: Pick<Station, 'onChange'>;
  readonly clock: Clock;
  /** One bell. */
  readonly ring: () => void;
}

/** Rings the terminal's bell with each verdict. Of verdicts that come while it rings, the one with the most bells is heard. */
export class Tone {
  readonly #options: ToneOptions;
  #due = 0;
  #news = Promise.withResolvers<void>();

  constructor(options: ToneOptions) {
    this.#options = options;
    const said = new Map<string, string>();
    options.station.onChange(({ name, state }) => {
      if (state.kind !== 'judged') return;
      // A unit that is told of again has the same verdict, but for an amber one that is settled
      const verdict = `${state.run} ${state.verdict.colour}`;
      if (said.get(name) === verdict) return;
      said.set(name, verdict);
      this.#due = Math.max(this.#due, bellsOf[signOf(state.verdict)]);
      this.#news.resolve();
    });
  }

  /** Rings until the signal aborts. */
  async follow(signal: AbortSignal): Promise<void> {
    const { clock, ring } = this.#options;
    const over = (): void => this.#news.resolve();
    signal.addEventListener('abort', over, { once: true });
    while (!signal.aborted) {
      const bells = this.#due;
      this.#due = 0;
      for (let rung = 0; rung < bells && !signal.aborted; rung += 1) {
        ring();
        await pause(rung === bells - 1 ? betweenVerdictsMs : betweenBellsMs, { clock, signal });
      }
      if (this.#due === 0 && !signal.aborted) {
        await this.#news.promise;
        this.#news = Promise.withResolvers<void>();
        if (signal.aborted) return;
      }
    }
  }
}
