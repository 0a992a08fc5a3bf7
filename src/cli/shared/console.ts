import { styleText } from 'node:util';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { errorTable } from '../../domain/errors/error-table.ts';

type Style = Parameters<typeof styleText>[0];

/** Standard output and error as a command sees them: text for people, NDJSON for programs, colour only on a terminal. */
export class Console {
  readonly json: boolean;
  readonly #out: NodeJS.WriteStream;
  readonly #err: NodeJS.WriteStream;

  constructor(options: { readonly json: boolean; readonly out: NodeJS.WriteStream; readonly err: NodeJS.WriteStream }) {
    this.json = options.json;
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
    const { operatorAction, blame } = errorTable[known.code];
    if (this.json)
      this.#out.write(
        `${JSON.stringify({ event: 'error', outcome: 'error', code: known.code, message: known.message, blame, operatorAction })}\n`,
      );
    return this.remarkFailure(known);
  }

  /** The same for people only, where the result has told the program already. */
  remarkFailure({ message, entry }: PaclineError): number {
    this.#err.write(`${styleText('red', 'pacline:', { stream: this.#err })} ${message}\n  ${entry.operatorAction}.\n`);
    return entry.exitCode;
  }
}
