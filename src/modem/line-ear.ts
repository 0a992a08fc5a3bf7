import { Bell } from '../async/bell.ts';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { bytesOf, textOf } from '../dialect/latin1.ts';
import { mostHeardBytes, type TranscriptEntry } from '../dialect/transcript.ts';
import type { BytePort } from './byte-port.ts';

/** What a look at the bytes so far decides: an answer, or to go on listening (null). */
export type Judge<Found> = (
  received: string,
  options: { readonly silent: boolean; readonly silentMs: number },
) => Found | null;

export interface Listening<Found> {
  readonly judge: Judge<Found>;
  /** Gives up after this many ms. */
  readonly limitMs: number;
  /** Asks the judge again, with `silent`, when nothing has come for this long; once more when it gives more than the `silentMs` so far. Null for never. */
  readonly silenceMs: (received: string, silentMs: number) => number | null;
  readonly signal: AbortSignal;
  /** Listens on however much has come, and judges the last of it. Default: so much is no answer, and the wait is over. */
  readonly goesOn?: boolean;
}

/**
 * The listening side of one port. It hears from the moment it is made, keeps what nobody has asked for, and writes down
 * every byte of both directions with its time; it is always armed before anything is written.
 */
export class LineEar {
  readonly #port: BytePort;
  readonly #clock: Clock;
  readonly #stop: () => void;
  #received = '';
  #heardBytes = 0;
  #keptBytes = 0;
  #hasHeard = false;
  #entries: TranscriptEntry[] = [];
  #lastEntryAt: number;
  /** Bytes came, or the port is lost. */
  readonly #news = new Bell();
  #lost: string | null = null;

  constructor(port: BytePort, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
    this.#lastEntryAt = clock.uptime();
    this.#stop = port.onData((chunk) => {
      const bytes = textOf(chunk);
      this.#received = (this.#received + bytes).slice(-mostHeardBytes);
      this.#heardBytes += bytes.length;
      this.#hasHeard ||= /[^\0]/.test(bytes);
      this.#record('from modem', bytes);
      this.#news.ring();
    });
    void this.#noticeLoss();
  }

  /** Whether anything but NULs has ever come. */
  get hasHeard(): boolean {
    return this.#hasHeard;
  }

  /** Takes the bytes that no judge has accepted so far. */
  takeUnjudged(): string {
    const bytes = this.#received;
    this.#received = '';
    return bytes;
  }

  /** Takes what was written down since the last call. */
  takeEntries(): readonly TranscriptEntry[] {
    const entries = this.#entries;
    this.#entries = [];
    return entries;
  }

  /**
   * `gapMs`: pause behind each byte, for a modem that loses them otherwise; default none. Once begun, all of it is written:
   * half a request would leave the modem waiting for the rest, and what comes next would be taken for it.
   */
  async write(
    bytes: string,
    { gapMs = 0, signal }: { readonly gapMs?: number; readonly signal: AbortSignal },
  ): Promise<void> {
    signal.throwIfAborted();
    this.#record('to modem', bytes);
    if (gapMs === 0) return this.#port.write(bytesOf(bytes), { signal });
    const { signal: toTheEnd } = new AbortController();
    for (const byte of bytes) {
      await this.#port.write(bytesOf(byte), { signal: toTheEnd });
      await this.#clock.sleep(gapMs, { signal: toTheEnd });
    }
  }

  /**
   * Listens until the judge finds something, or returns null at the limit: of the time, or of the bytes that have come meanwhile.
   * @throws PaclineError port lost; the signal's reason
   */
  async listen<Found>({ judge, limitMs, silenceMs, signal, goesOn = false }: Listening<Found>): Promise<Found | null> {
    const end = this.#clock.uptime() + limitMs;
    const fullAt = goesOn ? Number.POSITIVE_INFINITY : this.#heardBytes + mostHeardBytes;
    let silentMs = 0;
    for (;;) {
      signal.throwIfAborted();
      const found = judge(this.#received, { silent: silentMs > 0, silentMs });
      if (found !== null) {
        this.#received = '';
        return found;
      }
      if (this.#lost !== null)
        throw new PaclineError('port lost', `The port ${this.#port.path} went away: ${this.#lost}.`, {
          context: { port: this.#port.path },
        });
      const left = end - this.#clock.uptime();
      if (left <= 0 || this.#heardBytes >= fullAt) return null;
      const wantedMs = silenceMs(this.#received, silentMs);
      const quiet = wantedMs === null || wantedMs <= silentMs ? null : wantedMs - silentMs;
      const waitMs = quiet === null ? left : Math.min(quiet, left);
      // A pulled cable is silent too, but ends nothing: what came before it may be half an answer.
      if (await this.#news.isRungWithin(waitMs, { clock: this.#clock, signal })) silentMs = 0;
      else if (quiet !== null && quiet <= left) silentMs += quiet;
    }
  }

  /** Waits until nothing has come for so long, at most ten times that; false: it has not become quiet. */
  async untilQuiet(ms: number, signal: AbortSignal): Promise<boolean> {
    const quiet = await this.listen({
      judge: (_, { silent }) => silent || null,
      limitMs: ms * 10,
      silenceMs: () => ms,
      signal,
    });
    return quiet !== null;
  }

  close(): void {
    this.#stop();
  }

  async #noticeLoss(): Promise<void> {
    const { detail } = await this.#port.closed;
    this.#lost = detail;
    this.#news.ring();
  }

  /** Single bytes that come in one breath are one line of the transcript, and so is what is not kept of a modem that goes on talking. */
  #record(direction: TranscriptEntry['direction'], bytes: string): void {
    const now = this.#clock.uptime();
    const afterMs = now - this.#lastEntryAt;
    this.#lastEntryAt = now;
    if (direction === 'to modem') {
      this.#entries.push({ direction, bytes, afterMs });
      return;
    }
    const kept = bytes.slice(0, mostHeardBytes - this.#keptBytes);
    this.#keptBytes += kept.length;
    const omitted = bytes.length - kept.length;
    const last = this.#entries.at(-1);
    if (last?.direction !== direction || (afterMs >= 20 && kept !== ''))
      this.#entries.push({ direction, bytes: kept, afterMs, ...(omitted > 0 && { omitted }) });
    else
      this.#entries[this.#entries.length - 1] = {
        ...last,
        bytes: last.bytes + kept,
        ...(omitted > 0 && { omitted: omitted + (last.omitted ?? 0) }),
      };
  }
}

/** The shortest of these silences that is longer than the one so far; null: none. */
export const nextSilence = (silencesMs: readonly (number | null)[], silentMs: number): number | null =>
  silencesMs
    .filter((ms) => ms !== null)
    .filter((ms) => ms > silentMs)
    .toSorted((a, b) => a - b)[0] ?? null;
