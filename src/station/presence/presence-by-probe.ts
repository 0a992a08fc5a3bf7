import type { DeviceId } from '../../domain/device-id.ts';
import type { ErrorCode } from '../../domain/errors/error-table.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { readModem } from '../../modem/read-modem.ts';
import { findFixturePort } from './fixture-port.ts';
import { firstBaudRate, type LineOptions } from '../line-options.ts';
import type { SeatedPort, SlotLoop } from '../slot-loop.ts';

/** Between two looks into a slot whose port is always there, in ms. */
const lookEveryMs = 500;

/** `deviceId`: null where somebody answers, but not with an ID that can be read. */
type Occupant =
  | { readonly kind: 'nobody'; /** Why, as far as a person should know. */ readonly notice: string }
  | { readonly kind: 'somebody'; readonly deviceId: DeviceId | null };

/**
 * Looks into a slot whose port is always there, now and then, but never during a run. A unit that was swapped between two
 * looks is known by its ID: the verdict of the one before must not stand over it. The port is opened once for all looks and runs, where
 * `line.ports` keeps it. A slot whose port cannot be had, or answers nobody, says so.
 */
export const followProbe = async (
  slot: SlotLoop,
  port: string,
  line: LineOptions,
  signal: AbortSignal,
): Promise<void> => {
  try {
    for (;;) {
      const found = await findFixturePort(port, line);
      for (let there = await look(found, line, signal); ;) {
        if (there.kind === 'nobody') {
          slot.tell(there.notice);
          break;
        }
        const deviceId = await slot.seat(found);
        there = await nextChange(found, deviceId, line, signal);
        slot.unseat(found.path);
      }
      await line.clock.sleep(lookEveryMs, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

/** Who is there instead of the unit that was judged, as soon as that is so. */
export const nextChange = async (
  port: SeatedPort,
  judged: DeviceId | null,
  line: LineOptions,
  signal: AbortSignal,
): Promise<Occupant> => {
  for (;;) {
    await line.clock.sleep(lookEveryMs, { signal });
    const there = await look(port, line, signal);
    if (there.kind === 'nobody' || (judged !== null && there.deviceId !== null && there.deviceId !== judged))
      return there;
  }
};

/** A port that cannot be used just now counts as nobody there. */
const look = async ({ path, usb }: SeatedPort, line: LineOptions, signal: AbortSignal): Promise<Occupant> => {
  const { dialect, lines } = line.rules();
  try {
    const port = await line.ports.open(path, { baudRate: dialect?.serial.baudRate ?? firstBaudRate }, { signal });
    try {
      const { dialects: candidates, clock } = line;
      // The next look is the patience: the port stays open until then.
      const { outcome } = await readModem(port, {
        dialect,
        candidates,
        usb,
        readings: 1,
        details: [],
        clock,
        signal,
        bootMs: 0,
        lines,
        onPhase: () => undefined,
      });
      if (!outcome.ok) throw outcome.error;
      return { kind: 'somebody', deviceId: outcome.reading.identity.deviceId };
    } finally {
      await port.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!PaclineError.is(error)) throw error;
    const { code, sentence } = error;
    if (code === 'no answer' || code === 'fell silent')
      return { kind: 'nobody', notice: `nothing answers on ${path} yet; it is asked again and again` };
    return unusable.has(code) ? { kind: 'nobody', notice: sentence } : { kind: 'somebody', deviceId: null };
  }
};

const unusable: ReadonlySet<ErrorCode> = new Set([
  'port missing',
  'port busy',
  'port forbidden',
  'port fault',
  'port lost',
]);
