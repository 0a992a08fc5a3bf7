import { closeSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ReadStream } from 'node:tty';
import { SerialPort } from 'serialport';
import { PaclineError } from '../../domain/errors/pacline-error.ts';

/** A serial cable in software: what is written here arrives at whoever has opened `path`, and the other way round. */
export interface PseudoTerminal {
  /** What the other side opens, such as /dev/pts/3. */
  readonly path: string;
  /** Until the first listener comes nothing is read: when the system's buffer is full, the other side's writing stands still. */
  onData(listener: (chunk: Uint8Array) => void): () => void;
  /** Returns at once; the bytes go out in order as the system takes them. With 1 MB waiting, further bytes are lost, as a UART loses them. */
  write(bytes: Uint8Array): void;
  /** Pulls the cable: the other side sees the line hang up, and the path is gone. Any number of times. */
  unplug(): void;
}

interface NativePseudoTerminals {
  open(columns: number, rows: number): { readonly master: number; readonly slave: number; readonly pty: string };
}

/**
 * Opens a pseudo-terminal that changes and echoes no byte. It has neither speed nor modem lines: who simulates a UART paces what it writes.
 * A child process started while one is open inherits it, and holds it open after `unplug` until it ends itself: start children before.
 * @throws PaclineError port fault: this system has none
 */
export const openPseudoTerminal = async (): Promise<PseudoTerminal> => {
  const { master, slave, pty } = loadNative().open(80, 24);
  try {
    // Opening a serial port makes the terminal raw, and raw it stays while our own end of it is open
    const port = await SerialPort.binding.open({ path: pty, baudRate: 9600 });
    await port.close();
  } catch (cause) {
    closeSync(slave);
    closeSync(master);
    throw unavailable(cause);
  }
  return new OpenPseudoTerminal({ path: pty, master, slave });
};

/** The native part alone: the package's own `spawn` starts a program, and its `open` is not exported. @throws PaclineError port fault */
export const loadNative = (): NativePseudoTerminals => {
  if (process.platform === 'win32') throw unavailable(undefined);
  try {
    const require = createRequire(import.meta.url);
    // the prebuilt package of this platform is a dependency of that one, not of ours
    const requireBeside = createRequire(require.resolve('@lydell/node-pty'));
    const native: unknown = requireBeside(`@lydell/node-pty-${process.platform}-${process.arch}/pty.node`);
    if (!isNative(native)) throw new TypeError('its native part cannot open one');
    return native;
  } catch (cause) {
    throw unavailable(cause);
  }
};

const isNative = (native: unknown): native is NativePseudoTerminals =>
  typeof native === 'object' && native !== null && 'open' in native && typeof native.open === 'function';

const unavailable = (cause: unknown): PaclineError =>
  new PaclineError(
    'port fault',
    `There are no pseudo-terminals on ${process.platform} ${process.arch}: use the boards in memory (\`pacline demo\`)`,
    { cause },
  );

const waitingLimitBytes = 1024 * 1024;
const longestPauseMs = 64;

class OpenPseudoTerminal implements PseudoTerminal {
  readonly path: string;
  readonly #master: number;
  readonly #slave: number;
  readonly #received: ReadStream;
  readonly #listeners = new Set<(chunk: Uint8Array) => void>();
  #waiting: Buffer = Buffer.alloc(0);
  #pauseMs = 1;
  #retry: NodeJS.Timeout | null = null;
  #isPlugged = true;

  constructor({ path, master, slave }: { readonly path: string; readonly master: number; readonly slave: number }) {
    this.path = path;
    this.#master = master;
    this.#slave = slave;
    this.#received = new ReadStream(master);
    this.#received.on('error', () => this.unplug());
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    if (this.#received.listenerCount('data') === 0) this.#received.on('data', (chunk: Buffer) => this.#hear(chunk));
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #hear(chunk: Buffer): void {
    for (const listener of this.#listeners) listener(chunk);
  }

  write(bytes: Uint8Array): void {
    if (!this.#isPlugged) return;
    const room = waitingLimitBytes - this.#waiting.length;
    this.#waiting = Buffer.concat([this.#waiting, bytes.subarray(0, room)]);
    if (this.#retry === null) this.#send();
  }

  unplug(): void {
    if (!this.#isPlugged) return;
    this.#isPlugged = false;
    this.#listeners.clear();
    this.#waiting = Buffer.alloc(0);
    if (this.#retry !== null) clearTimeout(this.#retry);
    closeSync(this.#slave);
    this.#received.destroy();
  }

  /** One call of the system a turn, so that a fast reader on the other side cannot hold the event loop. */
  #send(): void {
    this.#retry = null;
    const taken = this.#attempt();
    this.#waiting = this.#waiting.subarray(taken);
    this.#pauseMs = taken > 0 ? 1 : Math.min(this.#pauseMs * 2, longestPauseMs);
    if (this.#waiting.length > 0) this.#retry = setTimeout(() => this.#send(), this.#pauseMs);
  }

  #attempt(): number {
    try {
      return writeSync(this.#master, this.#waiting);
    } catch (error) {
      // the other side does not read: its buffer is full
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 0;
      throw error;
    }
  }
}
