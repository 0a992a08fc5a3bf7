import { connect, type Socket } from 'node:net';

import { within } from '../async/within.ts';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { parseHostStatus, type HostStatus } from './host-status.ts';
import { showAddress, type PrinterAddress } from './printer-address.ts';

export interface PrinterConnectionOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * One connection to a printer. Whatever ends it makes every wait of it throw `printer down`; the signal makes it throw the signal's reason.
 */
export class PrinterConnection {
  readonly #socket: Socket;
  readonly #where: string;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  /** Rejects when the connection breaks, or the signal aborts; never resolves. */
  readonly #broken = Promise.withResolvers<never>();
  readonly #ended = Promise.withResolvers<void>();
  #heard = '';
  #listener: (() => void) | null = null;

  private constructor(address: PrinterAddress, { clock, signal }: PrinterConnectionOptions) {
    this.#where = showAddress(address);
    this.#clock = clock;
    this.#signal = signal;
    this.#socket = connect({ host: address.host, port: address.port, noDelay: true });
    this.#broken.promise.catch(() => undefined);
    this.#socket.on('error', (error: NodeJS.ErrnoException) =>
      this.#broken.reject(this.#down(`cannot be reached (${error.code ?? error.message})`, error)),
    );
    // The printer has closed its side after it read all of ours.
    this.#socket.on('end', () => this.#ended.resolve());
    this.#socket.on('data', (bytes) => {
      this.#heard = (this.#heard + bytes.toString('latin1')).slice(-longestAnswer);
      this.#listener?.();
    });
    signal.addEventListener('abort', this.#stop, { once: true });
  }

  /** @throws PaclineError printer down: not connected within the limit */
  static async open(
    address: PrinterAddress,
    options: PrinterConnectionOptions & { readonly limitMs: number },
  ): Promise<PrinterConnection> {
    options.signal.throwIfAborted();
    const line = new PrinterConnection(address, options);
    try {
      const connected = await line.#within(
        options.limitMs,
        new Promise<true>((resolve) => {
          line.#socket.once('connect', () => resolve(true));
        }),
      );
      if (connected === null) throw line.#down('does not take connections');
      return line;
    } catch (error) {
      line.close();
      throw error;
    }
  }

  /** Resolves when the system has taken all of it. */
  async write(text: string, { limitMs }: { readonly limitMs: number }): Promise<void> {
    const written = await this.#within(
      limitMs,
      new Promise<true>((resolve) => {
        this.#socket.write(text, () => resolve(true));
      }),
    );
    if (written === null) throw this.#down('does not take what is sent to it');
  }

  /** What it answers to `~HS`; null: nothing within the limit. */
  async askStatus({
    writeMs,
    limitMs,
  }: {
    readonly writeMs: number;
    readonly limitMs: number;
  }): Promise<HostStatus | null> {
    this.#heard = '';
    const answered = this.#nextStatus();
    await this.write('~HS', { limitMs: writeMs });
    return this.#within(limitMs, answered);
  }

  /**
   * Asks for the status and ends our side. Whichever comes first, its answer or its end of the connection, shows that it has read
   * everything before. False: neither came within the limit.
   */
  async finish({ limitMs }: { readonly limitMs: number }): Promise<boolean> {
    this.#heard = '';
    const taken = Promise.race([this.#nextStatus(), this.#ended.promise]);
    this.#socket.end('~HS');
    return (
      (await this.#within(
        limitMs,
        taken.then(() => true as const),
      )) !== null
    );
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#stop);
    this.#socket.destroy();
  }

  #nextStatus(): Promise<HostStatus> {
    return new Promise((resolve) => {
      this.#listener = () => {
        const status = parseHostStatus(this.#heard);
        if (status !== null) resolve(status);
      };
    });
  }

  readonly #stop = (): void => this.#broken.reject(this.#signal.reason);

  #down(words: string, cause?: unknown): PaclineError {
    return new PaclineError('printer down', `The label printer ${this.#where} ${words}.`, {
      context: { printer: this.#where },
      ...(cause === undefined ? {} : { cause }),
    });
  }

  /** null: the limit came first. */
  async #within<T>(limitMs: number, work: Promise<T>): Promise<T | null> {
    return within(limitMs, Promise.race([this.#broken.promise, work]), { clock: this.#clock, signal: this.#signal });
  }
}

/** An answer has about 90 characters; a printer that talks without end fills no memory. */
const longestAnswer = 4096;
