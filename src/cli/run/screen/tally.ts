import { pause } from '../../../async/pause.ts';
import type { Clock } from '../../../domain/clock.ts';
import type { Verdict } from '../../../domain/outcome.ts';
import { localTime, shiftAt, wholeDay, type MinuteOfDay } from '../../../domain/shift.ts';
import { signOf, type VerdictSign } from '../../../domain/verdict/refused-by-rule.ts';
import type { JournalReader } from '../../../journal/journal.ts';
import type { Station } from '../../../station/station.ts';
import { marks } from '../../shared/marks.ts';
import type { Span, StyledLine } from './styled-line.ts';

/** What a verdict counts as. */
export type TallyKind = VerdictSign | 'already done';

export type TallyCounts = Readonly<Record<TallyKind, number>>;

const kindOf = (verdict: Pick<Verdict, 'colour' | 'code'>): TallyKind =>
  verdict.code === 'already done' && verdict.colour === 'green' ? 'already done' : signOf(verdict);

const none = {
  green: 0,
  'already done': 0,
  amber: 0,
  red: 0,
  'turned away': 0,
  blue: 0,
} as const satisfies TallyCounts;

export interface TallyOptions {
  readonly station: Pick<Station, 'onChange'>;
  readonly clock: Clock;
  /** null: what was before does not count. */
  readonly journal: Pick<JournalReader, 'countVerdicts'> | null;
  readonly shiftStarts?: () => readonly MinuteOfDay[];
}

/** Between two looks whether a shift begins, in ms. */
const lookEveryMs = 1000;

/** Counts a station's verdicts, each run as it stands now: those of this process, and those of the shift, which is older than a restart. */
export class Tally {
  readonly #options: TallyOptions;
  /** The run that each slot judged last, as it is counted. */
  readonly #counted = new Map<
    string,
    { readonly run: string; readonly kind: TallyKind; readonly isOfShift: boolean }
  >();
  readonly #own: Record<TallyKind, number> = { ...none };
  #shift: Record<TallyKind, number> = { ...none };
  #from: number | null = null;

  constructor(options: TallyOptions) {
    this.#options = options;
    options.station.onChange(({ name, state }) => {
      if (state.kind !== 'judged') return;
      const kind = kindOf(state.verdict);
      const before = this.#counted.get(name);
      const isSame = before?.run === state.run;
      const isOfShift = !isSame || before.isOfShift;
      if (isSame) this.#count(before.kind, -1, isOfShift);
      this.#count(kind, 1, isOfShift);
      this.#counted.set(name, { run: state.run, kind, isOfShift });
    });
  }

  /** Of this process. */
  get counts(): TallyCounts {
    return this.#own;
  }

  /** Takes over what the shift has come to before now. @throws PaclineError of the journal */
  async look(): Promise<void> {
    const { journal, clock, shiftStarts = () => wholeDay } = this.#options;
    const { from } = shiftAt(clock.now(), shiftStarts());
    if (journal === null || from === this.#from) return;
    this.#from = from;
    const verdicts = await journal.countVerdicts({ from });
    this.#shift = { ...none };
    for (const [colour, codes] of verdicts)
      for (const [code, runs] of codes) this.#shift[kindOf({ colour, code })] += runs;
    for (const [name, counted] of this.#counted) this.#counted.set(name, { ...counted, isOfShift: false });
  }

  /** Begins anew with each shift, until the signal aborts. @throws PaclineError of the journal */
  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(lookEveryMs, { clock: this.#options.clock, signal });
      if (!signal.aborted) await this.look();
    }
  }

  /** Of the shift; kinds beside green, amber and red only where there are any. */
  line(): StyledLine {
    const counts = this.#from === null ? this.#own : this.#shift;
    return [
      ...(this.#from === null ? [] : [{ text: `since ${localTime(this.#from).slice(11)}  ` }]),
      ...parts(counts).flatMap((part, index) => [...(index === 0 ? [] : [{ text: '  ' }]), unbroken(part)]),
    ];
  }

  #count(kind: TallyKind, change: 1 | -1, isOfShift: boolean): void {
    this.#own[kind] += change;
    if (isOfShift) this.#shift[kind] += change;
  }
}

/** What a process or a shift has come to. */
export const parts = (counts: TallyCounts): readonly Span[] =>
  shown.flatMap(({ kind, words, isAlways }) => {
    const { shape, style } = marks[kind === 'already done' ? 'green' : kind];
    return isAlways || counts[kind] > 0 ? [{ text: `${shape} ${counts[kind]} ${words}`, style }] : [];
  });

/** A count and its word stay in one line. */
const unbroken = (part: Span): Span => ({ ...part, text: part.text.replaceAll(' ', '\u00A0') });

const shown = [
  { kind: 'green', words: 'green', isAlways: true },
  { kind: 'already done', words: 'already done', isAlways: false },
  { kind: 'amber', words: 'amber', isAlways: true },
  { kind: 'red', words: 'red', isAlways: true },
  { kind: 'turned away', words: 'not taken', isAlways: false },
  { kind: 'blue', words: 'golden', isAlways: false },
] as const;
