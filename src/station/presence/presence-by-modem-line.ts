import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { BytePort, ModemLine } from '../../modem/byte-port.ts';
import { Debounced } from './debounced.ts';
import { findFixturePort } from './fixture-port.ts';
import { HeldPort } from './held-port.ts';
import { firstBaudRate, type LineOptions } from '../line-options.ts';
import { openWhenFree } from '../run/open-when-free.ts';
import type { OpenOptions, PortDescription, PortGone, PortSeen, PortSource } from '../port-source.ts';
import type { SeatedPort } from '../seated-port.ts';
import type { SlotLoop } from '../slot-loop.ts';

/** Between two looks at the line, in ms: no system tells of its changes. */
const lookEveryMs = 50;

/** Between two attempts at a port that cannot be had, in ms. */
const tryAgainMs = 500;

export interface Lid {
  /** The port's path or its place. */
  readonly port: string;
  readonly line: ModemLine;
  readonly debounceMs: number;
}

/**
 * A fixture whose lid moves a modem-control line: closed and still is seated, open and still is removed, in mid-run too. It
 * keeps the port open and is the port source of its slot's runs. A port that is lost is an empty slot until it is back.
 */
export class LidFollower implements PortSource {
  readonly #lid: Lid;
  readonly #line: LineOptions;
  #held: HeldPort | null = null;

  constructor(lid: Lid, line: LineOptions) {
    this.#lid = lid;
    this.#line = line;
  }

  list(): Promise<readonly PortDescription[]> {
    return this.#line.ports.list();
  }

  watch(signal: AbortSignal): AsyncIterable<PortSeen | PortGone> {
    return this.#line.ports.watch(signal);
  }

  async open(path: string, options: OpenOptions, { signal }: { readonly signal: AbortSignal }): Promise<BytePort> {
    signal.throwIfAborted();
    if (this.#held?.path !== path)
      throw new PaclineError('port lost', `${path} is gone, and is not back yet`, { context: { path } });
    return this.#held.lend(options);
  }

  /**
   * Follows the lid until the signal aborts.
   * @throws PaclineError port fault: the port that is there at the start has no such line, or cannot be used at all
   */
  async follow(slot: SlotLoop, signal: AbortSignal): Promise<void> {
    try {
      for (let isStart = true; ; isStart = false) {
        await this.#hold(slot, signal, isStart);
        await this.#line.clock.sleep(tryAgainMs, { signal });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Once: from the port that is there to the port that is gone. */
  async #hold(slot: SlotLoop, signal: AbortSignal, isStart: boolean): Promise<void> {
    const { clock, ports, rules } = this.#line;
    try {
      const found = await findFixturePort(this.#lid.port, this.#line);
      const held = new HeldPort(
        await openWhenFree(found.path, {
          ports,
          clock,
          baudRate: rules().dialect?.serial.baudRate ?? firstBaudRate,
          signal,
        }),
      );
      this.#held = held;
      try {
        await held.signals();
        await this.#watchLid(held, found, slot, signal);
      } finally {
        this.#held = null;
        // When the line stops, the unit is still there
        if (!signal.aborted) slot.unseat(found.path);
        await held.close();
      }
    } catch (error) {
      signal.throwIfAborted();
      // What comes and goes is waited for. What is wrong from the start is wrong in the settings or the wiring, and would be a slot that is dead without a word.
      if (!PaclineError.is(error) || (isStart && !PaclineError.is(error, 'port missing', 'port lost'))) throw error;
    }
  }

  async #watchLid(held: HeldPort, found: SeatedPort, slot: SlotLoop, signal: AbortSignal): Promise<void> {
    const lid = new Debounced(this.#lid.debounceMs);
    for (let wasClosed = false; ;) {
      const isClosed = lid.look((await held.signals())[this.#lid.line], this.#line.clock.uptime());
      if (isClosed && !wasClosed) void slot.seat(found);
      if (!isClosed && wasClosed) slot.unseat(found.path);
      wasClosed = isClosed;
      await this.#line.clock.sleep(lookEveryMs, { signal });
    }
  }
}
