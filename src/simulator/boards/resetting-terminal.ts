import { closeSync, readSync, writeSync } from 'node:fs';
import { loadNative, type PseudoTerminal } from './pseudo-terminal.ts';

/** Between two looks at who has it open, in ms. */
const lookEveryMs = 2;

export interface ResettingTerminalOptions {
  /** Told each time that somebody opens it, before anything that he writes. */
  readonly onOpened: () => void;
}

/**
 * A pseudo-terminal that notices its openings, as a board does whose reset hangs on DTR: its own end is kept closed, so that the system
 * tells of a hang-up while nobody has it. What is said while nobody has it is lost.
 * @throws PaclineError port fault: this system has none
 */
export const openResettingTerminal = ({ onOpened }: ResettingTerminalOptions): PseudoTerminal => {
  const { master, slave, pty } = loadNative().open(80, 24);
  closeSync(slave);
  const listeners = new Set<(chunk: Uint8Array) => void>();
  const buffer = Buffer.alloc(4096);
  let isOpen = false;
  let isPlugged = true;

  const look = (): void => {
    for (let bytes = attempt(() => readSync(master, buffer)); ; bytes = attempt(() => readSync(master, buffer))) {
      const wasOpen = isOpen;
      isOpen = bytes !== 'hung up';
      if (isOpen && !wasOpen) onOpened();
      if (typeof bytes !== 'number' || bytes === 0) return;
      const chunk = Uint8Array.from(buffer.subarray(0, bytes));
      for (const listener of listeners) listener(chunk);
    }
  };
  const timer = setInterval(look, lookEveryMs);

  return {
    path: pty,
    onData(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    write(bytes) {
      if (isPlugged && isOpen) attempt(() => writeSync(master, bytes));
    },
    unplug() {
      if (!isPlugged) return;
      isPlugged = false;
      clearInterval(timer);
      listeners.clear();
      closeSync(master);
    },
  };
};

/** The descriptor does not block: a call comes back at once. */
const attempt = (call: () => number): number | 'nothing' | 'hung up' => {
  try {
    return call();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EAGAIN') return 'nothing';
    if (code === 'EIO') return 'hung up';
    throw error;
  }
};
