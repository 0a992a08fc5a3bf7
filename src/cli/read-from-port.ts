import { allDialects, dialectNamed } from '../compose.ts';
import { readModem, type ReadModemResult } from '../modem/read-modem.ts';
import { usbIdentity } from '../station/port-source.ts';
import { createMachinePorts } from '../serial/machine-ports.ts';
import type { CommandContext } from './command-context.ts';

/** Speed at which a port is opened while nobody knows what is on it. */
const firstBaudRate = 9600;

export interface PortReading {
  readonly port: string;
  /** A dialect's id, or `auto`. */
  readonly dialect: string;
  readonly readings: 1 | 2;
  readonly details: 'identity' | 'identity and firmware';
}

/** Reads the modem on one port of this machine, and closes the port. */
export const readFromPort = async ({ port: path, dialect, readings, details }: PortReading, { clock, signal }: CommandContext): Promise<ReadModemResult> => {
  const named = dialect === 'auto' ? null : dialectNamed(dialect).definition;
  const ports = createMachinePorts({ clock });
  const there = (await ports.list()).find((one) => one.path === path || one.place === path);
  const port = await ports.open(there?.path ?? path, { baudRate: named?.serial.baudRate ?? firstBaudRate }, { signal });
  try {
    return await readModem(port, { dialect: named, candidates: allDialects, usb: usbIdentity(there), readings, details, clock, signal, onPhase: () => undefined });
  } finally {
    await port.close();
  }
};
