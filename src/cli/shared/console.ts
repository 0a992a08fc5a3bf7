import { styleText } from 'node:util';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { errorTable } from '../../domain/errors/error-table.ts';

type Style = Parameters<typeof styleText>[0];

/** Standard output and error as a command sees them: text for people, NDJSON for programs, colour only on a terminal. */
export class Console {
  readonly json: boolean;
  readonly #command: string | null;
  readonly #out: NodeJS.WriteStream;
  readonly #err: NodeJS.WriteStream;

  /** `command`: what was called, as in `edit set`, for those who are to read its help. */
  constructor(options: {
    readonly json: boolean;
    readonly command?: string;
    readonly out: NodeJS.WriteStream;
    readonly err: NodeJS.WriteStream;
  }) {
    this.json = options.json;
    this.#command = options.command ?? null;
    this.#out = options.out;
    this.#err = options.err;
  }

  /** A person is watching: live rows and progress make sense. */
  get isLive(): boolean {
    return !this.json && this.#out.isTTY;
  }

  get stream(): NodeJS.WriteStream {
    return this.#out;
  }

  /** One result: an object a line for programs, the text for people. */
  result(object: Readonly<Record<string, unknown>>, text: string): void {
    this.#out.write(`${this.json ? JSON.stringify(object) : text}\n`);
  }

  /** Beside the results, for people. */
  remark(text: string): void {
    this.#err.write(`${text}\n`);
  }

  styled(style: Style, text: string): string {
    return this.json ? text : styleText(style, text, { stream: this.#out });
  }

  /** Says what went wrong and what to do; returns the exit code. Never a stack trace. */
  failure(error: unknown): number {
    const known =
      error instanceof PaclineError
        ? error
        : new PaclineError('internal fault', `A fault of pacline: ${String(error)}.`, { cause: error });
    const { blame } = errorTable[known.code];
    const operatorAction = this.#actionOf(known);
    if (this.json)
      this.#out.write(
        `${JSON.stringify({ event: 'error', outcome: 'error', code: known.code, message: known.message, blame, operatorAction })}\n`,
      );
    return this.remarkFailure(known);
  }

  /** The same for people only, where the result has told the program already. */
  remarkFailure(error: PaclineError): number {
    const head = styleText('red', 'pacline:', { stream: this.#err });
    this.#err.write(`${head} ${error.message}\n  ${this.#actionOf(error)}.\n`);
    return error.entry.exitCode;
  }

  #actionOf({ operatorAction }: PaclineError): string {
    return this.#command === null
      ? operatorAction
      : operatorAction.replace('pacline <command>', `pacline ${this.#command}`.trim());
  }
}
