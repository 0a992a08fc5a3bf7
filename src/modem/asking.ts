import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { Answer, FailedAnswer } from './answer-failure.ts';

/** How often a command that changes nothing is asked before the modem counts as not answering. */
const maxAsks = 3;
/** How often where nothing has come: twice where somebody waits for the word, and once when that was in vain before. */
const asksBy = { usual: maxAsks, 'once more': 2, once: 1 } as const;
/** A modem that says "not now" is asked again at this pace, in ms. */
export const busyPauseMs = 250;
/** An uplink of three frames takes 6 s. */
const usualBusyMs = 8000;

/** What was answered to one command so far. */
export interface AttemptsSoFar {
  readonly failures: readonly FailedAnswer[];
  /** When the modem first said "not now", as the clock's uptime; null: it has not. */
  readonly busySince: number | null;
  readonly isMannered: boolean;
}

export const noAttemptYet: AttemptsSoFar = { failures: [], busySince: null, isMannered: false };

/** What is done next: the answer is taken; it is the end; or the question is put once more, behind what makes that worth while. */
export type NextAttempt =
  | 'take'
  | 'give up'
  | 'ask again'
  | 'wait and ask again'
  | 'mend manners and ask again'
  | 'wake and ask again';

export interface Circumstances {
  readonly definition: DialectDefinition;
  readonly mayRepeat: boolean;
  /** `usual`, or `once more`: nothing has come from this port, and whoever asks is content with that; `once`: it was asked before, too. */
  readonly patience: 'usual' | 'once more' | 'once';
  readonly now: number;
}

/**
 * ```
 * answer       changes nothing                                                    changes something
 * value        take                                                               take
 * busy         wait and ask again, until the dialect's limit is over              give up
 * error        ask again once, unless it is final: what was refused may be the    give up
 *              rest of somebody else's half line, or a damaged request
 * malformed    ask again, before the last time mend the manners; 3 times in all   give up
 * silence      the same, behind a wake-up; twice in all in a hurry                give up
 * ```
 */
export const nextStep = (
  asked: AttemptsSoFar,
  answer: Answer,
  { definition, mayRepeat, patience, now }: Circumstances,
): NextAttempt => {
  if (answer.state === 'value') return 'take';
  if (!mayRepeat) return 'give up';
  const times = asked.failures.filter(({ state }) => state !== 'busy').length + 1;
  switch (answer.state) {
    case 'busy':
      return now - (asked.busySince ?? now) >= (definition.timing.busyMs ?? usualBusyMs)
        ? 'give up'
        : 'wait and ask again';
    case 'error':
      return answer.isFinal === true || asked.failures.some(({ state }) => state === 'error') || times >= maxAsks
        ? 'give up'
        : 'ask again';
    case 'malformed':
    case 'silence': {
      const mostAsks = answer.state === 'silence' && answer.received === '' ? asksBy[patience] : maxAsks;
      const mendable = definition.manners !== undefined && !asked.isMannered;
      if (mendable && times >= mostAsks - 1) return 'mend manners and ask again';
      if (times >= mostAsks) return 'give up';
      return answer.state === 'silence' && answer.received === '' && definition.wakeUp !== undefined
        ? 'wake and ask again'
        : 'ask again';
    }
  }
};

/** What is known behind an answer that was no value. */
export const afterFailure = (
  asked: AttemptsSoFar,
  failure: FailedAnswer,
  step: NextAttempt,
  now: number,
): AttemptsSoFar => ({
  failures: [...asked.failures, failure],
  busySince: failure.state === 'busy' ? (asked.busySince ?? now) : null,
  isMannered: asked.isMannered || step === 'mend manners and ask again',
});
