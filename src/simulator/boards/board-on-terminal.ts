import { bytesOf, textOf } from '../../dialect/latin1.ts';
import type { Clock } from '../../domain/clock.ts';
import { faultsOn } from './wire-fault.ts';
import { PacedBoard } from './paced-board.ts';
import { pressEveryMs, pressResetEvery } from './press-reset.ts';
import { openPseudoTerminal } from './pseudo-terminal.ts';
import type { VirtualBoard } from '../bench/bench-place.ts';

export interface BoardOnTerminal {
  /** What a serial program opens. */
  readonly path: string;
  /** Settles when the cable is pulled: by the fault, by `unplug`, or by the signal. */
  readonly unplugged: Promise<void>;
  unplug(): void;
}

interface ServeOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called while the path is still this board's: the system gives it to the next terminal, whosever that is. Here a link to it is taken away. */
  readonly beforeUnplugged?: () => void;
}

/**
 * A simulated board behind a pseudo-terminal, paced as its UART; served until it is unplugged or the signal aborts. One that only
 * speaks is reset every few seconds, as a person would do it: a pseudo-terminal does not tell when it is opened, and has no DTR.
 */
export const serveBoardOnTerminal = async (
  { dialect, unit, wireFaults }: VirtualBoard,
  { clock, signal, beforeUnplugged = () => undefined }: ServeOptions,
): Promise<BoardOnTerminal> => {
  const { serial, announcement } = dialect.definition;
  const terminal = await openPseudoTerminal();
  const power = new AbortController();
  const { promise: unplugged, resolve } = Promise.withResolvers<void>();
  const unplug = (): void => {
    if (power.signal.aborted) return;
    power.abort();
    beforeUnplugged();
    terminal.unplug();
    resolve();
  };
  const board = new PacedBoard({
    powerOn: dialect.powerOn,
    unit,
    baudRate: serial.baudRate,
    wireFaults: faultsOn(serial.link ?? 'uart', wireFaults),
    clock,
    toHost: (bytes) => terminal.write(bytesOf(bytes)),
    unplug,
    signal: power.signal,
  });
  if (announcement !== undefined) void pressResetEvery(pressEveryMs, board, { clock, signal: power.signal });
  terminal.onData((chunk) => board.receive(textOf(chunk)));
  signal.addEventListener('abort', unplug, { once: true });
  return { path: terminal.path, unplugged, unplug };
};
