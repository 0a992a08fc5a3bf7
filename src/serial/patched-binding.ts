import { readSync, writeSync } from 'node:fs';
import { BindingsError } from '@serialport/bindings-cpp';
import type {
  BindingInterface,
  BindingPortInterface,
  OpenOptions,
  PortStatus,
  SetOptions,
  UpdateOptions,
} from '@serialport/bindings-interface';
import { SerialPort } from 'serialport';

type PosixPort = Extract<Awaited<ReturnType<typeof SerialPort.binding.open>>, { poller: unknown }>;
type PollEvent = 'readable' | 'writable';

interface PatchedOpenOptions extends OpenOptions {
  parity?: 'none' | 'even' | 'odd';
}

/** libuv's poll flags, which the native poller takes. @source libuv, uv_poll_event */
const pollFlags = { readable: 1, writable: 2 } as const satisfies Record<PollEvent, number>;

/** "Not now", as against "not any more". */
const transientErrors = new Set<unknown>(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);

/**
 * The native binding of @serialport/bindings-cpp with reading and writing done anew where a file descriptor is behind the port.
 * Seen with versions 13.0.0 and 13.0.1 on Linux:
 * - a read of zero bytes (cable pulled, other end of a pseudo-terminal closed) was repeated for ever at full load and the port
 *   never closed (issue 162 there); here it is a disconnect, as is every error that is not a passing one, EIO among them;
 * - from Node 26.4 on the poller calls back outside any callback scope, so promises settled there went on only with the next
 *   unrelated event (node-serialport issue 3148); here they are settled from the event loop;
 * - waiting for bytes and waiting for room replaced one another in its poller, so a port whose output stood still could be deaf;
 *   here whatever is waited for is asked for together.
 */
export const patchedBinding: BindingInterface<BindingPortInterface, PatchedOpenOptions> = {
  list: () => SerialPort.binding.list(),
  async open(options) {
    const port = await SerialPort.binding.open(options);
    return 'poller' in port ? new MendedPort(port) : port;
  },
};

class MendedPort implements BindingPortInterface {
  readonly #native: PosixPort;
  readonly #awaited = new Set<PollEvent>();
  #writing: Promise<void> = Promise.resolve();

  constructor(native: PosixPort) {
    this.#native = native;
  }

  get openOptions(): Required<OpenOptions> {
    return this.#native.openOptions;
  }

  get isOpen(): boolean {
    return this.#native.isOpen;
  }

  async read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }> {
    for (;;) {
      await this.#until('readable');
      const bytesRead = this.#attempt((descriptor) => readSync(descriptor, buffer, offset, length, null));
      if (bytesRead === 0) throw new Error('the other end hung up');
      if (bytesRead !== 'not now') return { buffer, bytesRead };
    }
  }

  write(buffer: Buffer): Promise<void> {
    this.#writing = this.#writeAll(buffer);
    return this.#writing;
  }

  async #writeAll(buffer: Buffer): Promise<void> {
    let written = 0;
    while (written < buffer.length) {
      const taken = this.#attempt((descriptor) => writeSync(descriptor, buffer, written));
      if (taken === 'not now' || taken === 0) await this.#until('writable');
      else written += taken;
    }
  }

  /**
   * The descriptor is non-blocking, so a call comes back at once. Made in place, it cannot meet a descriptor that was closed
   * meanwhile and given to another port, as a call queued on the thread pool can.
   */
  #attempt(call: (descriptor: number) => number): number | 'not now' {
    const descriptor = this.#native.fd;
    if (descriptor === null) throw canceled();
    try {
      return call(descriptor);
    } catch (error) {
      if (error instanceof Error && 'code' in error && transientErrors.has(error.code)) return 'not now';
      throw error;
    }
  }

  #until(event: PollEvent): Promise<void> {
    if (!this.#native.isOpen) throw canceled();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { poller } = this.#native;
    poller.once(event, (error) => {
      this.#awaited.delete(event);
      setImmediate(() => (error === null ? resolve() : reject(error)));
    });
    this.#awaited.add(event);
    // `once` has just replaced what the native poller waits for
    poller.poll([...this.#awaited].reduce((flags, awaited) => flags | pollFlags[awaited], 0));
    return promise;
  }

  close(): Promise<void> {
    return this.#native.close();
  }

  update(options: UpdateOptions): Promise<void> {
    return this.#native.update(options);
  }

  set(options: SetOptions): Promise<void> {
    return this.#native.set(options);
  }

  get(): Promise<PortStatus> {
    return this.#native.get();
  }

  getBaudRate(): Promise<{ baudRate: number }> {
    return this.#native.getBaudRate();
  }

  flush(): Promise<void> {
    return this.#native.flush();
  }

  async drain(): Promise<void> {
    await this.#writing;
    await this.#native.drain();
  }
}

/** What a binding answers to a read or write that its own `close` ended. */
const canceled = (): BindingsError => new BindingsError('Port is not open', { canceled: true });
