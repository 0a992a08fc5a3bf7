import type { VerdictColour } from '../../domain/outcome.ts';
import type { Station } from '../../station/station.ts';
import type { Console } from '../shared/console.ts';
import { marks } from '../shared/marks.ts';

const always = ['green', 'amber', 'red'] as const;

/** Counts a station's verdicts, each run as it stands now. */
export class Tally {
  readonly #colours = new Map<string, VerdictColour>();

  constructor(station: Station) {
    station.onChange(({ state }) => {
      if (state.kind === 'judged') this.#colours.set(state.run, state.verdict.colour);
    });
  }

  get red(): number {
    return this.counts.red;
  }

  get counts(): Readonly<Record<VerdictColour, number>> {
    const counts = { green: 0, amber: 0, red: 0, blue: 0 };
    for (const colour of this.#colours.values()) counts[colour] += 1;
    return counts;
  }

  /** Golden units are told of only where there were any. */
  text(console: Console): string {
    const { counts } = this;
    const shown = counts.blue > 0 ? ([...always, 'blue'] as const) : always;
    return shown
      .map((colour) =>
        console.styled(
          marks[colour].style,
          `${marks[colour].shape} ${counts[colour]} ${colour === 'blue' ? 'golden' : colour}`,
        ),
      )
      .join('  ');
  }
}
