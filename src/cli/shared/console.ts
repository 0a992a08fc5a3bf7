import { randomUUID } from 'node:crypto';
import { styleText } from 'node:util';

import { errorTable } from '../../domain/errors/error-table.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { printable } from '../../domain/text/printable.ts';
import type { Clock } from '../../domain/clock.ts';
import { eventSchema } from '../../domain/event-schema.ts';

export type Style = Parameters<typeof styleText>[0];

export interface ConsoleOptions {
  readonly json: boolean;
  /** What was called, as in `edit set`, for those who are to read its help. */
  readonly command?: string;
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Standard output and error as a command sees them: text for people, NDJSON for programs, colour only on a terminal. The one door to
 * both: names and words of others may hold what a terminal obeys, and of that only our own styles pass.
 */
export class Console {
  readonly json: boolean;
  readonly #command: string | null;
  /** Stands for the escape of our own styles; nobody else's text can hold it. */
  readonly #ownEscape = randomUUID();
  readonly #out: NodeJS.WriteStream;
  readonly #err: NodeJS.WriteStream;
  readonly #clock: ConsoleOptions['clock'];

  constructor(options: ConsoleOptions) {
    this.#clock = options.clock;
    this.json = options.json;
    this.#command = options.command ?? null;
    this.#out = options.out;
    this.#err = options.err;
  }

  /** A person is watching: live rows and progress make sense. */
  get isLive(): boolean {
    return !this.json && this.#out.isTTY;
  }

  /** For LiveRows, which moves the cursor. */
  get stream(): NodeJS.WriteStream {
    return this.#out;
  }

  /** One result: an object a line for programs, the text for people. `event`: "result" where the object names none. */
  result(object: Readonly<Record<string, unknown>>, text: string): void {
    this.#out.write(
      `${this.shown(this.json ? JSON.stringify({ schema: eventSchema, at: this.#clock.now(), event: 'result', ...object }) : text)}\n`,
    );
  }

  /** Beside the results, for people. */
  remark(text: string): void {
    this.#err.write(`${this.shown(text)}\n`);
  }

  /** Rings the terminal. */
  ring(): void {
    this.#out.write('\x07');
  }

  styledLine(line: readonly { readonly text: string; readonly style?: Style }[]): string {
    return line.map(({ text, style }) => (style === undefined ? text : this.styled(style, text))).join('');
  }

  styled(style: Style, text: string): string {
    return this.json
      ? text
      : styleText(style, printable(text), { stream: this.#out }).replaceAll('\x1b', this.#ownEscape);
  }

  /** What a terminal may get: our own styles, and the rest with nothing in it that it would obey. */
  shown(text: string): string {
    return printable(text).replaceAll(this.#ownEscape, '\x1b');
  }

  /** Says what went wrong and what to do; returns the exit code. Never a stack trace. */
  failure(error: unknown): number {
    const known =
      error instanceof PaclineError
        ? error
        : new PaclineError('internal fault', `A fault of pacline: ${String(error)}.`, { cause: error });
    const { code, message } = known;
    const { blame } = errorTable[code];
    if (this.json)
      this.result({ event: 'error', outcome: 'error', code, message, blame, action: `${this.#actionOf(known)}.` }, '');
    return this.remarkFailure(known);
  }

  /** The same for people only, where the result has told the program already. */
  remarkFailure(error: PaclineError): number {
    const head = styleText('red', 'pacline:', { stream: this.#err });
    this.#err.write(`${head} ${printable(`${error.message}\n  ${this.#actionOf(error)}.`)}\n`);
    return error.entry.exitCode;
  }

  #actionOf({ operatorAction }: PaclineError): string {
    return this.#command === null
      ? operatorAction
      : operatorAction.replace('pacline <command>', `pacline ${this.#command}`.trim());
  }
}
