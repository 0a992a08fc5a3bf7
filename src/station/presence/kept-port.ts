import type { BytePort } from '../../modem/byte-port.ts';
import type { OpenOptions, PortDescription, PortGone, PortSeen, PortSource } from '../port-source.ts';
import { HeldPort } from './held-port.ts';

/**
 * The port source of a slot whose port belongs to the fixture: once opened, the port stays open, and who opens it again gets it on loan.
 * An opening resets many boards, so a look into the slot and the run behind it must be one opening. One that was lost is opened anew.
 */
export class KeptPort implements PortSource {
  readonly #ports: PortSource;
  #held: HeldPort | null = null;

  constructor(ports: PortSource) {
    this.#ports = ports;
  }

  list(): Promise<readonly PortDescription[]> {
    return this.#ports.list();
  }

  watch(signal: AbortSignal): AsyncIterable<PortSeen | PortGone> {
    return this.#ports.watch(signal);
  }

  /** @throws PaclineError port missing | port busy | port forbidden | port fault */
  async open(path: string, options: OpenOptions, wait: { readonly signal: AbortSignal }): Promise<BytePort> {
    if (this.#held !== null && this.#held.path !== path) await this.release();
    if (this.#held === null) {
      const held = new HeldPort(await this.#ports.open(path, options, wait));
      this.#held = held;
      void this.#forgetWhenClosed(held);
    }
    return this.#held.lend(options);
  }

  async #forgetWhenClosed(held: HeldPort): Promise<void> {
    await held.closed;
    if (this.#held === held) this.#held = null;
  }

  /** Closes the port, so that other programs can have it and the next opening is a new one. */
  async release(): Promise<void> {
    const held = this.#held;
    this.#held = null;
    await held?.close();
  }
}
