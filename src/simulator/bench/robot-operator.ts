import type { Clock } from '../../domain/clock.ts';
import type { Slot } from '../../station/slot-state.ts';
import type { Station } from '../../station/station.ts';
import type { VirtualBoard } from './bench-place.ts';
import type { VirtualBench } from './virtual-bench.ts';

export interface SeatedUnit {
  readonly name: string;
  readonly board: VirtualBoard;
}

/** How one seating of one unit ended. */
export interface Seating {
  readonly unit: SeatedUnit;
  readonly slot: string;
  readonly run: string;
  readonly deviceId: string | null;
  readonly verdict: Extract<Slot['state'], { kind: 'judged' }>['verdict'];
}

export interface RobotOperatorOptions {
  readonly bench: VirtualBench;
  readonly station: Station;
  readonly slots: readonly string[];
  readonly units: readonly SeatedUnit[];
  /** How long a hand needs to take a unit out and put the next one in, in ms. */
  readonly handlingMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What goes back into the slot after a verdict; null: take the next unit. */
  readonly seatAgain: (seating: Seating) => SeatedUnit | null;
}

/** Does what a person at a bench does: seats, waits for the colour, takes out, seats the next; on all slots. Resolves when all units are done. */
export const operate = async ({
  bench,
  station,
  slots,
  units,
  handlingMs,
  clock,
  signal,
  seatAgain,
}: RobotOperatorOptions): Promise<readonly Seating[]> => {
  const queue = [...units];
  const seatings: Seating[] = [];
  const work = async (slot: string): Promise<void> => {
    for (let unit = queue.shift(); unit !== undefined;) {
      const judged = stateOf(station, slot, 'judged', signal);
      bench.plug(slot, unit.board);
      const { run, deviceId, verdict } = await judged;
      const seating: Seating = { unit, slot, run, deviceId, verdict };
      seatings.push(seating);
      await clock.sleep(handlingMs, { signal });
      const empty = stateOf(station, slot, 'empty', signal);
      bench.unplug(slot);
      await empty;
      unit = seatAgain(seating) ?? queue.shift();
    }
  };
  await Promise.all(slots.map(work));
  return seatings;
};

/** Resolves when the slot is in this state, now or later. */
export const stateOf = async <Kind extends Slot['state']['kind']>(
  station: Station,
  name: string,
  kind: Kind,
  signal: AbortSignal,
): Promise<Extract<Slot['state'], { kind: Kind }>> => {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Extract<Slot['state'], { kind: Kind }>>();
  const look = (slot: Slot): void => {
    if (slot.name === name && isKind(slot.state, kind)) resolve(slot.state);
  };
  const stop = station.onChange(look);
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  for (const slot of station.slots) look(slot);
  return promise.finally(() => {
    stop();
    signal.removeEventListener('abort', abort);
  });
};

const isKind = <Kind extends Slot['state']['kind']>(
  state: Slot['state'],
  kind: Kind,
): state is Extract<Slot['state'], { kind: Kind }> => state.kind === kind;
