import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program in a process of its own; everything it says is kept. */
export class RunningProgram {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcessWithoutNullStreams;
  #stdout = '';
  #stderr = '';
  #isOver = false;
  #news = Promise.withResolvers<void>();

  constructor(program: string, args: readonly string[], environment: NodeJS.ProcessEnv) {
    const child = spawn(program, args, { env: environment });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#tell();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
      this.#tell();
    });
    // It may have ended before it read what was typed.
    child.stdin.on('error', () => undefined);
    this.#child = child;
    this.ended = once(child, 'close').then(() => {
      this.#isOver = true;
      this.#tell();
      return { code: child.exitCode, stdout: this.#stdout, stderr: this.#stderr };
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Types all there is to type, and closes standard input. */
  type(input: string): void {
    this.#child.stdin.end(input);
  }

  /** Types more, and leaves standard input open. */
  typeOn(input: string): void {
    this.#child.stdin.write(input);
  }

  /** Whoever read standard output goes away. */
  closeOutput(): void {
    this.#child.stdout.destroy();
  }

  stop(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Every whole line of standard output, from the first on, as it comes. */
  async *lines(): AsyncGenerator<string, void, undefined> {
    for (let at = 0; ;) {
      const end = this.#stdout.indexOf('\n', at);
      if (end >= 0) {
        yield this.#stdout.slice(at, end);
        at = end + 1;
      } else if (this.#isOver) return;
      else await this.#news.promise;
    }
  }

  /** Resolves with the match as soon as standard output has one. @throws Error when the program ends without */
  until(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#match(pattern, () => this.#stdout);
  }

  /** The same of standard error. */
  untilSaid(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#match(pattern, () => this.#stderr);
  }

  async #match(pattern: RegExp, text: () => string): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(text());
      if (match !== null) return match;
      if (this.#isOver) throw new Error(`the program ended before it said ${pattern}: ${this.#stdout}${this.#stderr}`);
      await this.#news.promise;
    }
  }

  #tell(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers<void>();
  }
}
