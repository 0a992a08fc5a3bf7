import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { conclude, isExpected, matchBanner, nextProbe, type Identified } from '../dialect/identification.ts';
import { maskSecrets, strayBytesSecret, type TranscriptExchange } from '../dialect/transcript.ts';
import type { Clock } from '../domain/clock.ts';
import type { BytePort } from './byte-port.ts';
import { LineEar } from './line-ear.ts';

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
/** A damaged or missing first answer gets one more chance. */
const rounds = 2;

export interface Identification {
  readonly result: Identified;
  readonly transcript: readonly TranscriptExchange[];
}

/**
 * Finds out which of the candidates is on an open port, by questions that change nothing in any of them. The port's speed
 * is set to each of the candidates' in turn. The answer names a dialect, or says why none is named; it never guesses.
 * @throws PaclineError port lost; the signal's reason
 */
export const identifyModem = async (
  port: BytePort,
  candidates: readonly DialectDefinition[],
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Identification> => {
  const automatic = candidates.filter(({ identify }) => identify.mode === 'automatic');
  const ear = new LineEar(port, clock);
  const heardSoFar: Identified[] = [];
  try {
    for (const baudRate of new Set(automatic.map(({ serial }) => serial.baudRate))) {
      await port.setBaudRate(baudRate);
      const result = await askAround(ear, automatic.filter(({ serial }) => serial.baudRate === baudRate), signal);
      if (result.kind === 'dialect' || result.kind === 'ambiguous') return { result, transcript: masked(ear) };
      heardSoFar.push(result);
    }
    return { result: mostTelling(heardSoFar), transcript: masked(ear) };
  } finally {
    ear.close();
  }
};

const askAround = async (ear: LineEar, candidates: readonly DialectDefinition[], signal: AbortSignal): Promise<Identified> => {
  let result: Identified = { kind: 'silence' };
  for (let round = 0; round < rounds; round += 1) {
    const answers = new Map<string, string>();
    let heard = await hear(ear, () => bannerMs, bannerMs, signal);
    const announced = matchBanner(candidates, heard);
    if (announced !== null) return { kind: 'dialect', definition: announced };
    for (let probe = nextProbe(candidates, answers); probe !== null; probe = nextProbe(candidates, answers)) {
      const { send } = probe;
      await ear.write(send, signal);
      const patience = (bytes: string): number => {
        if (bytes === '') return muteMs;
        return isExpected(candidates, send, bytes) ? completeMs : unfinishedMs;
      };
      const answer = await hear(ear, patience, probeLimitMs, signal);
      answers.set(send, answer);
      heard += answer;
    }
    result = conclude(candidates, answers, heard);
    if (result.kind === 'dialect' || result.kind === 'ambiguous') return result;
  }
  return result;
};

/** Everything that comes until the line has been silent for as long as what came so far deserves. */
const hear = async (ear: LineEar, silenceMs: (bytes: string) => number, limitMs: number, signal: AbortSignal): Promise<string> => {
  const heard = await ear.listen({ judge: (bytes, { silent }) => (silent ? { bytes } : null), limitMs, silenceMs, signal });
  // At the limit the line is still talking: what has come so far is what there is to judge.
  return heard?.bytes ?? ear.takeUnjudged();
};

const masked = (ear: LineEar): readonly TranscriptExchange[] => {
  const entries = ear.takeEntries();
  return entries.length === 0 ? [] : [{ command: null, entries: maskSecrets(entries, strayBytesSecret), expected: null }];
};

/** Of several speeds without a dialect, what a person should hear of: readable bytes before garbage before silence. */
const mostTelling = (results: readonly Identified[]): Identified =>
  results.find(({ kind }) => kind === 'foreign') ?? results.find(({ kind }) => kind === 'garbage') ?? { kind: 'silence' };
