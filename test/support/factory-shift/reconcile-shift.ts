import { journalFile } from '../../../src/settings/state-folder.ts';
import { join } from 'node:path';
import { registrationStates } from '../../../src/domain/registration.ts';
import type { JournalReader, RunRecord } from '../../../src/journal/journal.ts';
import { openJournalReader } from '../../../src/journal/open-journal-reader.ts';
import { makeReport } from '../../../src/report/report.ts';
import type { Registry } from '../../../src/simulator/backend/world/registry.ts';
import { portOf, SeatingLog } from './seating-log.ts';
import { identityOf } from './shift-boards.ts';
import { shiftBegins } from './shift-clock.ts';
import type { ShiftPlan } from './shift-plan.ts';
import type { SeenShift } from './shift-world.ts';

/** What the bench, the journal and the backend say of a shift that is over. */
export interface Reconciliation {
  readonly seatings: number;
  readonly units: {
    readonly seated: number;
    readonly read: number;
    readonly registered: number;
    readonly confirmed: number;
    readonly labelled: number;
  };
  readonly goldenRuns: number;
  readonly runs: number;
  readonly events: number;
  /** How often each end of a run came, of units of the order. */
  readonly verdicts: ReadonlyMap<string, number>;
  /** Seated units that are not confirmed and labelled, by the code of their last run. */
  readonly setAside: ReadonlyMap<string, number>;
  readonly locks: number;
  /** Creates that reached the backend for a unit that it had already. */
  readonly duplicateCreates: number;
  /** Everything that was promised and did not come true, a sentence each. */
  readonly broken: readonly string[];
}

export const reconcileShift = async (
  plan: ShiftPlan,
  { world, lives }: SeenShift,
  folder: string,
): Promise<Reconciliation> => {
  const log = new SeatingLog(join(folder, 'seatings.jsonl'), plan.seed);
  const journal = await openJournalReader({ path: journalFile(folder) });
  try {
    const runs = (await journal.runs({ limit: 1_000_000 })).toReversed();
    const broken: string[] = [];
    compareSeatings(log, runs, broken);
    const sums = await sumsOf(log, runs, journal, broken);
    await compareReport(journal, sums, runs.length, broken);
    await compareBackend(journal, world, broken);
    const duplicates = duplicateCreates(world);
    for (const deviceId of duplicates) broken.push(`${deviceId} was sent to the backend again although it was there`);
    const open = await journal.runs({ open: true, limit: 100 });
    for (const { run, slot } of open) broken.push(`the run ${run} in ${slot} has no end`);
    for (const { deviceId, state } of await journal.registrations(
      registrationStates.filter((one) => one !== 'confirmed'),
      { limit: 1_000_000 },
    ))
      broken.push(`the registration of ${deviceId} is left ${state}`);
    const { events, brokenAt } = await journal.verify();
    if (brokenAt !== null) broken.push(`the chain of the journal is broken at ${brokenAt}`);
    const illegal = Math.max(0, ...lives.flat().map(({ illegalEvents }) => illegalEvents));
    if (illegal > 0) broken.push(`slots met ${illegal} events that their table does not allow`);
    return {
      ...sums,
      seatings: log.seats.length,
      runs: runs.length,
      events,
      locks: await countLocks(journal),
      duplicateCreates: duplicates.length,
      broken,
    };
  } finally {
    await journal.close();
  }
};

const idOf = (unit: number): string => identityOf(unit).deviceId;

/** Each seating has its runs, each run its seating; what was read is what was in the slot, and what was shown is what stands in the journal. */
const compareSeatings = ({ seats, outs }: SeatingLog, runs: readonly RunRecord[], broken: string[]): void => {
  const runsAt = Map.groupBy(runs, ({ port }) => port);
  const ports = new Set(seats.map(({ seat }) => portOf(seat)));
  for (const { run, port } of runs)
    if (!ports.has(port)) broken.push(`the run ${run} is of ${port}, where nothing was seated`);
  for (const { seat, slot, unit } of seats) {
    const there = runsAt.get(portOf(seat)) ?? [];
    const out = outs.get(seat);
    const last = there.at(-1);
    if (last === undefined)
      broken.push(`${idOf(unit)} was seated in ${slot} (${portOf(seat)}), and the journal has no run of it`);
    if (out === undefined) broken.push(`${idOf(unit)} was seated in ${slot} (${portOf(seat)}), and never taken out`);
    for (const { run, deviceId, slot: where } of there) {
      if (deviceId !== null && deviceId !== idOf(unit))
        broken.push(`the run ${run} says ${deviceId}, and ${idOf(unit)} was in the slot`);
      if (where !== slot) broken.push(`the run ${run} says ${where}, and the unit was in ${slot}`);
    }
    if (last !== undefined && out !== undefined && last.colour !== out.colour)
      broken.push(`${portOf(seat)}: people saw ${out.colour}, the journal says ${String(last.colour)}`);
  }
};

