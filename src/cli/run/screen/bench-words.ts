import type { Clock } from '../../../domain/clock.ts';
import { timeOfDay } from '../../../report/figures.ts';
import type { Console, Style } from '../../shared/console.ts';
import { plain, type StyledLine } from './styled-line.ts';

/** `done`: a scan was taken. `refused`: one was not. `news`: what happened by itself. */
export type WordKind = 'done' | 'refused' | 'news';

interface Word {
  readonly kind: WordKind;
  readonly at: number;
  readonly text: string;
}

/** So many lines, and so long: what was said before is stale, in ms. */
const shown = 3;
const freshMs = { done: 20_000, refused: 60_000, news: 60_000 } as const satisfies Record<WordKind, number>;

const looks = {
  done: { shape: '✓', style: 'green' },
  refused: { shape: '✗', style: 'red' },
  news: { shape: '·' },
} as const satisfies Record<WordKind, { readonly shape: string; readonly style?: Style }>;

export interface BenchWordsOptions {
  readonly console: Console;
  readonly clock: Pick<Clock, 'now' | 'uptime'>;
}

/** What the line has to say beside its slots: under the live rows the last few words with their time, else each on a line of its own. */
export class BenchWords {
  readonly #console: Console;
  readonly #clock: BenchWordsOptions['clock'];
  #last: readonly (Word & { readonly saidAt: number })[] = [];
  #holding: readonly string[] = [];

  constructor({ console, clock }: BenchWordsOptions) {
    this.#console = console;
    this.#clock = clock;
  }

  /** For the foot of the live rows, newest last: what holds, then what was said of late. */
  get last(): readonly StyledLine[] {
    const now = this.#clock.uptime();
    this.#last = this.#last.filter(({ kind, saidAt }) => now - saidAt < freshMs[kind]).slice(-shown);
    return [
      ...this.#holding.map((text): StyledLine => [{ text: `! ${plain(text)}`, style: 'yellow' }]),
      ...this.#last.map(({ kind, at, text }): StyledLine => {
        const { shape, ...style } = looks[kind];
        return [
          { text: `${timeOfDay(at)} `, style: 'dim' },
          { text: `${shape} ${text}`, ...style },
        ];
      }),
    ];
  }

  say(text: string, kind: WordKind = 'news'): void {
    if (text === '') return;
    if (!this.#console.isLive) return this.#console.remark(kind === 'refused' ? `Refused: ${text}` : text);
    const word = { kind, at: this.#clock.now(), saidAt: this.#clock.uptime(), text: plain(text) };
    this.#last = [...this.#last, word].slice(-shown);
  }

  /** Everything of this kind that is so now: shown for as long as it is, or said once. */
  hold(sentences: readonly string[]): void {
    if (!this.#console.isLive)
      for (const sentence of sentences) if (!this.#holding.includes(sentence)) this.#console.remark(sentence);
    this.#holding = sentences;
  }
}
