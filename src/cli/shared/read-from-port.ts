import type { DialectDefinition } from '../../../firmware-protocols/contract.ts';
import { allDialects, dialectNamed } from '../../composition/dialects.ts';
import { dialectOfUsb, type UsbIdentity } from '../../dialect/identification.ts';
import type { TranscriptExchange } from '../../dialect/transcript.ts';
import { bootMsBehindOpening } from '../../modem/boot-patience.ts';
import type { BytePort } from '../../modem/byte-port.ts';
import type { ModemSession } from '../../modem/modem-session.ts';
import { identifyOrFail, readModem, type Detail, type Found, type ReadModemResult } from '../../modem/read-modem.ts';
import type { LineLevels } from '../../modem/port-lines.ts';
import { withSession } from '../../modem/with-session.ts';
import { createMachinePorts } from '../../serial/machine-ports.ts';
import { usbIdentity } from '../../station/port-source.ts';
import type { CommandContext } from './command-context.ts';
import { requirePortName } from './port-name.ts';

/** Speed at which a port is opened while nobody knows what is on it. */
const firstBaudRate = 9600;

export interface PortChoice {
  readonly port: string;
  /** A dialect's id, or `auto`. */
  readonly dialect: string;
  /** How long the board may be deaf behind the opening, in ms; absent: as its dialect says. */
  readonly bootMs?: number;
  readonly lines?: LineLevels;
  /** Told what goes on and what a person must do now, as a sentence. */
  readonly onAdvice: (sentence: string) => void;
  /** Told which families may be disturbed, before the first byte to a port of which nothing is known; left out: nobody is there to be told. */
  readonly onRisk?: (sentence: string) => void;
}

export interface PortReading extends PortChoice {
  readonly readings: 1 | 2;
  readonly details: readonly Detail[];
}

/** Reads the modem on one port of this machine, and closes the port. */
export const readFromPort = (
  { readings, details, ...choice }: PortReading,
  context: CommandContext,
): Promise<ReadModemResult> =>
  withPort(choice, context, (port, { named, usb }) =>
    readModem(port, {
      ...patience(choice),
      dialect: named,
      candidates: allDialects,
      usb,
      readings,
      details,
      clock: context.clock,
      signal: context.signal,
      onPhase: () => undefined,
      onAdvice: choice.onAdvice,
    }),
  );

export interface ModemOnPort extends PortChoice {
  /** Asked when the modem is known, before anything is said to it in its dialect. */
  readonly withDialect: (found: Found) => 'go on' | 'be done';
  /** Whether the work may be begun anew, while the board may still be starting. */
  readonly mayRepeat: () => boolean;
}

/** Finds out which modem is on a port unless it is named, works with it, and closes the port; null: there was nothing to do. */
export const withModemOnPort = <Value>(
  { withDialect, mayRepeat, ...choice }: ModemOnPort,
  { context, work }: { readonly context: CommandContext; readonly work: (session: ModemSession) => Promise<Value> },
): Promise<Value | null> =>
  withPort(choice, context, async (port, { named, usb }) => {
    const { clock, signal } = context;
    const begun = clock.uptime();
    const found =
      named === null
        ? await identifyOrFail(port, { ...patience(choice), candidates: allDialects, usb, clock, signal })
        : { dialect: named, heard: '' };
    if (withDialect(found) === 'be done') return null;
    const bootsUntil = begun + (choice.bootMs ?? bootMsBehindOpening(found.dialect));
    const dialogue: TranscriptExchange[] = [];
    return withSession(
      port,
      found,
      {
        clock,
        signal,
        bootsUntil,
        lines: named === null ? 'keep' : (choice.lines ?? 'keep'),
        dialogue,
        onNotice: choice.onAdvice,
        mayRepeat,
      },
      work,
    );
  });

const patience = ({ bootMs, lines, onAdvice }: PortChoice) =>
  ({ bootMs: bootMs ?? null, lines: lines ?? 'keep', onNotice: onAdvice }) as const;

interface OnPort {
  readonly named: DialectDefinition | null;
  readonly usb: UsbIdentity | null;
}

const withPort = async <Result>(
  { port: path, dialect, onRisk }: PortChoice,
  { clock, signal }: CommandContext,
  work: (port: BytePort, on: OnPort) => Promise<Result>,
): Promise<Result> => {
  requirePortName(path);
  const named = dialect === 'auto' ? null : dialectNamed(dialect).definition;
  const ports = createMachinePorts({ clock });
  const there = (await ports.list()).find((one) => one.path === path || one.place === path);
  const usb = usbIdentity(there);
  if (named === null && dialectOfUsb(allDialects, usb) === null) onRisk?.(riskOfAsking(allDialects));
  const port = await ports.open(
    there?.path ?? path,
    { baudRate: named?.serial.baudRate ?? firstBaudRate, hangUp: named?.announcement !== undefined },
    { signal },
  );
  try {
    return await work(port, { named, usb });
  } finally {
    await port.close();
  }
};

/** Which families may take the questions of an identification for something else, and how a port is kept out of it. */
export const riskOfAsking = (all: readonly DialectDefinition[]): string => {
  const disturbed = all.filter(
    ({ identify, dangers }) =>
      identify.mode === 'named only' &&
      dangers.some(({ effect }) => effect === 'transmit' || effect === 'irreversible'),
  );
  const speeds = [
    ...new Set(all.filter(({ identify }) => identify.mode === 'automatic').map(({ serial }) => serial.baudRate)),
  ];
  return `No dialect is named: the port is asked at ${speeds.join(', ')} baud, by questions that change nothing in the families that are found so. Others may take them for data: ${disturbed.map(({ id }) => id).join(', ')}. Keep such a port out: --dialect <dialect> here, \`dialect\` in its [[slot]] on the line.`;
};
