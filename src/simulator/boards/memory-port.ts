import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { bytesOf } from '../../dialect/latin1.ts';
import type { BytePort, ModemSignals, PortClosed, PortSignals } from '../../modem/byte-port.ts';

/** Longest memory of what nobody has heard. */
const unheardBytes = 64 * 1024;

/** Where a memory port's bytes go, and at which speed the host has set it. */
export interface FarEnd {
  receive(bytes: Uint8Array): void;
  setBaudRate(baudRate: number): void;
  /** Told of every change that the host makes; DTR and RTS are up when the port opens, as systems do it. */
  setSignals?(signals: PortSignals): void;
  /** The lines that it drives; left out: the port has none, as a pseudo-terminal. */
  signals?(): ModemSignals;
}

/** A serial port without an operating system: the far end is a function. Works everywhere, in real and in virtual time. */
export class MemoryPort implements BytePort {
  readonly path: string;
  readonly closed: Promise<PortClosed>;
  readonly #farEnd: FarEnd;
  readonly #settleClosed: (closed: PortClosed) => void;
  readonly #listeners = new Set<(chunk: Uint8Array) => void>();
  #unheard: Uint8Array[] = [];
  #open = true;

  constructor(path: string, farEnd: FarEnd) {
    this.path = path;
    this.#farEnd = farEnd;
    const { promise, resolve } = Promise.withResolvers<PortClosed>();
    this.closed = promise;
    this.#settleClosed = resolve;
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    if (!this.#open) return () => undefined;
    this.#listeners.add(listener);
    const unheard = this.#unheard;
    this.#unheard = [];
    for (const chunk of unheard) listener(chunk);
    return () => this.#listeners.delete(listener);
  }

  async write(bytes: Uint8Array, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    signal.throwIfAborted();
    this.#requireOpen();
    this.#farEnd.receive(bytes);
  }

  async setSignals(signals: PortSignals): Promise<void> {
    this.#farEnd.setSignals?.(signals);
  }

  async signals(): Promise<ModemSignals> {
    this.#requireOpen();
    const signals = this.#farEnd.signals?.();
    if (signals === undefined)
      throw new PaclineError('port fault', `The port ${this.path} has no modem-control lines.`, {
        context: { port: this.path },
      });
    return signals;
  }

  async setBaudRate(baudRate: number): Promise<void> {
    this.#farEnd.setBaudRate(baudRate);
  }

  async close(): Promise<void> {
    this.#end({ reason: 'requested', detail: 'closed by pacline' });
  }

  /** The far end's view: bytes arrive. */
  deliver(text: string): void {
    if (!this.#open || text === '') return;
    const chunk = bytesOf(text);
    if (this.#listeners.size === 0) this.#keep(chunk);
    for (const listener of this.#listeners) listener(chunk);
  }

  /** The far end's view: the cable is pulled. */
  pull(): void {
    this.#end({ reason: 'lost', detail: 'the board was unplugged' });
  }

  #requireOpen(): void {
    if (!this.#open)
      throw new PaclineError('port lost', `The port ${this.path} is closed.`, { context: { port: this.path } });
  }

  /** What is too much is lost from its beginning. */
  #keep(chunk: Uint8Array): void {
    this.#unheard.push(chunk);
    let bytes = this.#unheard.reduce((sum, { length }) => sum + length, 0);
    for (; bytes > unheardBytes; bytes -= this.#unheard.shift()?.length ?? bytes);
  }

  #end(closed: PortClosed): void {
    if (!this.#open) return;
    this.#open = false;
    this.#listeners.clear();
    this.#settleClosed(closed);
  }
}
