import { Mutex } from '../../async/mutex.ts';
import type { BytePort } from '../../modem/byte-port.ts';
import type { OpenOptions, PortDescription, PortGone, PortSeen, PortSource } from '../port-source.ts';

/** The port source of one slot, which is open to one at a time: runs, looks into the slot and readings again wait for each other. */
export class PortTurns implements PortSource {
  readonly #ports: PortSource;
  readonly #turns = new Mutex();

  constructor(ports: PortSource) {
    this.#ports = ports;
  }

  list(): Promise<readonly PortDescription[]> {
    return this.#ports.list();
  }

  watch(signal: AbortSignal): AsyncIterable<PortSeen | PortGone> {
    return this.#ports.watch(signal);
  }

  async open(path: string, options: OpenOptions, wait: { readonly signal: AbortSignal }): Promise<BytePort> {
    const endTurn = await this.#turns.take(wait);
    try {
      const port = await this.#ports.open(path, options, wait);
      void port.closed.then(endTurn);
      return port;
    } catch (error) {
      endTurn();
      throw error;
    }
  }
}
