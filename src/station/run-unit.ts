import type { UsbIdentity } from '../dialect/identification.ts';
import type { DeviceId } from '../domain/device-id.ts';
import type { Verdict } from '../domain/outcome.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import type { UnitIdentity } from '../domain/unit.ts';
import type { UnitRead } from '../journal/events.ts';
import { readModem, type ModemReading } from '../modem/read-modem.ts';
import { awaitRegistration } from './await-registration.ts';
import { checkUnit } from './check-unit.ts';
import { debtOf } from './debt.ts';
import { firstBaudRate, type LineOptions } from './line-options.ts';
import { openWhenFree } from './open-when-free.ts';
import type { SlotEvent } from './slot-state.ts';
import { verdictOfError } from './verdict.ts';

export interface RunOptions {
  readonly slot: string;
  readonly port: string;
  /** What the port is on USB, where it is known. */
  readonly usb: UsbIdentity | null;
  readonly line: LineOptions;
  /** Aborts when the unit is taken out, or when the line stops. */
  readonly signal: AbortSignal;
  /** Aborts when the line stops: what is owed for a unit does not end with its stay. */
  readonly lineSignal: AbortSignal;
  readonly report: (event: SlotEvent) => void;
}

/**
 * One attempt on one unit, from the open port to the verdict. Whatever happens, the run has an end in the journal, and the
 * verdict is reported only after it is on disk.
 * @throws PaclineError of the journal: then there is no verdict to show
 */
export const runUnit = async (options: RunOptions): Promise<{ readonly run: string; readonly deviceId: DeviceId | null }> => {
  const { slot, port, line, report } = options;
  const { journal, clock } = line;
  const run = crypto.randomUUID();
  const startedAt = clock.uptime();
  await journal.append([{ kind: 'run started', run, slot, port }]);
  report({ kind: 'began', run });

  const seen: Seen = { deviceId: null, transcript: '' };
  const verdict = await attempt(run, options, seen).catch((error: unknown) => verdictOfFailure(error, options));
  await journal.append([{ kind: 'run ended', run, deviceId: seen.deviceId, ...verdict, elapsedMs: Math.round(clock.uptime() - startedAt), transcript: seen.transcript }]);
  report({ kind: 'judged', deviceId: seen.deviceId, verdict });
  return { run, deviceId: seen.deviceId };
};

/** What a run has found out, for its record, however it ends. */
interface Seen {
  deviceId: DeviceId | null;
  transcript: string;
}

const attempt = async (run: string, options: RunOptions, seen: Seen): Promise<Verdict> => {
  const { line, report } = options;
  const reading = await readAt(options, seen);
  const { deviceId } = reading.identity;
  seen.deviceId = deviceId;
  if (reading.details.readKeyMode === 'public') {
    throw new PaclineError('public key', `The modem of ${deviceId} is left on the public key: it passes an emulator, and the network ignores it.`, { context: { deviceId } });
  }
  report({ kind: 'phase', phase: 'checking', deviceId });
  const unit = await checkUnit(reading.identity, line.journal, line.pacList);
  await writeDown(run, reading, unit, line);
  report({ kind: 'phase', phase: 'registering', deviceId });
  return awaitRegistration(deviceId, line, options);
};

const readAt = async ({ port: path, usb, line, signal, report }: RunOptions, seen: Seen): Promise<ModemReading> => {
  const baudRate = line.dialect?.serial.baudRate ?? firstBaudRate;
  const port = await openWhenFree(path, { ports: line.ports, clock: line.clock, baudRate, signal });
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
const writeDown = async (run: string, reading: ModemReading, { deviceId, pac, pacSource }: UnitIdentity, { journal, product }: LineOptions): Promise<void> => {
  const read: UnitRead = { kind: 'unit read', run, deviceId, pac: pac.reveal(), pacSource, dialect: reading.dialect.id, firmware: reading.details.readFirmware?.toString() ?? null };
  const mayHaveBeenSent = async (): Promise<boolean> => ['intended', 'unknown'].includes((await journal.registration(deviceId))?.state ?? '');
  if (!(await mayHaveBeenSent())) {
    try {
      await journal.append([read, debtOf(deviceId, product)]);
      return;
    } catch (error) {
      // Between the look and the writing, the registrar may have sent an older debt of this unit.
      if (!(await mayHaveBeenSent())) throw error;
    }
  }
  await journal.append([read]);
};

const verdictOfFailure = (error: unknown, { signal, lineSignal }: Pick<RunOptions, 'signal' | 'lineSignal'>): Verdict => {
  const interrupted = (): Verdict => verdictOfError(new PaclineError('interrupted', 'The run was stopped before its end.', { cause: error }));
  if (lineSignal.aborted && error === lineSignal.reason) return interrupted();
  if (PaclineError.is(error)) {
    if (error.entry.exitCode === 5) throw error;
    return verdictOfError(error);
  }
  if (signal.aborted) return interrupted();
  return verdictOfError(new PaclineError('internal fault', `The run ended in a fault of this program: ${String(error)}.`, { cause: error }));
};
