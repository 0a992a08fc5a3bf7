import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import {
  busyWordsIn,
  concludeIdentification,
  isExpected,
  matchBanner,
  nextProbe,
  type PortIdentity,
} from '../dialect/identification.ts';
import { maskSecrets, strayBytesSecret, type TranscriptExchange } from '../dialect/transcript.ts';
import type { Clock } from '../domain/clock.ts';
import { busyPauseMs } from './asking.ts';
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
/** No documented answer to a probe takes longer than this to be sent: what still talks then talks without end, and is asked no more in this turn. */
const probeLimitMs = 2000;
/** A start-up text without a pause may take this long; what goes on is asked nothing in this turn. */
const bannerLimitMs = 1000;
/** A modem may say "not now" for as long as this: an uplink of three frames takes 6 s. */
const usualBusyMs = 8000;
/**
 * How often all speeds are gone through at most; a long wait is spent listening in between. More would be more bytes than a binary
 * module takes for the payload of a frame that cannot be sent; see `leader`.
 */
export const mostTurns = 3;

/**
 * Sent first at each speed. Every text modem takes a line feed for the end of the line before, as drivers that end their commands with
 * CR LF send it. A Radiocrafts module in idle mode, at 19200 baud, hears the one at 9600 baud as 98: the length of a payload of 152 bytes,
 * which no Sigfox frame can carry, so what follows is not taken for a frame. Whether it refuses such a length at once is not public.
 */
export const leader = '\n';
/** The speed whose modems all take it; elsewhere a bare line feed spoils a command, or the questions begin with a line end themselves. */
export const leaderBaudRate = 9600;

export interface IdentificationResult {
  readonly result: PortIdentity;
  /** Everything that came at the speed of the result: a modem that speaks by itself has said it by now. */
  readonly heard: string;
  readonly transcript: readonly TranscriptExchange[];
}

export interface IdentifyOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How long the board may still be starting, in ms from now: every speed is asked once more behind it. Default 0: once only. */
  readonly bootMs?: number;
  /** Families that are asked nothing: when one of them says who it is, the questions end. */
  readonly announcers?: readonly DialectDefinition[];
  /** Told once when nobody is found and the wait goes on, with the ms that are left. */
  readonly onWait?: (leftMs: number) => void;
}

/**
 * Finds out which of the candidates is on an open port, by questions that change nothing in any of them. The port's speed
 * is set to each of the candidates' by turns, for as long as the board may be starting. The answer names a dialect, or says why none is
 * named; it never guesses. What a starting board prints is no answer: only what comes when it must be up is judged.
 * @throws PaclineError port lost; the signal's reason
 */
export const identifyModem = async (
  port: BytePort,
  candidates: readonly DialectDefinition[],
  options: IdentifyOptions,
): Promise<IdentificationResult> => {
  const { clock, bootMs = 0, onWait } = options;
  const ear = new LineEar(port, clock);
  const asker: Asker = { ...options, announcers: options.announcers ?? [], port, ear };
  const end = clock.uptime() + bootMs;
  const spoken: string[] = [];
  let before = '';
  let isOneMore = false;
  try {
    for (let turn = 1; ; turn += 1) {
      const inVain: RoundResult[] = [];
      const begun = clock.uptime();
      for (const baudRate of new Set(candidates.map(({ serial }) => serial.baudRate))) {
        await port.setBaudRate(baudRate);
        const found = await atOneSpeed(
          candidates.filter(({ serial }) => serial.baudRate === baudRate),
          asker,
        );
        // Readable and without end, where any start is over: there is nothing to wait for, and at another speed it would be no text.
        const isDecided = found.isEndless === true && found.result.kind === 'foreign' && clock.uptime() >= end;
        if (isFound(found) || isDecided) return { result: found.result, heard: found.heard, transcript: masked(ear) };
        inVain.push(found);
      }
      spoken.push(...inVain.map(({ heard }) => heard));
      // A board that has begun to speak in this turn may have been missed at its own speed.
      const said = inVain.map(({ heard }) => heard).join('');
      const isNews =
        bootMs > 0 && said !== '' && said !== before && inVain.every(({ isEndless }) => isEndless !== true);
      before = said;
      if (begun >= end && (!isNews || isOneMore))
        return { ...withWhatWasSpoken(mostTelling(inVain), ear.hasHeard, spoken.join('')), transcript: masked(ear) };
      isOneMore = begun >= end;
      const leftMs = Math.max(0, end - clock.uptime());
      // Even behind the wait another turn is another moment.
      if (turn === 1) onWait?.(Math.max(leftMs, clock.uptime() - begun));
      if (turn >= mostTurns - 1) spoken.push(await listenedFor(leftMs, asker));
    }
  } finally {
    ear.close();
  }
};

