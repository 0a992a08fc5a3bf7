import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { allDialects, dialectNamed } from '../composition/dialects.ts';
import type { UsbIdentity } from '../dialect/identification.ts';
import type { BytePort } from '../modem/byte-port.ts';
import { identifyOrFail, readModem, type Detail, type Found, type ReadModemResult } from '../modem/read-modem.ts';
import { createMachinePorts } from '../serial/machine-ports.ts';
import { usbIdentity } from '../station/port-source.ts';
import type { CommandContext } from './command-context.ts';

/** Speed at which a port is opened while nobody knows what is on it. */
const firstBaudRate = 9600;

export interface PortChoice {
  readonly port: string;
  /** A dialect's id, or `auto`. */
  readonly dialect: string;
}

export interface PortReading extends PortChoice {
  readonly readings: 1 | 2;
  readonly details: readonly Detail[];
  /** Told what a person must do now, as a sentence. */
  readonly onAdvice: (sentence: string) => void;
}

/** Reads the modem on one port of this machine, and closes the port. */
export const readFromPort = ({ readings, details, onAdvice, ...choice }: PortReading, context: CommandContext): Promise<ReadModemResult> =>
  withPort(choice, context, (port, { named, usb }) =>
    readModem(port, { dialect: named, candidates: allDialects, usb, readings, details, clock: context.clock, signal: context.signal, onPhase: () => undefined, onAdvice }));

/** Finds out which modem is on a port unless it is named, does something with it at its speed, and closes the port. */
export const withModemOnPort = (choice: PortChoice, context: CommandContext, work: (found: Found, port: BytePort) => Promise<number>): Promise<number> =>
  withPort(choice, context, async (port, { named, usb }) => {
    const found = named === null ? await identifyOrFail(port, { candidates: allDialects, usb, clock: context.clock, signal: context.signal }) : { dialect: named, heard: '' };
    await port.setBaudRate(found.dialect.serial.baudRate);
    return work(found, port);
  });

interface OnPort {
  readonly named: DialectDefinition | null;
  readonly usb: UsbIdentity | null;
}

const withPort = async <Result>({ port: path, dialect }: PortChoice, { clock, signal }: CommandContext, work: (port: BytePort, on: OnPort) => Promise<Result>): Promise<Result> => {
  const named = dialect === 'auto' ? null : dialectNamed(dialect).definition;
  const ports = createMachinePorts({ clock });
  const there = (await ports.list()).find((one) => one.path === path || one.place === path);
  const port = await ports.open(there?.path ?? path, { baudRate: named?.serial.baudRate ?? firstBaudRate }, { signal });
  try {
    return await work(port, { named, usb: usbIdentity(there) });
  } finally {
    await port.close();
  }
};
