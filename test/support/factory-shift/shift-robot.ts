import type { DeviceId } from '../../../src/domain/device-id.ts';
import type { Verdict } from '../../../src/domain/outcome.ts';
import type { Clock } from '../../../src/domain/clock.ts';
import type { JournalReader } from '../../../src/journal/journal.ts';
import { seededRandom } from '../../../src/simulator/boards/wire-fault.ts';
import { stateOf } from '../../../src/simulator/bench/robot-operator.ts';
import type { VirtualBench } from '../../../src/simulator/bench/virtual-bench.ts';
import type { Scans } from '../../../src/station/operator/scans.ts';
import type { Slot, SlotStanding } from '../../../src/station/slot-state.ts';
import type { Station } from '../../../src/station/station.ts';
import { portOf, type Seat, type SeatingLog } from './seating-log.ts';
import { boardOf, goldenUnit, identityOf, type SeatKind } from './shift-boards.ts';
import { minuteMs, type ShiftPlan } from './shift-plan.ts';

export interface ShiftRobotOptions {
  readonly plan: ShiftPlan;
  readonly bench: VirtualBench;
  readonly station: Station;
  readonly scans: Scans;
  readonly journal: Pick<JournalReader, 'registration' | 'label'>;
  readonly log: SeatingLog;
  readonly clock: Clock;
  /** When no new unit is seated any more, by the clock's time of day. */
  readonly endsAt: number;
  /** Resolves with what a scanner reads from this unit's label once it has come out of the printer. */
  readonly labelOf: (deviceId: string) => Promise<string>;
  readonly signal: AbortSignal;
}

/** A slot whose state has not changed for so long is stuck. */
const stuckAfterMs = 15 * minuteMs;

/** Takes a unit out and puts the next one in: 45 to 60 s. */
const handlingMs = { least: 45_000, most: 60_000 };

const technician = { name: 'Robot', role: 'technician' } as const;

/**
 * People at the bench for a shift, a pair of hands for each slot: units in and out, golden units when the slot asks for them,
 * labels scanned back, a technician for a locked slot; red units are tried once more, amber ones come back for their label when the
 * backend has confirmed them. Resolves when the shift is over and every box is empty. @throws Error when a slot is stuck
 */
export const workShift = async (options: ShiftRobotOptions): Promise<void> => {
  const { plan, station } = options;
  const asked = new Set<string>();
  const stop = station.onChange((slot) => scanWhenAsked(slot, asked, options));
  try {
    await Promise.all(plan.slots.map((slot, index) => workSlot(slot, index, options)));
  } finally {
    stop();
  }
};

const workSlot = async (slot: string, index: number, options: ShiftRobotOptions): Promise<void> => {
  const { plan, log, station, clock, signal } = options;
  const random = seededRandom(plan.seed + index);
  // A bench that starts does not have all its units in at the same moment.
  await clock.sleep(random() * handlingMs.least, { signal });
  for (;;) {
    if (standingOf(slot, station)?.code === 'slot locked') await station.unlock(slot, technician);
    const seat = log.openIn(slot) ?? (await nextSeat(slot, index, options));
    if (seat === 'done') return;
    if (seat === 'wait') {
      await clock.sleep(handlingMs.least, { signal });
      continue;
    }
    await serve(seat, handlingMs.least + random() * (handlingMs.most - handlingMs.least), options);
  }
};

const standingOf = (slot: string, { slots }: Station): SlotStanding | null =>
  slots.find(({ name }) => name === slot)?.standing ?? null;

/** Seats one unit, waits for its verdict, and takes it out. */
const serve = async (
  seat: Seat,
  handMs: number,
  { plan, bench, station, log, clock, signal }: ShiftRobotOptions,
): Promise<void> => {
  const { slot, unit, kind } = seat;
  const port = portOf(seat.seat);
  const patience = new AbortController();
  const stuck = clock.sleep(stuckAfterMs, { signal: AbortSignal.any([signal, patience.signal]) }).then(() => {
    const now = station.slots.find(({ name }) => name === slot);
    throw new Error(`${slot} is stuck: ${JSON.stringify({ seat, now })}`);
  });
  stuck.catch(() => undefined);
  // What people see last: a verdict may still turn while their hand is at the unit, and the journal has that before the screen
  let shown: Verdict | null = null;
  const stop = station.onChange(({ name, state }) => {
    if (name === slot && state.kind === 'judged') shown = state.verdict;
  });
  try {
    await Promise.race([stateOf(station, slot, 'empty', signal), stuck]);
    const judged = stateOf(station, slot, 'judged', signal);
    bench.plug(port, boardOf(unit, kind, plan.seed), { place: slot });
    const first = await Promise.race([judged, stuck]);
    patience.abort();
    await clock.sleep(handMs, { signal });
    const empty = stateOf(station, slot, 'empty', signal);
    bench.unplug(port);
    await empty;
    const { colour, code } = shown ?? first.verdict;
    log.takeOut({ out: seat.seat, colour, code });
  } finally {
    stop();
    patience.abort();
  }
};

/** What goes into an empty slot. `wait`: an amber unit is left, and the backend has not confirmed it yet. */
const nextSeat = async (slot: string, index: number, options: ShiftRobotOptions): Promise<Seat | 'wait' | 'done'> => {
  const { log, clock, endsAt, station } = options;
  const isOver = clock.now() >= endsAt;
  const golden = isOver && !log.hasWork(slot) ? null : goldenAsked(standingOf(slot, station));
  if (golden !== null) return log.seat(slot, goldenUnit(index), golden);
  const settled = await settledAmber(options);
  if (settled !== null) return log.seat(slot, settled, 'again');
  const next = log.take(slot, { isOver });
  if (next !== null) return log.seat(slot, next.unit, next.kind);
  return log.amber.length > 0 ? 'wait' : 'done';
};

const goldenAsked = (standing: SlotStanding | null): SeatKind | null => {
  if (standing?.code !== 'golden due') return null;
  return standing.endsWith === null ? 'golden' : 'mute golden';
};

/** The oldest amber unit, once it is confirmed and nothing but its label is missing. */
const settledAmber = async ({ log, journal }: ShiftRobotOptions): Promise<number | null> => {
  for (const unit of log.amber.slice(0, 1)) {
    const deviceId = identityOf(unit).deviceId as DeviceId;
    const registration = await journal.registration(deviceId);
    const label = await journal.label(deviceId);
    if (registration?.state === 'confirmed' && label?.state !== 'owed' && log.amber[0] === unit) return unit;
  }
  return null;
};

const scanWhenAsked = (
  { name, state, notice }: Slot,
  asked: Set<string>,
  { labelOf, scans }: ShiftRobotOptions,
): void => {
  if (notice === null || !/scan (it|the label)/.test(notice) || (state.kind !== 'working' && state.kind !== 'judged'))
    return;
  const { run, deviceId } = state;
  if (deviceId === null || asked.has(run)) return;
  asked.add(run);
  const answer = async (): Promise<void> => {
    const code = await labelOf(deviceId);
    asked.delete(run);
    if (scans.waiting.includes(name)) scans.offer(code);
  };
  void answer();
};
