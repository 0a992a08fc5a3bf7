import type { AnyCommand, DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { Procedure } from '../../firmware-protocols/procedure.ts';
import { beginExchange, mayRepeat, type Exchange } from '../dialect/exchange.ts';
import { loneCrMs } from '../dialect/framing.ts';
import { maskSecrets, mostHeardBytes, strayBytesSecret, type TranscriptExchange } from '../dialect/transcript.ts';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { announcementMissing, commandFailed, type Answer, type FailedAnswer } from './answer-failure.ts';
import { afterFailure, busyPauseMs, nextStep, noAttemptYet, type AttemptsSoFar, type NextAttempt } from './asking.ts';
import type { BytePort } from './byte-port.ts';
import { LineEar, nextSilence } from './line-ear.ts';
import { wakeByBreak } from './wake-by-break.ts';

type Commands<D extends DialectDefinition> = D['commands'];
type ArgsOf<C> = C extends { readonly request: (args: infer Args) => string } ? [args: Args] : [];
type ValueOf<C> = C extends { readonly reply: { readonly read: (...all: never[]) => infer State } }
  ? Extract<State, { state: 'value' }> extends { value: infer Value }
    ? Value
    : never
  : never;

export interface ModemSessionOptions<D extends DialectDefinition> {
  readonly definition: D;
  readonly port: BytePort;
  readonly clock: Clock;
  /** What identification has already heard of a modem that speaks by itself. */
  readonly heard?: string;
  /** Nothing at all for this long, in ms, means that nobody is there, and is asked once more at most; default: each command's own limit, and as often as others. */
  readonly nobodyAfterMs?: number;
}

/**
 * One modem on one port, spoken to in one dialect. One command at a time; the ear is armed before the first byte is
 * written; bytes nobody asked for are written down, never flushed away unseen.
 */
export class ModemSession<D extends DialectDefinition = DialectDefinition> {
  readonly definition: D;
  readonly #port: BytePort;
  readonly #clock: Clock;
  readonly #ear: LineEar;
  readonly #exchanges: TranscriptExchange[] = [];
  readonly #closing = new AbortController();
  #current: Promise<unknown> | null = null;
  #disturbances = 0;
  /** The answer to an earlier request may still be on its way. */
  #unsettled = false;
  /** That answer may hold a secret. */
  #secretAbroad = false;
  /** What the modem has said by itself since `hearAnew`. */
  #announced: string;
  /** How often it was asked to say it anew. */
  #hearings = 1;
  /** Something has come from the port. */
  #isAlive: boolean;
  #isUnderstood = false;
  #isGivenUp = false;
  #isMannered = false;
  #opening: 'done' | 'failed' | 'not begun' = 'not begun';
  readonly #straySecret: RegExp;
  readonly #nobodyAfterMs: number | null;

  constructor(options: ModemSessionOptions<D>) {
    this.definition = options.definition;
    this.#port = options.port;
    this.#clock = options.clock;
    this.#announced = options.heard ?? '';
    this.#nobodyAfterMs = options.nobodyAfterMs ?? null;
    this.#isAlive = this.#announced !== '';
    this.#straySecret = strayBytesSecret(options.definition.framing.alphabet);
    this.#ear = new LineEar(options.port, options.clock);
  }

  /** Whether anything has come from the port, asked for or not. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Whether an answer has been understood: then the modem is up, and speaks this dialect. */
  get isUnderstood(): boolean {
    return this.#isUnderstood;
  }

  /** The dialogue so far, secrets masked. */
  get transcript(): readonly TranscriptExchange[] {
    return this.#exchanges;
  }

  /** How many answers were late, damaged or missing: a reason to read once more. */
  get disturbances(): number {
    return this.#disturbances;
  }

  /** For a modem that speaks by itself: what it said so far is over, the next reading waits for it to say it again. */
  hearAnew(): void {
    this.#announced = '';
    this.#hearings += 1;
  }

  /** Does what the dialect needs before its first command. */
  async open(options: { readonly signal: AbortSignal }): Promise<void> {
    const { signals } = this.definition.serial;
    this.#opening = 'failed';
    if (signals !== undefined) await this.#port.setSignals(signals);
    if (this.definition.opening !== undefined) await this.run(this.definition.opening(), options);
    this.#opening = 'done';
  }

  /**
   * Performs one command, behind what its dialect wants done before it; one that changes nothing is asked again when the line disturbed it.
   * @throws PaclineError no answer | fell silent | own echo | modem busy | wrong baud | other dialect | line is noisy | modem refused | port lost | interrupted (closed) | internal fault (no such command)
   */
  async perform<Name extends keyof Commands<D> & string>(
    name: Name,
    ...rest: [...ArgsOf<Commands<D>[Name]>, { readonly signal: AbortSignal }]
  ): Promise<ValueOf<Commands<D>[Name]>> {
    const { signal } = rest[rest.length - 1] as { signal: AbortSignal };
    const until = this.#untilClosed(signal);
    if (this.definition.commands[name]?.effect === 'transmit' && this.definition.beforeTransmit !== undefined)
      await this.#follow(this.definition.beforeTransmit(), until);
    return (await this.#perform(name, rest.length > 1 ? rest[0] : undefined, until)) as ValueOf<Commands<D>[Name]>;
  }

  /** Follows a dialogue to its end. A command that fails is thrown into it. */
  async run<Value>(procedure: Procedure<Value>, { signal }: { readonly signal: AbortSignal }): Promise<Value> {
    return this.#follow(procedure, this.#untilClosed(signal));
  }

  /** Ends what is under way as `interrupted`, does what the dialect wants done at the end, and stops listening. The port stays with its owner. */
  async close({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    this.#closing.abort(new PaclineError('interrupted', 'The dialogue with the modem was closed before its end.'));
    try {
      await this.#current?.catch(() => undefined);
      if (this.definition.closing !== undefined) await this.#follow(this.definition.closing(this.#opening), signal);
    } finally {
      this.#noteStray();
      this.#ear.close();
    }
  }

  /** Whoever asks is content when nothing comes, and nothing has. */
  get #isNobody(): boolean {
    return this.#nobodyAfterMs !== null && !this.#isAlive;
  }

  #untilClosed(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.#closing.signal]);
  }

  async #follow<Value>(procedure: Procedure<Value>, signal: AbortSignal): Promise<Value> {
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

  async #perform(name: string, args: unknown, signal: AbortSignal): Promise<unknown> {
    const command: AnyCommand | undefined = this.definition.commands[name];
    if (command === undefined)
      throw new PaclineError('internal fault', `The dialect ${this.definition.id} has no command ${name}.`);
    // A procedure that catches its ending and goes on must not get in the way of the closing dialogue.
    signal.throwIfAborted();
    if (this.#current !== null)
      throw new PaclineError('internal fault', `The command ${name} was asked while another one was being answered.`);
    this.#current =
      command.request === null ? this.#await(name, command, signal) : this.#ask(name, command, args, signal);
    try {
      return await this.#current;
    } finally {
      this.#current = null;
    }
  }

  /** Asks until the answer is taken or it is the end; `nextStep` is the rule. */
  async #ask(name: string, command: AnyCommand, args: unknown, signal: AbortSignal): Promise<unknown> {
    const exchange = beginExchange(this.definition, command, args);
    // To nobody the manners are told once.
    for (let asked: AttemptsSoFar = { ...noAttemptYet, isMannered: this.#isNobody && this.#isMannered }; ;) {
      // Where nothing has ever come there is nothing to wait for: the answer to the same question asked before is as good.
      if (this.#unsettled && !this.#isNobody) await this.#settle(signal);
      this.#unsettled = true;
      const answer = await this.#exchange(name, command, args, exchange, signal);
      const step = nextStep(asked, answer, {
        definition: this.definition,
        mayRepeat: mayRepeat(command),
        patience: this.#isNobody ? (this.#isGivenUp ? 'once' : 'once more') : 'usual',
        now: this.#clock.uptime(),
      });
      // Asked more than once, the modem may also answer more than once.
      this.#unsettled = answer.state === 'malformed' || answer.state === 'silence' || asked.failures.length > 0;
      if (answer.state === 'value') return answer.value;
      if (answer.state !== 'busy' && (answer.state !== 'error' || step !== 'give up')) this.#disturbances += 1;
      if (step === 'give up') this.#isGivenUp = true;
      if (step === 'give up')
        throw commandFailed(this.definition, {
          command: name,
          request: exchange.request,
          answer,
          earlier: asked.failures,
          isTalking: await this.#isTalking(answer, signal),
        });
      await this.#beforeNextAsk(step, signal);
      asked = afterFailure(asked, answer, step, this.#clock.uptime());
    }
  }

  async #beforeNextAsk(step: NextAttempt, signal: AbortSignal): Promise<void> {
    const { manners, wakeUp, commands } = this.definition;
    const mending: AnyCommand | undefined = manners === undefined ? undefined : commands[manners];
    if (step === 'wait and ask again') await this.#clock.sleep(busyPauseMs, { signal });
    if (step === 'wake and ask again' && wakeUp !== undefined)
      await wakeByBreak(this.#port, wakeUp, { clock: this.#clock, signal });
    if (step === 'mend manners and ask again' && manners !== undefined && mending !== undefined) {
      if (!this.#isNobody) await this.#settle(signal);
      await this.#exchange(manners, mending, undefined, beginExchange(this.definition, mending, undefined), signal);
      // It ends with its results, or with a silence.
      this.#unsettled = false;
    }
  }

  async #exchange(
    name: string,
    command: AnyCommand,
    args: unknown,
    exchange: Exchange,
    signal: AbortSignal,
  ): Promise<Answer> {
    signal.throwIfAborted();
    if (exchange.quietBeforeMs !== null) await this.#ear.untilQuiet(exchange.quietBeforeMs, signal);
    this.#noteStray();
    const abroad = this.#secretAbroad;
    this.#secretAbroad ||= command.sensitive !== undefined;
    let received = '';
    let understood = false;
    const isMending = name === this.definition.manners;
    if (isMending) this.#isMannered = true;
    // Nobody is not waited for as long as somebody; what may not be asked again is, in any case.
    const maySendMore = mayRepeat(command) || (isMending && exchange.silenceMs === null);
    const nobodyAfterMs = this.#isAlive || !maySendMore || exchange.quietBeforeMs !== null ? null : this.#nobodyAfterMs;
    try {
      await this.#ear.write(exchange.request, { gapMs: exchange.characterGapMs, signal });
      const answer = await this.#ear.listen<Answer>({
        judge: (bytes, { silentMs }) => {
          received = bytes;
          if (bytes !== '') this.#isAlive = true;
          const state = exchange.judge(bytes, {
            silent: exchange.silenceMs !== null && silentMs >= exchange.silenceMs,
            crIsEnd: silentMs >= loneCrMs,
          });
          if (state.state !== 'pending') return state;
          return bytes === '' && nobodyAfterMs !== null && silentMs >= nobodyAfterMs
            ? { state: 'silence', received }
            : null;
        },
        limitMs: exchange.timeoutMs,
        silenceMs: (bytes, silentMs) =>
          nextSilence(
            [exchange.silenceMs, bytes.endsWith('\r') ? loneCrMs : null, bytes === '' ? nobodyAfterMs : null],
            silentMs,
          ),
        signal,
      });
      understood = answer?.state === 'value' || answer?.state === 'error' || answer?.state === 'busy';
      if (understood) this.#secretAbroad = abroad;
      // Silence is what some commands wait for; it shows nothing.
      if (answer?.state === 'value' && answer.value !== null && mayRepeat(command) && /[^\0\r\n]/.test(received))
        this.#isUnderstood = true;
      return answer ?? { state: 'silence', received };
    } finally {
      // What was not understood may be anything, also the PAC: one flipped bit in a request asks for it.
      const secret = command.sensitive ?? (understood && !this.#secretAbroad ? null : this.#straySecret);
      this.#note({ command: name, ...(args === undefined || command.sensitive !== undefined ? {} : { args }) }, secret);
    }
  }

  /** Waits for what the modem says by itself: nothing is asked, so nothing can be asked again. */
  async #await(name: string, command: AnyCommand, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    const exchange = beginExchange(this.definition, command, undefined);
    const answer = await this.#hear(name, exchange, signal);
    if (answer.state === 'value') return answer.value;
    if (answer.state === 'error')
      throw commandFailed(this.definition, { command: name, request: '', answer, earlier: [], isTalking: false });
    throw announcementMissing(this.definition, {
      command: name,
      heard: answer.state === 'silence' ? answer.received : answer.words,
      hearings: this.#hearings,
      waitedMs: exchange.timeoutMs,
    });
  }

  /** What a modem says by itself stays heard for the commands that look for other things in it. */
  async #hear(name: string, exchange: Exchange, signal: AbortSignal): Promise<Answer> {
    let heard = this.#announced;
    const judge = (bytes: string): Answer | null => {
      heard = (this.#announced + bytes).slice(-mostHeardBytes);
      const state = exchange.judge(heard, { silent: false });
      return state.state === 'pending' ? null : state;
    };
    const listening = { judge, limitMs: exchange.timeoutMs, silenceMs: () => null, goesOn: true, signal };
    try {
      return (await this.#ear.listen<Answer>(listening)) ?? { state: 'silence', received: heard };
    } finally {
      this.#announced = heard;
      this.#ear.takeUnjudged();
      this.#note({ command: name }, this.#straySecret);
    }
  }

  /** After a disturbance: waits until the line is quiet, so that a late answer is not taken for the next one. */
  async #settle(signal: AbortSignal): Promise<void> {
    await this.#ear.untilQuiet(this.definition.timing.quietMs, signal);
    this.#note({ command: null }, this.#straySecret);
  }

  /** Whether what was no answer goes on and on: then it is the device that talks, and not the line that is bad. */
  async #isTalking(answer: FailedAnswer, signal: AbortSignal): Promise<boolean> {
    const isSomething = answer.state === 'malformed' || (answer.state === 'silence' && answer.received !== '');
    return isSomething && !(await this.#ear.untilQuiet(this.definition.timing.quietMs, signal));
  }

  #noteStray(): void {
    // The line feed of the answer before is no disturbance where a CR alone completes a line.
    const stray = this.#ear.takeUnjudged();
    if (stray !== '') this.#isAlive = true;
    if (/[^\r\n\0]/.test(stray)) this.#disturbances += 1;
    this.#note({ command: null }, this.#straySecret);
  }

  #note(what: Pick<TranscriptExchange, 'command' | 'args'>, sensitive: RegExp | null): void {
    const entries = this.#ear.takeEntries();
    if (entries.length > 0) this.#exchanges.push({ ...what, entries: maskSecrets(entries, sensitive), expected: null });
  }
}
