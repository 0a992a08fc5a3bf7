import type { DialectDefinition } from '../../../firmware-protocols/contract.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type { ErrorCode } from '../../domain/errors/error-table.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { ModemLineLevels } from '../../modem/modem-lines.ts';
import { readModem } from '../../modem/read-modem.ts';
import { firstBaudRate, type LineOptions } from '../line-options.ts';
import type { SeatedPort } from '../seated-port.ts';

/** What one look into a slot shows. */
export type SlotContent =
  | { readonly kind: 'unit'; readonly deviceId: DeviceId }
  /** Somebody answers, but not with an ID that can be read. */
  | { readonly kind: 'unreadable'; readonly error: PaclineError }
  /** Nobody answers, or the port cannot be used just now. */
  | { readonly kind: 'nobody'; readonly error: PaclineError };

export interface SlotLookOptions {
  /** null: find out. */
  readonly dialect: DialectDefinition | null;
  /** From the opening of the port on, how long silence is not believed, in ms. */
  readonly bootMs: number;
  readonly signal: AbortSignal;
  /** Told what a person must do for a board that only speaks by itself to speak, as a sentence. */
  readonly onAdvice?: (sentence: string) => void;
}

/** Opens the port and reads the ID once. @throws the signal's reason */
export const lookIntoSlot = async (
  { path, usb }: SeatedPort,
  { ports, clock, dialects, rules }: Pick<LineOptions, 'ports' | 'clock' | 'dialects' | 'rules'>,
  { signal, dialect, ...patience }: SlotLookOptions,
): Promise<SlotContent> => {
  try {
    const open = { baudRate: dialect?.serial.baudRate ?? firstBaudRate, hangUp: dialect?.announcement !== undefined };
    const port = await ports.open(path, open, { signal });
    try {
      const { outcome } = await readModem(port, {
        ...patience,
        dialect,
        candidates: dialects,
        usb,
        readings: 1,
        details: [],
        clock,
        signal,
        lines: atRest(rules().lines),
        onPhase: () => undefined,
      });
      if (!outcome.ok) throw outcome.error;
      return { kind: 'unit', deviceId: outcome.reading.identity.deviceId };
    } finally {
      await port.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!PaclineError.is(error)) throw error;
    return { kind: nobodysCodes.has(error.code) ? 'nobody' : 'unreadable', error };
  }
};

/** A look restarts no board. */
const atRest = (lines: ModemLineLevels): ModemLineLevels => (lines === 'pulse' ? 'high' : lines);

const nobodysCodes: ReadonlySet<ErrorCode> = new Set([
  'no answer',
  'fell silent',
  'port missing',
  'port busy',
  'port forbidden',
  'port fault',
  'port lost',
]);

/** An identity that can be read and is nobody's: whoever says so is another unit than one that was read before. */
const othersCodes: ReadonlySet<ErrorCode> = new Set(['unprovisioned', 'documentation value']);

/** Whether a look shows that another unit is there than this one. */
export const isAnother = (sight: SlotContent, deviceId: DeviceId): boolean =>
  sight.kind === 'unit'
    ? sight.deviceId !== deviceId
    : sight.kind === 'unreadable' && othersCodes.has(sight.error.code);