interface Asker extends IdentifyOptions {
  readonly announcers: readonly DialectDefinition[];
  readonly port: BytePort;
  readonly ear: LineEar;
}

/** A result and the bytes it rests on. */
interface RoundResult {
  readonly result: PortIdentity;
  readonly heard: string;
  /** The line has not been silent for a moment. */
  readonly isEndless?: true;
}

const isFound = ({ result: { kind } }: RoundResult): boolean =>
  kind === 'dialect' || kind === 'ambiguous' || kind === 'announced' || kind === 'busy';

/** So often at most is asked around at one speed in one turn. */
const mostRounds = 3;

/**
 * Asks around once; again where a modem may be asleep, and where something answered that was not understood: it may have been damaged,
 * or the end of a start. What is answered twice alike was meant.
 */
const atOneSpeed = async (candidates: readonly DialectDefinition[], asker: Asker): Promise<RoundResult> => {
  let last = await askAround(candidates, asker, 'led');
  let said = last.heard;
  const sleeper = candidates.find(({ wakeUp }) => wakeUp !== undefined);
  for (let round = 2; round <= mostRounds && !isFound(last); round += 1) {
    const { kind } = last.result;
    if (kind === 'silence' && sleeper?.wakeUp !== undefined && round === 2)
      await wakeByBreak(asker.port, sleeper.wakeUp, asker);
    else if (last.isEndless === true || (kind !== 'foreign' && kind !== 'own echo')) break;
    const next = await askAround(candidates, asker);
    said += next.heard;
    const isSteady = next.result.kind === kind && next.heard === last.heard;
    last = next;
    if (isSteady) break;
  }
  return last.isEndless === true ? last : withWhatWasSpoken(last, said.replaceAll('\0', '') !== '', said);
};

/** `led`: the first question stands behind the leader, which some answer; then the next round is without it. */
const askAround = async (
  candidates: readonly DialectDefinition[],
  asker: Asker,
  how: 'led' | 'bare' = 'bare',
): Promise<RoundResult> => {
  const { ear, announcers, signal } = asker;
  const answers = new Map<string, string>();
  const { bytes: banner, isEndless: isTalking } = await hear(asker, () => bannerMs, bannerLimitMs);
  // What stands among answers may be somebody else's words: a start-up text counts where nothing was asked.
  const own = matchBanner(candidates, banner);
  if (own !== null) return { result: { kind: 'dialect', definition: own }, heard: banner };
  let heard = banner;
  const gapMs = Math.max(0, ...candidates.map(({ framing }) => framing.characterGapMs ?? 0));
  const isLed = how === 'led' && candidates.every(({ serial }) => serial.baudRate === leaderBaudRate);
  for (let probe = nextProbe(candidates, answers); ; probe = nextProbe(candidates, answers)) {
    // But whoever may be somebody who must not be asked is not asked.
    const announced = matchBanner(announcers, heard);
    if (announced !== null) return { result: { kind: 'announced', definition: announced }, heard };
    if (probe === null) break;
    if (isTalking) return endless(heard);
    const { send } = probe;
    const answered = await answerTo(isLed && answers.size === 0 ? leader + send : send, send, candidates, gapMs, asker);
    heard += answered.heard;
    if (answered.busy !== null) return { result: { kind: 'busy', words: answered.busy }, heard };
    if (answered.isEndless) return endless(heard);
    answers.set(send, answered.heard);
  }
  signal.throwIfAborted();
  const unasked = banner !== '' && [...answers.values()].every((answer) => answer === '');
  ear.takeUnjudged();
  return {
    result: unasked ? { kind: 'fell silent', bytes: banner } : concludeIdentification(candidates, answers, heard),
    heard,
  };
};

