import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

import { type Parsed, asSentence } from '../../domain/parsed.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { printable } from '../../domain/text/printable.ts';
import type { CommandContext } from './command-context.ts';

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

/** The answer that goes back to the question before, where questions are asked in steps. */
export const backWord = '<';

/** Thrown by a question that was answered with `backWord`. */
export class WentBack extends Error {}

/** What there is to do after questions that were broken off. */
export const startAgain = 'Start again when you are ready: everything is asked anew';

/**
 * Questions and answers by the line: at a terminal with a person, through a pipe with a script. The questions go to standard error.
 * Every command that asks something asks it so: what is secret is not shown, Ctrl-C ends it at once, and nothing is read after `close`.
 */
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
  /** How many walks through steps are under way, one within the other. */
  #walks = 0;
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

  /** Asks until the answer is accepted. @throws PaclineError bad usage: the answers came to an end; interrupted. WentBack */
  async ask<T>({ words, usual, parse }: Question<T>): Promise<T> {
    for (;;) {
      const answer = await this.#answerTo(`${words}${usual === undefined || usual === '' ? '' : ` [${usual}]`}: `);
      const parsed = await parse(answer === '' && usual !== undefined ? usual : answer);
      if (parsed.ok) return parsed.value;
      this.say(`  ${asSentence(parsed.reason)}`);
    }
  }

  /** An answer that nobody may look at: at a terminal it is asked for twice, since a typing error cannot be seen. */
  async askHidden<T>({ words, parse }: Pick<Question<T>, 'words' | 'parse'>): Promise<T> {
    for (;;) {
      const answer = await this.#hiddenAnswerTo(words);
      const parsed = await parse(answer);
      if (!parsed.ok) this.say(`  ${asSentence(parsed.reason)}`);
      else if (!this.isTerminal || answer === (await this.#hiddenAnswerTo('Once more'))) return parsed.value;
      else this.say('  The two were not the same.');
    }
  }

  /** The same, asked once: for what is known already, and only shown. */
  async askHiddenOnce<T>({ words, parse }: Pick<Question<T>, 'words' | 'parse'>): Promise<T> {
    for (;;) {
      const parsed = await parse(await this.#hiddenAnswerTo(words));
      if (parsed.ok) return parsed.value;
      this.say(`  ${asSentence(parsed.reason)}`);
    }
  }

  say(text: string): void {
    this.#out.write(`${printable(text)}\n`);
  }

  /** Questions out of which one may go back: `backWord` throws WentBack in them, and is an answer like any other elsewhere. */
  async walking<T>(work: () => Promise<T>): Promise<T> {
    this.#walks += 1;
    try {
      return await work();
    } finally {
      this.#walks -= 1;
    }
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
    const answer = value.trim();
    if (this.#walks > 0 && answer === backWord) throw new WentBack();
    return answer;
  }
}

interface AnswerSource extends Pick<DialogueOptions, 'unharmed'> {
  readonly context: Pick<CommandContext, 'err' | 'signal'>;
  /** Where answers come from. Default: standard input. */
  readonly input?: NodeJS.ReadStream;
}

/** Asks somebody something, and reads nothing more when the work is over, however it ends. */
export const inDialogue = async <T>(
  { context: { err, signal }, input = process.stdin, unharmed }: AnswerSource,
  work: (dialogue: Dialogue) => Promise<T>,
): Promise<T> => {
  const dialogue = new Dialogue({ input, out: err, signal, ...(unharmed === undefined ? {} : { unharmed }) });
  try {
    return await work(dialogue);
  } finally {
    dialogue.close();
  }
};
