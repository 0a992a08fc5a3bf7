import type { LiveFrame } from '../../bench-state.ts';
import { ageOf, longestAgeMs, momentNow, type Moment } from './freshness.ts';

export interface ConnectionOptions {
  readonly url: string;
  /** The last sequence that is shown; null: nothing is. */
  readonly after: () => number | null;
  readonly onFrame: (frame: LiveFrame) => void;
  /** What is shown is true as of this moment of the page's own clock. */
  readonly onTrueAsOf: (moment: Moment) => void;
}

/** Between two pings, in ms. Three may get lost before the picture is stale. */
const pingEveryMs = 700;
const shortestPauseMs = 200;
const longestPauseMs = 2000;

/**
 * The live picture of a station, for as long as the page is open: connected again whenever the connection is gone, or says nothing.
 * How old the picture is does not rest on the station's clock, nor on frames that may have waited on their way: the page asks, and what
 * came before the answer is as new as the question.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #asked = new Map<number, Moment>();
  #socket: WebSocket | null = null;
  #pauseMs = shortestPauseMs;
  #number = 0;
  #heardAt = momentNow();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Once; it goes on for as long as the page is open. */
  start(): void {
    this.#open();
    setInterval(() => this.#ask(), pingEveryMs);
    document.addEventListener('visibilitychange', () => this.#ask());
  }

  #open(): void {
    const after = this.#options.after();
    const socket = new WebSocket(after === null ? this.#options.url : `${this.#options.url}?after=${after}`);
    this.#socket = socket;
    this.#asked.clear();
    this.#heardAt = momentNow();
    socket.addEventListener('open', () => this.#ask());
    socket.addEventListener('message', ({ data }) => {
      if (socket === this.#socket) this.#hear(JSON.parse(String(data)) as LiveFrame);
    });
    socket.addEventListener('close', () => {
      if (socket === this.#socket) this.#openLater();
    });
  }

  #openLater(): void {
    this.#socket?.close();
    this.#socket = null;
    setTimeout(() => this.#open(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
  }

  #ask(): void {
    const socket = this.#socket;
    if (socket === null) return;
    const now = momentNow();
    if (ageOf(this.#heardAt, now) > longestAgeMs) return this.#openLater();
    if (socket.readyState !== WebSocket.OPEN) return;
    this.#number += 1;
    this.#asked.set(this.#number, now);
    socket.send(`{"ping":${this.#number}}`);
  }

  #hear(frame: LiveFrame): void {
    this.#heardAt = momentNow();
    this.#pauseMs = shortestPauseMs;
    this.#options.onFrame(frame);
    const asked = frame.pong === undefined ? undefined : this.#asked.get(frame.pong);
    if (asked === undefined) return;
    for (const number of this.#asked.keys()) if (number <= (frame.pong ?? 0)) this.#asked.delete(number);
    this.#options.onTrueAsOf(asked);
  }
}
