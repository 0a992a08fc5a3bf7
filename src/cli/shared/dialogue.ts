import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

import { type Parsed, sentence } from '../../domain/parsed.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { printable } from '../../domain/text/printable.ts';

export interface Question<T> {
  /** What is asked for, without a colon; what is accepted may stand in brackets. */
  readonly words: string;
  /** What an empty answer means; shown. Absent: an empty answer is parsed like any other. */
  readonly usual?: string;
  /** Says of an answer that is refused what is accepted; then it is asked again. */
  readonly parse: (answer: string) => Parsed<T> | Promise<Parsed<T>>;
}

export interface DialogueOptions {
  readonly input: NodeJS.ReadStream;
  readonly out: NodeJS.WriteStream;
  readonly signal: AbortSignal;
  /** What did not happen when it ends before its time. Default: nothing was written. */
  readonly unharmed?: string;
}

/** What there is to do after questions that were broken off. */
export const startAgain = 'Start again when you are ready: everything is asked anew';

/** Questions and answers by the line: at a terminal with a person, through a pipe with a script. The questions go to standard error. */
export class Dialogue {
  readonly #lines: AsyncIterator<string>;
  readonly #readline: Interface;
  readonly #out: NodeJS.WriteStream;
  readonly #unharmed: string;
  readonly #interruption = new AbortController();
  /** Aborted by the command's own signal, and by Ctrl-C at the terminal: for what is asked of others between two answers. */
  readonly signal: AbortSignal;
  /** A person answers, and not a script. */
  readonly isTerminal: boolean;
  #isHidden = false;

  constructor({ input, out, signal, unharmed = 'nothing was written' }: DialogueOptions) {
    this.#out = out;
    this.#unharmed = unharmed;
    this.signal = AbortSignal.any([signal, this.#interruption.signal]);
    this.isTerminal = input.isTTY;
    // What is typed is shown by readline, unless it is hidden.
    const shown = new Writable({
      write: (chunk: Buffer, _, done) => {
        if (!this.#isHidden) out.write(chunk);
        done();
      },
    });
    this.#readline = createInterface({
      input,
      terminal: input.isTTY,
      historySize: 0,
      signal,
      ...(input.isTTY ? { output: shown } : {}),
    });
    // At a terminal that hands over each key, Ctrl-C comes as a key and not as a signal.
    this.#readline.once('SIGINT', () => {
      this.#interruption.abort(
        new PaclineError('interrupted', `Stopped on request; ${this.#unharmed}.`, { action: startAgain }),
      );
      this.#readline.close();
    });
    this.#lines = this.#readline[Symbol.asyncIterator]();
  }

  /** Asks until the answer is accepted. @throws PaclineError bad usage: the answers came to an end; interrupted */
  async ask<T>({ words, usual, parse }: Question<T>): Promise<T> {
    for (;;) {
      const answer = await this.#answerTo(`${words}${usual === undefined || usual === '' ? '' : ` [${usual}]`}: `);
      const parsed = await parse(answer === '' && usual !== undefined ? usual : answer);
      if (parsed.ok) return parsed.value;
      this.say(`  ${sentence(parsed.reason)}`);
    }
  }

  /** An answer that nobody may look at: at a terminal it is asked for twice, since a typing error cannot be seen. */
  async askHidden<T>({ words, parse }: Pick<Question<T>, 'words' | 'parse'>): Promise<T> {
    for (;;) {
      const answer = await this.#hiddenAnswerTo(words);
      const parsed = await parse(answer);
      if (!parsed.ok) this.say(`  ${sentence(parsed.reason)}`);
      else if (!this.isTerminal || answer === (await this.#hiddenAnswerTo('Once more'))) return parsed.value;
      else this.say('  The two were not the same.');
    }
  }

  /** The same, asked once: for what is known already, and only shown. */
  async askHiddenOnce<T>({ words, parse }: Pick<Question<T>, 'words' | 'parse'>): Promise<T> {
    for (;;) {
      const parsed = await parse(await this.#hiddenAnswerTo(words));
      if (parsed.ok) return parsed.value;
      this.say(`  ${sentence(parsed.reason)}`);
    }
  }

  say(text: string): void {
    this.#out.write(`${printable(text)}\n`);
  }

  close(): void {
    this.#readline.close();
  }

  async #hiddenAnswerTo(words: string): Promise<string> {
    this.#out.write(`${printable(words)} (not shown): `);
    this.#isHidden = true;
    try {
      return await this.#answerTo('');
    } finally {
      this.#isHidden = false;
      this.#out.write('\n');
    }
  }

  async #answerTo(words: string): Promise<string> {
    const prompt = printable(words);
    this.#readline.setPrompt(prompt);
    if (this.isTerminal) this.#readline.prompt();
    else this.#out.write(prompt);
    const { value, done } = await this.#lines.next();
    // Who answers at a terminal has ended the line by answering.
    if (done === true || (!this.isTerminal && !this.#isHidden)) this.#out.write('\n');
    this.signal.throwIfAborted();
    if (done === true)
      throw new PaclineError('bad usage', `The answers ended before the questions did; ${this.#unharmed}.`);
    return value.trim();
  }
}
