import type { VerdictColour } from '../domain/outcome.ts';
import type { Station } from '../station/station.ts';
import type { Console } from './console.ts';
import { marks } from './marks.ts';

/** Counts a station's verdicts. */
export class Tally {
  readonly #counts: Record<VerdictColour, number> = { green: 0, amber: 0, red: 0, blue: 0 };
  readonly #runs = new Set<string>();

  constructor(station: Station) {
    station.onChange(({ state }) => {
      if (state.kind !== 'judged' || this.#runs.has(state.run)) return;
      this.#runs.add(state.run);
      this.#counts[state.verdict.colour] += 1;
    });
  }

  get red(): number {
    return this.#counts.red;
  }

  get counts(): Readonly<Record<VerdictColour, number>> {
    return this.#counts;
  }

  text(console: Console): string {
    return (['green', 'amber', 'red'] as const).map((colour) => console.styled(marks[colour].style, `${marks[colour].shape} ${this.#counts[colour]} ${colour}`)).join('  ');
  }
}
