import type { PowerOn, Reaction, SimulatedModem, SimulatedUnit } from '../../../firmware-protocols/simulator.ts';
import type { Clock } from '../../domain/clock.ts';
import { echoOf, worded, type BoardManners } from './board-manners.ts';
import { flipBit, seededRandom, type WireFault } from './wire-fault.ts';

/** Start bit, eight data bits, stop bit. */
const bitsPerByte = 10;
/** Bytes reach the host in packets no older than this, as from a USB adapter; never before their time on the wire. */
const packetMs = 4;

export interface PacedBoardOptions {
  readonly powerOn: PowerOn;
  readonly unit: SimulatedUnit;
  /** Speed of the wire in both directions; null: bytes take no time. */
  readonly baudRate: number | null;
  readonly wireFaults: readonly WireFault[];
  /** What the board does around its modem; default: nothing. */
  readonly manners?: BoardManners;
  readonly clock: Clock;
  /** Takes bytes that have arrived at the host, latin-1. */
  readonly toHost: (bytes: string) => void;
  /** Called when the fault `unplug` pulls the cable. */
  readonly unplug: () => void;
  /** Power: the board is dead once it aborts. */
  readonly signal: AbortSignal;
}

interface SentByte {
  readonly byte: string;
  readonly at: number;
}

/**
 * A simulated modem at the end of a wire with a speed: a byte from the host is heard one byte time after the wire is free,
 * a byte of the modem reaches the host one byte time after the one before.
 */
export class PacedBoard {
  readonly #options: PacedBoardOptions;
  readonly #byteMs: number;
  readonly #noise: readonly { readonly probability: number; readonly random: () => number }[];
  #onTheWire: SentByte[] = [];
  #modem: SimulatedModem;
  #hearsAt = 0;
  #speaksAt = 0;
  #answers = 0;
  /** When it hears, and when it is no more busy, as the clock's uptime. */
  #upAt = 0;
  #freeAt = 0;
  #line = '';
  /** Ends what is being delivered; null while nothing is. */
  #delivery: AbortController | null = null;
  /** Ends the modem's patience with an unfinished line; null while it has none to lose. */
  #patience: AbortController | null = null;

  constructor(options: PacedBoardOptions) {
    this.#options = options;
    this.#byteMs = options.baudRate === null ? 0 : (bitsPerByte * 1000) / options.baudRate;
    this.#noise = options.wireFaults.flatMap((fault) =>
      fault.kind === 'noise' ? [{ probability: fault.probability, random: seededRandom(fault.seed) }] : [],
    );
    this.#modem = this.#start();
  }

  /** Somebody presses reset: what was being said is cut off, and the modem starts anew. Line faults go on counting. */
  restart(): void {
    this.#delivery?.abort();
    this.#delivery = null;
    this.#patience?.abort();
    this.#patience = null;
    this.#onTheWire = [];
    this.#hearsAt = this.#speaksAt = this.#options.clock.uptime();
    this.#modem = this.#start();
  }

  #start(): SimulatedModem {
    const { clock, powerOn, unit, manners: { deafMs = 0, garbage = '', bootText = '', busy } = {} } = this.#options;
    const now = clock.uptime();
    this.#upAt = now + deafMs;
    this.#freeAt = this.#upAt + (busy?.ms ?? 0);
    this.#line = '';
    const { modem, replies } = powerOn(unit);
    const own = [
      { bytes: garbage, afterMs: 0 },
      { bytes: bootText, afterMs: deafMs },
    ].filter(({ bytes }) => bytes !== '');
    this.#say({ modem, replies: [...own, ...replies] }, now);
    return modem;
  }

  /** The host has written: the bytes go onto the wire now. */
  receive(bytes: string): void {
    this.#hearsAt = Math.max(this.#hearsAt, this.#options.clock.uptime());
    for (const byte of bytes) {
      this.#hearsAt += this.#byteMs;
      this.#hear(byte, this.#hearsAt);
    }
  }

  #hear(byte: string, at: number): void {
    const { manners = {} } = this.#options;
    if (at < this.#upAt) return;
    if (at < this.#freeAt && manners.busy?.words == null) return;
    const echo = echoOf(byte, this.#line, manners);
    if (echo !== '') this.#say({ modem: this.#modem, replies: [{ bytes: echo, afterMs: 0 }] }, at);
    this.#line = /[\r\n;]/.test(byte) ? '' : this.#line + byte;
    if (at < this.#freeAt) {
      if (/[\r;]/.test(byte))
        this.#say({ modem: this.#modem, replies: [{ bytes: manners.busy?.words ?? '', afterMs: 0 }] }, at);
      return;
    }
    const reaction = this.#modem.receive(byte);
    this.#modem = reaction.modem;
    this.#say(
      {
        modem: reaction.modem,
        replies: reaction.replies.map(({ bytes, afterMs }) => ({ bytes: worded(bytes, manners), afterMs })),
      },
      at,
    );
  }

  #say({ replies }: Reaction, at: number): void {
    this.#speaksAt = Math.max(this.#speaksAt, at);
    for (const { bytes, afterMs } of replies) {
      const answer = bytes.length > 1 ? (this.#answers += 1) : 0;
      this.#speaksAt += afterMs;
      for (const fault of this.#options.wireFaults)
        if (fault.kind === 'late answer' && fault.answer === answer) this.#speaksAt += fault.ms;
      for (const [index, byte] of Array.from(bytes).entries()) {
        this.#speaksAt += this.#byteMs;
        this.#onTheWire.push({ byte: this.#carried(byte, answer, index), at: this.#speaksAt });
      }
    }
    if (this.#delivery === null && this.#onTheWire.length > 0)
      void this.#deliver((this.#delivery = new AbortController()));
  }

  /** What becomes of a byte on its way; '' stands for the cable being pulled. */
  #carried(byte: string, answer: number, index: number): string {
    let carried = byte;
    for (const fault of this.#options.wireFaults) {
      if (fault.kind === 'unplug' && fault.answer === answer && fault.byte === index) return '';
      if (fault.kind === 'flipped bit' && fault.answer === answer && fault.byte === index)
        carried = flipBit(carried, fault.bit);
    }
    for (const { probability, random } of this.#noise)
      if (random() < probability) carried = flipBit(carried, Math.floor(random() * 8));
    return carried;
  }

  async #deliver(delivery: AbortController): Promise<void> {
    const { clock, toHost, unplug } = this.#options;
    const signal = AbortSignal.any([this.#options.signal, delivery.signal]);
    try {
      for (let first = this.#onTheWire[0]; first !== undefined; first = this.#onTheWire[0]) {
        const packetEnd = Math.min(this.#onTheWire.at(-1)?.at ?? 0, first.at + packetMs);
        await clock.sleep(Math.max(0, packetEnd - clock.uptime()), { signal });
        const now = clock.uptime();
        const arrived = this.#onTheWire.findIndex(({ at }) => at > now);
        const packet = this.#onTheWire.splice(0, arrived < 0 ? this.#onTheWire.length : arrived);
        const pulled = packet.findIndex(({ byte }) => byte === '');
        const bytes = packet
          .slice(0, pulled < 0 ? packet.length : pulled)
          .map(({ byte }) => byte)
          .join('');
        if (bytes !== '') toHost(bytes);
        if (pulled >= 0) return unplug();
      }
    } catch (error) {
      // Power went off in mid-sentence, or reset was pressed; anything else is a fault of the simulator.
      if (!signal.aborted) throw error;
    } finally {
      if (this.#delivery === delivery) this.#delivery = null;
    }
  }
}
