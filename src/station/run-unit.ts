import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { UsbIdentity } from '../dialect/identification.ts';
import type { Clock } from '../domain/clock.ts';
import type { DeviceId } from '../domain/device-id.ts';
import type { Verdict } from '../domain/outcome.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import type { Product } from '../domain/product.ts';
import type { UnitIdentity } from '../domain/unit.ts';
import type { JournalEvent } from '../journal/events.ts';
import type { Journal } from '../journal/journal.ts';
import { readModem, type ModemReading } from '../modem/read-modem.ts';
import type { RegistrationResult } from '../registrar/registrar.ts';
import { checkUnit } from './check-unit.ts';
import type { PacList } from './pac-list.ts';
import type { PortSource } from './port-source.ts';
import type { SlotEvent } from './slot-state.ts';
import { verdictOfError, verdictOfRegistration } from './verdict.ts';

/** Speed at which a port is opened while nobody knows what is on it. */
const firstBaudRate = 9600;

/** What the line needs of the registrar. */
export interface Registers {
  register(deviceId: DeviceId, options: { readonly signal: AbortSignal }): Promise<RegistrationResult>;
}

/** Everything about one run that is the same for all runs of the line. */
export interface LineOptions {
  readonly ports: PortSource;
  readonly journal: Journal;
  readonly registrar: Registers;
  readonly clock: Clock;
  readonly product: Product;
  readonly dialects: readonly DialectDefinition[];
  /** The dialect of this product's modem; null: find out. */
  readonly dialect: DialectDefinition | null;
  readonly readings: 1 | 2;
  readonly pacList: PacList | null;
  /** How long a unit may wait for the backend before it is amber, in ms. */
  readonly amberAfterMs: number;
}

export interface RunOptions {
  readonly slot: string;
  readonly port: string;
  /** What the port is on USB, where it is known. */
  readonly usb: UsbIdentity | null;
  readonly line: LineOptions;
  readonly signal: AbortSignal;
  readonly report: (event: SlotEvent) => void;
}

/**
 * One attempt on one unit, from the open port to the verdict. Whatever happens, the run has an end in the journal, and the
 * verdict is reported only after it is on disk.
 * @throws PaclineError of the journal: then there is no verdict to show
 */
export const runUnit = async (options: RunOptions): Promise<Verdict> => {
  const { slot, port, line, signal, report } = options;
  const { journal, clock } = line;
  const run = crypto.randomUUID();
  const startedAt = clock.uptime();
  await journal.append([{ kind: 'run started', run, slot, port }]);
  report({ kind: 'began', run });

  const seen: Seen = { deviceId: null, transcript: '' };
  const verdict = await attempt(run, options, seen).catch((error: unknown) => verdictOfFailure(error, signal));
  await journal.append([{ kind: 'run ended', run, deviceId: seen.deviceId, ...verdict, elapsedMs: Math.round(clock.uptime() - startedAt), transcript: seen.transcript }]);
  report({ kind: 'judged', deviceId: seen.deviceId, verdict });
  return verdict;
};

/** What a run has found out, for its record, however it ends. */
interface Seen {
  deviceId: DeviceId | null;
  transcript: string;
}

const attempt = async (run: string, options: RunOptions, seen: Seen): Promise<Verdict> => {
  const { line, signal, report } = options;
  const reading = await readAt(options, seen);
  const { deviceId } = reading.identity;
  seen.deviceId = deviceId;
  if (reading.details.readKeyMode === 'public') {
    throw new PaclineError('public key', `The modem of ${deviceId} is left on the public key: it passes an emulator, and the network ignores it.`, { context: { deviceId } });
  }
  report({ kind: 'phase', phase: 'checking', deviceId });
  const unit = await checkUnit(reading.identity, line.journal, line.pacList);
  await line.journal.append(await whatWasRead(run, reading, unit, line));
  report({ kind: 'phase', phase: 'registering', deviceId });
  return registered(deviceId, line, signal);
};

const readAt = async ({ port: path, usb, line, signal, report }: RunOptions, seen: Seen): Promise<ModemReading> => {
  const baudRate = line.dialect?.serial.baudRate ?? firstBaudRate;
  const port = await line.ports.open(path, { baudRate }, { signal });
  try {
    const { outcome, transcript } = await readModem(port, {
      dialect: line.dialect,
      candidates: line.dialects,
      usb,
      readings: line.readings,
      details: ['readKeyMode'],
      clock: line.clock,
      signal,
      onPhase: (phase) => report({ kind: 'phase', phase, deviceId: null }),
    });
    seen.transcript = transcript;
    if (!outcome.ok) throw outcome.error;
    return outcome.reading;
  } finally {
    await port.close();
  }
};

/** The unit and its debt, in one transaction. A debt that may already have been sent is left to be settled first. */
const whatWasRead = async (run: string, reading: ModemReading, unit: UnitIdentity, line: LineOptions): Promise<readonly JournalEvent[]> => {
  const { deviceId, pac, pacSource } = unit;
  const { product } = line;
  const read: JournalEvent = { kind: 'unit read', run, deviceId, pac: pac.reveal(), pacSource, dialect: reading.dialect.id, firmware: reading.details.readFirmware?.toString() ?? null };
  const state = (await line.journal.registration(deviceId))?.state;
  if (state === 'intended' || state === 'unknown') return [read];
  const certificate = product.certification.kind === 'certificate' ? product.certification.certificate : null;
  return [read, { kind: 'registration owed', deviceId, deviceTypeId: product.deviceTypeId, certificate, name: product.namePrefix + deviceId }];
};

/** Waits for the backend as long as a unit may; after that the debt is the registrar's, which goes on with it. */
const registered = async (deviceId: DeviceId, line: LineOptions, signal: AbortSignal): Promise<Verdict> => {
  const patience = new AbortController();
  const way = line.registrar.register(deviceId, { signal });
  const late = line.clock.sleep(line.amberAfterMs, { signal: AbortSignal.any([signal, patience.signal]) }).then((): RegistrationResult => ({
    state: 'owed',
    code: 'registration unknown',
    message: `The backend has not answered for ${line.amberAfterMs / 1000} s.`,
  }));
  try {
    return verdictOfRegistration(await Promise.race([way, late]));
  } finally {
    patience.abort();
    late.catch(() => undefined);
    way.catch(() => undefined);
  }
};

const verdictOfFailure = (error: unknown, signal: AbortSignal): Verdict => {
  if (PaclineError.is(error)) {
    if (error.entry.exitCode === 5) throw error;
    return verdictOfError(error);
  }
  if (signal.aborted) return verdictOfError(new PaclineError('interrupted', 'The run was stopped before its end.', { cause: error }));
  return verdictOfError(new PaclineError('internal fault', `The run ended in a fault of this program: ${String(error)}.`, { cause: error }));
};

