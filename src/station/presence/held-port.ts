import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { BytePort, ModemSignals, PortClosed, PortSignals } from '../../modem/byte-port.ts';

/** As opening leaves them. */
const openedLines = { dtr: true, rts: true, brk: false } as const satisfies Required<PortSignals>;

/**
 * A fixture's port that stays open while units come and go on it, so that its lines can be watched during a run too. Each run
 * gets it on loan. What arrives between two loans belongs to nobody: it is counted and given to none.
 */
export class HeldPort {
  readonly path: string;
  readonly #port: BytePort;
  #loan: LentPort | null = null;
  #strayBytes = 0;
  #endCounting: () => void;

  /** @param port freshly opened, and from here on this one's to close */
  constructor(port: BytePort) {
    this.path = port.path;
    this.#port = port;
    this.#endCounting = this.#countStrays();
  }

  get closed(): Promise<PortClosed> {
    return this.#port.closed;
  }

  /** Bytes that came while no run had the port. */
  get strayBytes(): number {
    return this.#strayBytes;
  }

  signals(): Promise<ModemSignals> {
    return this.#port.signals();
  }

  /** The port as if it had been opened just now; its `close` gives it back. @throws PaclineError port busy: another run has it | port lost */
  async lend({ baudRate }: { readonly baudRate: number }): Promise<BytePort> {
    if (this.#loan !== null)
      throw new PaclineError('port busy', `${this.path} is lent to another run.`, { context: { port: this.path } });
    const loan = new LentPort(this.#port, () => this.#takeBack());
    this.#loan = loan;
    try {
      await this.#port.setSignals(openedLines);
      await this.#port.setBaudRate(baudRate);
    } catch (error) {
      this.#loan = null;
      throw error;
    }
    this.#endCounting();
    return loan;
  }

  async close(): Promise<void> {
    await this.#port.close();
  }

  #takeBack(): void {
    this.#loan = null;
    this.#endCounting = this.#countStrays();
  }

  #countStrays(): () => void {
    return this.#port.onData(({ length }) => {
      this.#strayBytes += length;
    });
  }
}

/** A loan of a port: ends when it is given back, or with the port. */
class LentPort implements BytePort {
  readonly path: string;
  readonly closed: Promise<PortClosed>;
  readonly #port: BytePort;
  readonly #returned = Promise.withResolvers<PortClosed>();
  readonly #over = new AbortController();
  readonly #unsubscribes = new Set<() => void>();
  readonly #onReturn: () => void;

  constructor(port: BytePort, onReturn: () => void) {
    this.path = port.path;
    this.#port = port;
    this.#onReturn = onReturn;
    this.closed = Promise.race([this.#returned.promise, port.closed]);
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    if (this.#over.signal.aborted) return () => undefined;
    const unsubscribe = this.#port.onData(listener);
    this.#unsubscribes.add(unsubscribe);
    return () => {
      this.#unsubscribes.delete(unsubscribe);
      unsubscribe();
    };
  }

  async write(bytes: Uint8Array, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    await this.#lent().write(bytes, { signal: AbortSignal.any([signal, this.#over.signal]) });
  }

  async setSignals(signals: PortSignals): Promise<void> {
    await this.#lent().setSignals(signals);
  }

  async signals(): Promise<ModemSignals> {
    return this.#lent().signals();
  }

  async setBaudRate(baudRate: number): Promise<void> {
    await this.#lent().setBaudRate(baudRate);
  }

  async close(): Promise<void> {
    if (!this.#over.signal.aborted) {
      this.#over.abort(this.#gone());
      for (const unsubscribe of this.#unsubscribes) unsubscribe();
      this.#unsubscribes.clear();
      this.#returned.resolve({ reason: 'requested', detail: 'given back' });
      this.#onReturn();
    }
    await this.closed;
  }

  #lent(): BytePort {
    if (this.#over.signal.aborted) throw this.#gone();
    return this.#port;
  }

  #gone(): PaclineError {
    return new PaclineError('port lost', `${this.path} was given back before its run was over`, {
      context: { path: this.path },
    });
  }
}
