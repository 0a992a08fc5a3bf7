import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { conclude, isExpected, matchBanner, nextProbe, type Identified } from '../dialect/identification.ts';
import { maskSecrets, strayBytesSecret, type TranscriptExchange } from '../dialect/transcript.ts';
import type { Clock } from '../domain/clock.ts';
import type { BytePort } from './byte-port.ts';
import { LineEar } from './line-ear.ts';
import { wakeByBreak } from './wake-by-break.ts';

/** How long to listen for a start-up text before saying anything, in ms. */
const bannerMs = 100;
/** Nothing at all for this long means that the probe is not answered: local answers come within 250 ms everywhere. */
const muteMs = 300;
/** After an expected answer, this much silence shows that it was all of it: two latency ticks of a slow USB adapter. */
const completeMs = 40;
/** After anything else: readable bytes may still be on their way. */
const unfinishedMs = 120;
/** No documented answer to a probe takes longer than this to be sent. */
const probeLimitMs = 2000;

export interface Identification {
  readonly result: Identified;
  /** Everything that came at the speed of the result: a modem that speaks by itself has said it by now. */
  readonly heard: string;
  readonly transcript: readonly TranscriptExchange[];
}

/**
 * Finds out which of the candidates is on an open port, by questions that change nothing in any of them. The port's speed
 * is set to each of the candidates' in turn. The answer names a dialect, or says why none is named; it never guesses.
 * @throws PaclineError port lost; the signal's reason
 */
export const identifyModem = async (port: BytePort, candidates: readonly DialectDefinition[], wait: Waiting): Promise<Identification> => {
  const ear = new LineEar(port, wait.clock);
  const inVain: Heard[] = [];
  try {
    for (const baudRate of new Set(candidates.map(({ serial }) => serial.baudRate))) {
      await port.setBaudRate(baudRate);
      const found = await atOneSpeed(port, ear, candidates.filter(({ serial }) => serial.baudRate === baudRate), wait);
      if (isFound(found)) return { ...found, transcript: masked(ear) };
      inVain.push(found);
    }
    return { ...mostTelling(inVain), transcript: masked(ear) };
  } finally {
    ear.close();
  }
};

interface Waiting {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A result and the bytes it rests on. */
interface Heard {
  readonly result: Identified;
  readonly heard: string;
}

const isFound = ({ result }: Heard): boolean => result.kind === 'dialect' || result.kind === 'ambiguous';

/** Asks around once; a second time where an answer may have been damaged, or a modem may be asleep. */
const atOneSpeed = async (port: BytePort, ear: LineEar, candidates: readonly DialectDefinition[], wait: Waiting): Promise<Heard> => {
  const first = await askAround(ear, candidates, wait.signal);
  const sleeper = first.result.kind === 'silence' ? candidates.find(({ wakeUp }) => wakeUp !== undefined) : undefined;
  if (sleeper?.wakeUp !== undefined) await wakeByBreak(port, sleeper.wakeUp, wait);
  else if (first.result.kind !== 'foreign') return first;
  const second = await askAround(ear, candidates, wait.signal);
  return second.result.kind === 'silence' ? first : second;
};

const askAround = async (ear: LineEar, candidates: readonly DialectDefinition[], signal: AbortSignal): Promise<Heard> => {
  const answers = new Map<string, string>();
  let heard = await hear(ear, () => bannerMs, probeLimitMs, signal);
  const announced = matchBanner(candidates, heard);
  if (announced !== null) return { result: { kind: 'dialect', definition: announced }, heard };
  const gapMs = Math.max(0, ...candidates.map(({ framing }) => framing.characterGapMs ?? 0));
  for (let probe = nextProbe(candidates, answers); probe !== null; probe = nextProbe(candidates, answers)) {
    const { send } = probe;
    await ear.write(send, { gapMs, signal });
    const patience = (bytes: string): number => {
      if (bytes === '') return muteMs;
      return isExpected(candidates, send, bytes) ? completeMs : unfinishedMs;
    };
    const answer = await hear(ear, patience, probeLimitMs, signal);
    answers.set(send, answer);
    heard += answer;
  }
  return { result: conclude(candidates, answers, heard), heard };
};

/** Everything that comes until the line has been silent for as long as what came so far deserves. */
const hear = async (ear: LineEar, silenceMs: (bytes: string) => number, limitMs: number, signal: AbortSignal): Promise<string> => {
  const heard = await ear.listen({ judge: (bytes, { silent }) => (silent ? { bytes } : null), limitMs, silenceMs, signal });
  // At the limit the line is still talking: what has come so far is what there is to judge.
  return heard?.bytes ?? ear.takeUnjudged();
};

const masked = (ear: LineEar): readonly TranscriptExchange[] => {
  const entries = ear.takeEntries();
  return entries.length === 0 ? [] : [{ command: null, entries: maskSecrets(entries, strayBytesSecret()), expected: null }];
};

/** Of several speeds without a dialect, what a person should hear of: readable bytes before garbage before silence. */
const mostTelling = (inVain: readonly Heard[]): Heard =>
  inVain.find(({ result }) => result.kind === 'foreign') ?? inVain.find(({ result }) => result.kind === 'garbage') ?? { result: { kind: 'silence' }, heard: '' };
