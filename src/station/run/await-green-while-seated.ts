import { pause } from '../../async/pause.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type { Verdict } from '../../domain/outcome.ts';
import { isOpen } from '../../domain/registration.ts';
import { resultOf, type RegistrationResult } from '../../registrar/registration-result.ts';
import { isDebtFor, wantedOf } from './debt.ts';
import { labelUnit } from './label-unit.ts';
import type { LineOptions } from '../line-options.ts';
import type { EndedRun } from './run-unit.ts';
import type { SlotEvent } from '../slot-state.ts';
import type { Stay } from '../stay.ts';
import { verdictOfRegistration } from './verdict.ts';

export interface AmberOptions {
  readonly stay: Pick<Stay, 'scans' | 'isStillThere'>;
  readonly line: LineOptions;
  /** Aborts when the unit is taken out or turns up twice, when somebody gives it up, and when the line stops. */
  readonly signal: AbortSignal;
  /** Aborts when the line stops. */
  readonly lineSignal: AbortSignal;
  readonly report: (event: SlotEvent) => void;
}

/** Between two looks at what is known of a unit, in ms. */
const lookEveryMs = 1000;
/** The registrar that said what is in the way is asked again later and later, in ms: the outbox goes on beside. */
const longestPauseMs = 60_000;

/**
 * An amber unit that is still in its slot: what is owed for it may come at any moment, and then its verdict changes.
 * Returns the last verdict. @throws PaclineError of the journal
 */
export const awaitGreenWhileSeated = async (ended: EndedRun, options: AmberOptions): Promise<Verdict> => {
  const { run, deviceId } = ended;
  const { line, signal, report } = options;
  let { verdict } = ended;
  if (deviceId === null || verdict.colour !== 'amber') return verdict;
  const word = new LastWord(deviceId, ended, options);
  while (verdict.colour === 'amber') {
    await pause(lookEveryMs, { clock: line.clock, signal });
    if (signal.aborted) return verdict;
    const next = (await verdictNow(deviceId, ended, word, options)) ?? verdict;
    if (signal.aborted) return verdict;
    if (next.code !== verdict.code && next.colour === 'amber') report({ kind: 'notice', notice: next.message });
    verdict = next;
  }
  await line.journal.append([{ kind: 'verdict settled', run, deviceId, ...verdict }]);
  report({ kind: 'revised', verdict });
  return verdict;
};

/** Null: nothing new. */
const verdictNow = async (
  deviceId: DeviceId,
  { run, confirmed, rules }: EndedRun,
  word: LastWord,
  { stay, line, signal, report }: AmberOptions,
): Promise<Verdict | null> => {
  let later = confirmed;
  if (later === null) {
    const result = await word.now();
    later = result === null ? null : verdictOfRegistration(result);
  }
  if (later?.colour !== 'green') return later;
  return labelUnit({
    run,
    stay,
    deviceId,
    confirmed: later,
    line,
    rules,
    signal,
    onNotice: (notice) => report({ kind: 'notice', notice }),
  });
};

/** How far the registration of one unit has come. A confirmation of before its seating is no word: only a look since then is. */
class LastWord {
  readonly #deviceId: DeviceId;
  readonly #ended: EndedRun;
  readonly #options: AmberOptions;
  #isNew = false;
  #isAsked = false;
  #answer: { readonly result: RegistrationResult } | { readonly error: unknown } | null = null;
  #askAt = 0;
  #pauseMs = lookEveryMs;

  constructor(deviceId: DeviceId, ended: EndedRun, options: AmberOptions) {
    this.#deviceId = deviceId;
    this.#ended = ended;
    this.#options = options;
  }

  /** Null: nothing new. @throws PaclineError of the journal */
  async now(): Promise<RegistrationResult | null> {
    const record = await this.#options.line.journal.registration(this.#deviceId);
    if (record === null) return null;
    const isOurs = isDebtFor(this.#ended.rules.product, record);
    if (isOpen(record.state)) {
      if (!isOurs) return null;
      this.#isNew = true;
    } else if (this.#isNew && isOurs) return resultOf(record);
    return this.#ask();
  }

  /** The registration goes on when the unit is taken out: only the line's end stops it. */
  #ask(): RegistrationResult | null {
    const { line, lineSignal } = this.#options;
    const answer = this.#answer;
    this.#answer = null;
    if (answer !== null && 'error' in answer) throw answer.error;
    if (!this.#isAsked && line.clock.uptime() >= this.#askAt) {
      this.#isAsked = true;
      const wanted = wantedOf(this.#ended.rules.product);
      line.registrar.register(this.#deviceId, { signal: lineSignal, wanted }).then(
        (result) => this.#hear({ result }),
        (error: unknown) => this.#hear({ error }),
      );
    }
    return answer?.result ?? null;
  }

  #hear(answer: { readonly result: RegistrationResult } | { readonly error: unknown }): void {
    this.#isAsked = false;
    this.#answer = answer;
    this.#askAt = this.#options.line.clock.uptime() + this.#pauseMs;
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
  }
}