/** Among what comes without end no answer can be told from the rest. */
const endless = (heard: string): RoundResult => {
  const result = concludeIdentification([], new Map(), heard);
  return { result: result.kind === 'foreign' ? { ...result, isEndless: true } : result, heard, isEndless: true };
};

/** One question, put again for as long as the modem says "not now"; then those words. */
const answerTo = async (
  sent: string,
  probe: string,
  candidates: readonly DialectDefinition[],
  gapMs: number,
  asker: Asker,
): Promise<{ readonly heard: string; readonly busy: string | null; readonly isEndless: boolean }> => {
  const { clock, ear, signal } = asker;
  const begun = clock.uptime();
  const patience = (bytes: string): number => {
    if (bytes === '') return muteMs;
    return isExpected(candidates, probe, bytes) ? completeMs : unfinishedMs;
  };
  const busyMs = Math.max(...candidates.map(({ timing }) => timing.busyMs ?? usualBusyMs));
  for (let text = sent; ; text = probe) {
    await ear.write(text, { gapMs, signal });
    const { bytes: heard, isEndless } = await hear(asker, patience, probeLimitMs);
    const busy = busyWordsIn(candidates, heard);
    if (busy === null || clock.uptime() - begun >= busyMs) return { heard, busy, isEndless };
    await clock.sleep(busyPauseMs, { signal });
    ear.takeUnjudged();
  }
};

/** Everything that comes until the line has been silent for as long as what came so far deserves; at the limit, what has come so far. */
const hear = async (
  { ear, signal }: Asker,
  silenceMs: (bytes: string) => number,
  limitMs: number,
): Promise<{ readonly bytes: string; readonly isEndless: boolean }> => {
  const heard = await ear.listen({
    judge: (bytes, { silent }) => (silent ? { bytes } : null),
    limitMs,
    silenceMs,
    signal,
  });
  return heard === null ? { bytes: ear.takeUnjudged(), isEndless: true } : { ...heard, isEndless: false };
};

/** Listens and says nothing, until the time is over or somebody has spoken: such a board is up, and no binary module. */
const listenedFor = async (ms: number, { ear, signal }: Asker): Promise<string> => {
  const heard =
    ms === 0
      ? null
      : await ear.listen({
          judge: (bytes, { silent }) => (silent ? { bytes } : null),
          limitMs: ms,
          silenceMs: (bytes) => (bytes === '' ? null : unfinishedMs),
          signal,
        });
  return heard?.bytes ?? ear.takeUnjudged();
};

const masked = (ear: LineEar): readonly TranscriptExchange[] => {
  const entries = ear.takeEntries();
  return entries.length === 0
    ? []
    : [{ command: null, entries: maskSecrets(entries, strayBytesSecret()), expected: null }];
};

/** Silence is another thing where something has spoken before. */
const withWhatWasSpoken = (heard: RoundResult, hasSpoken: boolean, bytes: string): RoundResult =>
  heard.result.kind === 'silence' && hasSpoken ? { result: { kind: 'fell silent', bytes }, heard: heard.heard } : heard;

/** Of several speeds without a dialect, what a person should hear of: our own echo, then readable bytes before garbage before silence. */
const mostTelling = (inVain: readonly RoundResult[]): RoundResult => {
  // A loop is a loop at every speed: what echoes at one of them alone is a modem that says nothing else.
  const [echo] = inVain.filter(({ result }) => result.kind === 'own echo');
  if (echo !== undefined && inVain.every(({ result }) => result.kind === 'own echo')) return echo;
  const order = ['foreign', 'fell silent', 'garbage'] as const;
  const found = order
    .map((kind) => inVain.find(({ result }) => result.kind === kind))
    .find((telling) => telling !== undefined);
  return (
    found ??
    (echo === undefined ? nothingHeard : { result: { kind: 'fell silent', bytes: echo.heard }, heard: echo.heard })
  );
};

const nothingHeard: RoundResult = { result: { kind: 'silence' }, heard: '' };