const sumsOf = async (
  { seats }: SeatingLog,
  runs: readonly RunRecord[],
  journal: JournalReader,
  broken: string[],
): Promise<Pick<Reconciliation, 'units' | 'goldenRuns' | 'verdicts' | 'setAside'>> => {
  const unitAt = new Map(seats.map(({ seat, unit }) => [portOf(seat), unit]));
  const ofUnits = runs.filter(({ purpose }) => purpose === 'unit');
  const lastOf = new Map(ofUnits.map((run) => [unitAt.get(run.port), run]));
  const seated = new Set(seats.filter(({ kind }) => kind === 'unit').map(({ unit }) => unit));
  const read = new Set(
    ofUnits.flatMap(({ deviceId, code }) => (deviceId === null || code === 'golden due' ? [] : [deviceId])),
  );
  const confirmed = new Set<string>(
    (await journal.registrations(['confirmed'], { limit: 1_000_000 })).map(({ deviceId }) => deviceId),
  );
  const registered = new Set<string>(
    (await journal.registrations(registrationStates, { limit: 1_000_000 })).map(({ deviceId }) => deviceId),
  );
  const labelled = new Set<string>(
    (await journal.labels(['verified'], { limit: 1_000_000 })).map(({ deviceId }) => deviceId),
  );
  for (const { deviceId, state } of await journal.labels(['owed', 'printed'], { limit: 1_000_000 }))
    broken.push(`the label of ${deviceId} is left ${state}`);
  for (const deviceId of read)
    if (!registered.has(deviceId)) broken.push(`${deviceId} was read, and nothing was ever owed for it`);
  for (const deviceId of confirmed)
    if (!labelled.has(deviceId)) broken.push(`${deviceId} is confirmed and has no label`);
  for (const deviceId of labelled)
    if (!confirmed.has(deviceId)) broken.push(`${deviceId} has a label and is not confirmed`);
  const setAside = new Map<string, number>();
  for (const unit of seated) {
    if (confirmed.has(idOf(unit))) continue;
    const last = lastOf.get(unit);
    if (last === undefined || last.colour !== 'red')
      broken.push(`${idOf(unit)} was seated, is not confirmed, and was not red at last`);
    const code = String(last?.code);
    setAside.set(code, (setAside.get(code) ?? 0) + 1);
  }
  const verdicts = new Map<string, number>();
  for (const { colour, code } of ofUnits)
    verdicts.set(`${colour} ${code}`, (verdicts.get(`${colour} ${code}`) ?? 0) + 1);
  return {
    units: {
      seated: seated.size,
      read: read.size,
      registered: registered.size,
      confirmed: confirmed.size,
      labelled: labelled.size,
    },
    goldenRuns: runs.length - ofUnits.length,
    verdicts,
    setAside,
  };
};

/** What `pacline report` makes of the same journal. */
const compareReport = async (
  journal: JournalReader,
  { units }: Pick<Reconciliation, 'units'>,
  runs: number,
  broken: string[],
): Promise<void> => {
  const window = { kind: 'shift', name: 'the whole shift', from: shiftBegins, to: null, order: null } as const;
  const { reconciliation } = await makeReport(journal, window, { now: shiftBegins });
  const { steps, differences, closes } = reconciliation;
  if (!closes)
    for (const { deviceId, slot, now, standing } of differences)
      if (standing === 'open')
        broken.push(`the report leaves ${deviceId ?? 'a unit without an ID'} in ${slot} open: ${now}`);
  if (reconciliation.runs !== runs) broken.push(`the report has ${reconciliation.runs} runs, the journal ${runs}`);
  for (const { step, units: reported } of steps) {
    // Who was never read has no ID: there the report counts seatings.
    if (step !== 'seated' && reported !== units[step])
      broken.push(`the report has ${reported} units ${step}, the bench ${units[step]}`);
  }
};

/** Unit by unit, both ways. */
const compareBackend = async (journal: JournalReader, world: Registry, broken: string[]): Promise<void> => {
  const confirmed = await journal.registrations(['confirmed'], { limit: 1_000_000 });
  const inJournal = new Set<number>();
  for (const { deviceId, name, certificate, deviceTypeId } of confirmed) {
    inJournal.add(Number.parseInt(deviceId, 16));
    const device = world.device(deviceId);
    if (device === undefined) broken.push(`${deviceId} is confirmed in the journal, and the backend does not have it`);
    else if (device.name !== name || device.productCertificate !== certificate || device.deviceTypeId !== deviceTypeId)
      broken.push(`${deviceId} is registered otherwise than the journal says`);
  }
  for (const { id } of world.devices()) {
    if (!inJournal.has(Number.parseInt(id, 16)))
      broken.push(`the backend has ${id}, and the journal has not confirmed it`);
  }
};

const duplicateCreates = (world: Registry): readonly string[] => {
  const there = new Set<string>();
  const duplicates: string[] = [];
  for (const { kind, deviceId } of world.createCounter.entries()) {
    if (there.has(deviceId)) duplicates.push(deviceId);
    if (kind === 'committed') there.add(deviceId);
  }
  return duplicates;
};

const countLocks = async (journal: JournalReader): Promise<number> => {
  let locks = 0;
  for await (const { event } of journal.read()) if (event.kind === 'slot locked') locks += 1;
  return locks;
};
