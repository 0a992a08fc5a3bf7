import type { SerialPortStream } from '@serialport/stream';
import { unlessAborted } from '../async/until-aborted.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { BytePort, ModemSignals, PortClosed, PortSignals } from '../modem/byte-port.ts';
import { Inbox } from './inbox.ts';

interface PendingWork<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * A BytePort over an opened SerialPortStream, which it owns from then on.
 * A write that was abandoned may have sent some of its bytes, and the system may still send the rest: close the port after it.
 */
export class SerialBytePort implements BytePort {
  readonly path: string;
  readonly closed: Promise<PortClosed>;
  readonly #stream: SerialPortStream;
  readonly #settleClosed: (closed: PortClosed) => void;
  readonly #inbox = new Inbox();
  readonly #pending = new Set<Pick<PendingWork<never>, 'reject'>>();
  /** As opening leaves them; the stream sets all three each time. */
  #levels: Required<PortSignals> = { dtr: true, rts: true, brk: false };
  #ended: PortClosed | null = null;

  constructor(stream: SerialPortStream) {
    this.path = stream.path;
    this.#stream = stream;
    const { promise, resolve } = Promise.withResolvers<PortClosed>();
    this.closed = promise;
    this.#settleClosed = resolve;
    const lose = (error?: Error | null): void =>
      this.#end({ reason: 'lost', detail: error?.message ?? 'the port closed' });
    // After a failed write the stream destroys itself: it says `close` once before the port has closed, and once after
    stream.on('close', lose);
    stream.on('error', lose);
    stream.on('data', (chunk: Buffer) => this.#inbox.receive(chunk));
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    return this.#inbox.subscribe(listener);
  }

  async write(bytes: Uint8Array, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    signal.throwIfAborted();
    const written = this.#pendingWork<void>(({ resolve, reject }) =>
      this.#stream.write(Buffer.from(bytes), (error) => (error ? reject(this.#lost(error)) : resolve())),
    );
    await unlessAborted(written, { signal });
  }

  async setSignals(signals: PortSignals): Promise<void> {
    const levels = { ...this.#levels, ...signals };
    await this.#pendingWork<void>(({ resolve, reject }) =>
      this.#stream.set(levels, (error) => {
        if (error === null || hasNoSuchLine(error)) resolve();
        else reject(this.#fault('its lines cannot be set', error));
      }),
    );
    this.#levels = levels;
  }

  async signals(): Promise<ModemSignals> {
    return this.#pendingWork<ModemSignals>(({ resolve, reject }) =>
      this.#stream.get((error, status) => {
        if (error === null && status !== undefined) resolve({ cts: status.cts, dsr: status.dsr, dcd: status.dcd });
        else if (error === null || hasNoSuchLine(error)) reject(noModemLines(this.path));
        else reject(this.#fault('its lines cannot be read', error));
      }),
    );
  }

  async setBaudRate(baudRate: number): Promise<void> {
    await this.#pendingWork<void>(({ resolve, reject }) =>
      this.#stream.update({ baudRate }, (error) => {
        if (error === null) resolve();
        else reject(this.#fault(`${baudRate} baud cannot be set`, error));
      }),
    );
  }

  async close(): Promise<void> {
    this.#end({ reason: 'requested', detail: 'closed by this program' });
    await this.closed;
  }

  /** Settles as `start` says, or with `port lost` as soon as the port ends. */
  async #pendingWork<Value>(start: (work: PendingWork<Value>) => void): Promise<Value> {
    if (this.#ended !== null) throw this.#lost();
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    const work = { resolve, reject };
    this.#pending.add(work);
    try {
      start(work);
      return await promise;
    } finally {
      this.#pending.delete(work);
    }
  }

  /** The first call decides how the port ended; every call sees to it that the system's port gets closed. */
  #end(closed: PortClosed): void {
    const ended = (this.#ended ??= closed);
    this.#inbox.shut();
    for (const { reject } of this.#pending) reject(this.#lost());
    if (this.#stream.isOpen) this.#stream.close(() => this.#settleClosed(ended));
    else if (!this.#stream.closing) this.#settleClosed(ended);
  }

  #lost(cause?: Error): PaclineError {
    const detail = this.#ended?.detail ?? cause?.message ?? 'the port closed';
    return new PaclineError('port lost', `${this.path} is gone: ${detail}`, {
      context: { path: this.path },
      ...(cause === undefined ? {} : { cause }),
    });
  }

  #fault(what: string, cause: Error): PaclineError {
    return new PaclineError('port fault', `${this.path}: ${what}: ${cause.message}`, {
      context: { path: this.path },
      cause,
    });
  }
}

const noModemLines = (path: string): PaclineError =>
  new PaclineError(
    'port fault',
    `${path} has no modem-control lines (CTS, DSR, DCD): a lid cannot be seen by it; choose another presence for this slot`,
    { context: { path } },
  );

/** A pseudo-terminal has no modem lines: ENOTTY, which the native binding tells in words only. */
const hasNoSuchLine = (error: Error): boolean => /Inappropriate ioctl|ENOTTY/.test(error.message);
