import type { AnyCommand, CommandSpec, DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { ReplyState } from '../../firmware-protocols/grammar.ts';
import type { Procedure } from '../../firmware-protocols/procedure.ts';
import { beginExchange, mayRepeat } from '../dialect/exchange.ts';
import { looksLikeWrongBaud } from '../dialect/identification.ts';
import { maskSecrets, strayBytesSecret, type TranscriptExchange } from '../dialect/transcript.ts';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import type { BytePort } from './byte-port.ts';
import { LineEar } from './line-ear.ts';

/** How often a command that changes nothing is asked before the modem counts as not answering. */
const maxAsks = 3;

/** What a command was answered with; `silence` when nothing complete came in time. */
export type Answer = Exclude<ReplyState<unknown>, { state: 'pending' }> | { readonly state: 'silence'; readonly received: string };

type Commands<D extends DialectDefinition> = D['commands'];
type ArgsOf<C> = C extends CommandSpec<infer Args, unknown> ? ([Args] extends [void] ? [] : [args: Args]) : [];
type ValueOf<C> = C extends { readonly reply: { readonly read: (...all: never[]) => infer State } } ? Extract<State, { state: 'value' }> extends { value: infer Value } ? Value : never : never;

/**
 * One modem on one port, spoken to in one dialect. One command at a time; the ear is armed before the first byte is
 * written; bytes nobody asked for are written down, never flushed away unseen.
 */
export class ModemSession<D extends DialectDefinition = DialectDefinition> {
  readonly definition: D;
  readonly #ear: LineEar;
  readonly #clock: Clock;
  readonly #exchanges: TranscriptExchange[] = [];
  #busy = false;
  #disturbances = 0;

  constructor(options: { readonly definition: D; readonly port: BytePort; readonly clock: Clock }) {
    this.definition = options.definition;
    this.#clock = options.clock;
    this.#ear = new LineEar(options.port, options.clock);
  }

  /** The dialogue so far, secrets masked. */
  get transcript(): readonly TranscriptExchange[] {
    return this.#exchanges;
  }

  /** How many answers were late, damaged or missing: a reason to read once more. */
  get disturbances(): number {
    return this.#disturbances;
  }

  /** Does what the dialect needs before its first command. */
  async open(options: { readonly signal: AbortSignal }): Promise<void> {
    if (this.definition.opening !== undefined) await this.run(this.definition.opening(), options);
  }

  /**
   * Performs one command; one that changes nothing is asked again when the line disturbed it.
   * @throws PaclineError no answer | wrong baud | line is noisy | modem refused | port lost | internal fault (no such command)
   */
  async perform<Name extends keyof Commands<D> & string>(name: Name, ...rest: [...ArgsOf<Commands<D>[Name]>, { readonly signal: AbortSignal }]): Promise<ValueOf<Commands<D>[Name]>> {
    const { signal } = rest[rest.length - 1] as { signal: AbortSignal };
    return (await this.#perform(name, rest.length > 1 ? rest[0] : undefined, signal)) as ValueOf<Commands<D>[Name]>;
  }

  /** Follows a dialogue to its end. A command that fails is thrown into it. */
  async run<Value>(procedure: Procedure<Value>, { signal }: { readonly signal: AbortSignal }): Promise<Value> {
    let step = procedure.next();
    while (step.done !== true) {
      const { command, args } = step.value;
      let value: unknown;
      try {
        value = await this.#perform(command, args, signal);
      } catch (error) {
        step = procedure.throw(error);
        continue;
      }
      step = procedure.next(value);
    }
    return step.value;
  }

  /** Does what the dialect wants done at the end, and stops listening. The port stays with its owner. */
  async close(options: { readonly signal: AbortSignal }): Promise<void> {
    try {
      if (this.definition.closing !== undefined) await this.run(this.definition.closing(), options);
    } finally {
      this.#noteStray();
      this.#ear.close();
    }
  }

  async #perform(name: string, args: unknown, signal: AbortSignal): Promise<unknown> {
    const command: AnyCommand | undefined = this.definition.commands[name];
    if (command === undefined) throw new PaclineError('internal fault', `The dialect ${this.definition.id} has no command ${name}.`);
    if (this.#busy) throw new PaclineError('internal fault', `The command ${name} was asked while another one was being answered.`);
    this.#busy = true;
    try {
      for (let asks = 1; ; asks += 1) {
        const answer = await this.#exchange(name, command, args, signal);
        if (answer.state === 'value') return answer.value;
        if (answer.state === 'error') throw this.#failure(name, answer);
        this.#disturbances += 1;
        if (asks >= maxAsks || !mayRepeat(command)) throw this.#failure(name, answer);
        await this.#settle(signal);
      }
    } finally {
      this.#busy = false;
    }
  }

  async #exchange(name: string, command: AnyCommand, args: unknown, signal: AbortSignal): Promise<Answer> {
    const exchange = beginExchange(this.definition, command, args);
    this.#noteStray();
    let received = '';
    try {
      await this.#ear.write(exchange.request, signal);
      const answer = await this.#ear.listen<Answer>({
        judge(bytes, options) {
          received = bytes;
          const state = exchange.judge(bytes, options);
          return state.state === 'pending' ? null : state;
        },
        limitMs: exchange.timeoutMs,
        silenceMs: () => exchange.silenceMs,
        signal,
      });
      return answer ?? { state: 'silence', received };
    } finally {
      this.#note(name, command.sensitive ?? null);
    }
  }

  /** After a disturbance: waits until the line is quiet, so that a late answer is not taken for the next one. */
  async #settle(signal: AbortSignal): Promise<void> {
    const { settleMs } = this.definition.timing;
    await this.#ear.listen({ judge: (_, { silent }) => silent || null, limitMs: settleMs * 10, silenceMs: () => settleMs, signal });
    this.#note(null, strayBytesSecret);
  }

  #failure(name: string, answer: Exclude<Answer, { state: 'value' }>): PaclineError {
    const context = { dialect: this.definition.id, command: name };
    if (answer.state === 'error') return new PaclineError('modem refused', `The modem refused ${name}: "${answer.words.slice(0, 80)}".`, { context });
    const bytes = answer.state === 'silence' ? answer.received : answer.words;
    if (bytes === '') return new PaclineError('no answer', `No answer to ${name}. Check power, TX/RX and the seat of the unit.`, { context });
    if (looksLikeWrongBaud(bytes)) return new PaclineError('wrong baud', `What came back for ${name} is not text at ${this.definition.serial.baudRate} baud. Is this a ${this.definition.title}?`, { context });
    return new PaclineError('line is noisy', `The answer to ${name} was damaged or incomplete ${maxAsks} times. Clean the contacts and shorten the cable.`, { context });
  }

  #noteStray(): void {
    // The line feed of the answer before is no disturbance where a CR alone completes a line.
    if (/[^\r\n]/.test(this.#ear.takeUnjudged())) this.#disturbances += 1;
    this.#note(null, strayBytesSecret);
  }

  #note(command: string | null, sensitive: RegExp | null): void {
    const entries = this.#ear.takeEntries();
    if (entries.length > 0) this.#exchanges.push({ command, entries: maskSecrets(entries, sensitive), expected: null });
  }
}
