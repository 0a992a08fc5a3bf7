import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { dialectOfUsb, type UsbIdentity } from '../dialect/identification.ts';
import type { Clock } from '../domain/clock.ts';
import { systemClock } from '../machine/system-clock.ts';
import type { BytePort } from '../modem/byte-port.ts';
import type { ModemLineLevels } from '../modem/modem-lines.ts';
import { readModem, type Detail, type ReadModemResult } from '../modem/read-modem.ts';
import { machinePortsOf } from '../serial/machine-ports.ts';
import { firstBaudRate } from '../station/line-options.ts';
import { usbIdentity, type PortSource } from '../station/port-source.ts';
import { allDialects, dialectNamed } from './dialects.ts';

export interface BoardOptions {
  readonly signal: AbortSignal;
  /** A dialect's id. Default: found out. */
  readonly dialect?: string;
  /** How long the board may be deaf behind the opening, in ms. Default: as its dialect says. */
  readonly bootMs?: number;
  /** What DTR and RTS are set to behind the opening. Default: kept as they are. */
  readonly lines?: ModemLineLevels;
  /** Told what goes on and what a person must do now, as a sentence. */
  readonly onAdvice?: (sentence: string) => void;
  /** Told before the first byte to a port of which nothing is known: families that are not asked may take a question for data. */
  readonly onRisk?: () => void;
  /** Default: those of this machine. */
  readonly ports?: Pick<PortSource, 'list' | 'open'>;
  readonly clock?: Clock;
}

/** A port that is open, and what is known of it. */
export interface OpenBoard {
  readonly port: BytePort;
  readonly named: DialectDefinition | null;
  readonly usb: UsbIdentity | null;
  readonly clock: Clock;
}

/** Opens the port, works with the board on it, and closes it. @throws PaclineError bad usage: no such dialect; port missing | port busy | port forbidden | port fault */
export const withBoard = async <Result>(
  path: string,
  { signal, dialect, onRisk, clock = systemClock, ports = machinePortsOf([{ port: path }], { clock }) }: BoardOptions,
  work: (board: OpenBoard) => Promise<Result>,
): Promise<Result> => {
  const named = dialect === undefined ? null : dialectNamed(dialect).definition;
  const there = (await ports.list()).find((one) => one.path === path || one.place === path);
  const usb = usbIdentity(there);
  if (named === null && dialectOfUsb(allDialects, usb) === null) onRisk?.();
  const port = await ports.open(
    there?.path ?? path,
    { baudRate: named?.serial.baudRate ?? firstBaudRate, hangUp: named?.announcement !== undefined },
    { signal },
  );
  try {
    return await work({ port, named, usb, clock });
  } finally {
    await port.close();
  }
};

export interface ReadBoardOptions extends BoardOptions {
  /** Default: twice, and compared. */
  readonly readings?: 1 | 2;
  /** What else to ask for. Default: nothing. */
  readonly details?: readonly Detail[];
}

/** Reads device ID and PAC of the board on a port, by its path or place. @throws PaclineError where the port cannot be opened; what the board did stands in the result */
export const readBoard = (path: string, options: ReadBoardOptions): Promise<ReadModemResult> => {
  const { signal, bootMs = null, lines = 'keep', readings = 2, details = [], onAdvice } = options;
  return withBoard(path, options, ({ port, named, usb, clock }) =>
    readModem(port, {
      dialect: named,
      candidates: allDialects,
      usb,
      readings,
      details,
      clock,
      signal,
      bootMs,
      lines,
      onPhase: () => undefined,
      ...(onAdvice && { onAdvice, onNotice: onAdvice }),
    }),
  );
};
