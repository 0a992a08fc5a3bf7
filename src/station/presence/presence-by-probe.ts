import type { ModemReading } from '../../modem/read-modem.ts';
import type { LineOptions } from '../line-options.ts';
import type { SeatedPort } from '../seated-port.ts';
import type { SlotLoop } from '../slot-loop.ts';
import { findFixturePort } from './fixture-port.ts';
import { isAnother, lookIntoSlot, type SlotContent } from './look-into-slot.ts';

/** Between two looks into a slot whose port is always there, in ms. */
const lookEveryMs = 500;

/**
 * Looks into a slot whose port is always there, now and then, whenever its run does not use the port. A unit that was swapped between
 * two looks is known by its ID: neither the run nor the verdict of the one before must stand over it. The port is opened once for all
 * looks and runs, where `line.ports` keeps it. A slot whose port cannot be had, or answers nobody, says so.
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
      for (let sight = await look(found, null, line, signal); ;) {
        if (sight.kind === 'nobody') {
          slot.tell(noticeOf(sight, found));
          break;
        }
        const reading = await slot.seat(found).read;
        sight = await nextChange(found, reading, line, signal);
        slot.unseat(found.path);
      }
      await line.clock.sleep(lookEveryMs, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

/**
 * Who is there instead of the unit that was read, as soon as that is so. One look may be disturbed, and silence may be a modem at work:
 * two in a row count.
 */
export const nextChange = async (
  port: SeatedPort,
  reading: ModemReading | null,
  line: LineOptions,
  signal: AbortSignal,
): Promise<SlotContent> => {
  for (let isDoubted = false; ;) {
    await line.clock.sleep(lookEveryMs, { signal });
    const sight = await look(port, reading, line, signal);
    const hasChanged = sight.kind === 'nobody' || (reading !== null && isAnother(sight, reading.identity.deviceId));
    if (hasChanged && isDoubted) return sight;
    isDoubted = hasChanged;
  }
};

/** The next look is the patience: the port stays open until then. */
const look = (
  port: SeatedPort,
  reading: ModemReading | null,
  line: LineOptions,
  signal: AbortSignal,
): Promise<SlotContent> =>
  lookIntoSlot(port, line, { dialect: reading?.dialect ?? line.rules().dialect, bootMs: 0, signal });

const noticeOf = ({ error }: Extract<SlotContent, { kind: 'nobody' }>, { path }: SeatedPort): string =>
  error.code === 'no answer' || error.code === 'fell silent'
    ? `nothing answers on ${path} yet; it is asked again and again`
    : error.sentence;
