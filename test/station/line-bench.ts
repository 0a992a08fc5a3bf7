import { expect, onTestFinished } from 'vitest';
import { dialects } from '../../firmware-protocols/index.ts';
import type { ModemFault, PowerOn } from '../../firmware-protocols/simulator.ts';
import type { VerdictColour } from '../../src/domain/outcome.ts';
import type { JournalEvent } from '../../src/journal/events.ts';
import type { Journal } from '../../src/journal/journal.ts';
import type { RegistrationBackend, RegistrarOptions } from '../../src/registrar/registrar-options.ts';
import { Registrar } from '../../src/registrar/registrar.ts';
import type { VirtualBoard } from '../../src/simulator/bench/bench-place.ts';
import type { WireFault } from '../../src/simulator/boards/wire-fault.ts';
import { VirtualBench } from '../../src/simulator/bench/virtual-bench.ts';
import type { PacList } from '../../src/station/pac-list.ts';
import type { PortSource } from '../../src/station/port-source.ts';
import type { Product } from '../../src/domain/product.ts';
import type { Gate } from '../../src/station/gate.ts';
import type { LabelPrinter } from '../../src/station/label-printer.ts';
import { Labels } from '../../src/station/operator/labels.ts';
import { plainRules, type LineRules } from '../../src/station/line-rules.ts';
import { describeStanding } from '../../src/station/rules/slot-standing.ts';
import { Ages } from '../../src/station/rules/ages.ts';
import { Scans } from '../../src/station/operator/scans.ts';
import type { Slot, SlotState } from '../../src/station/slot-state.ts';
import { Station, type SlotSetting } from '../../src/station/station.ts';
import { openWatchedJournal, temporaryFolder, unitOf, wanted } from '../registrar/registrar-bench.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { FarBackend } from './far-backend.ts';

export const product = {
  name: 'Tank sensor',
  deviceTypeId: '6012aa34bb56cc78dd90ee12',
  certification: wanted,
  namePrefix: 'tank-',
} as const satisfies Product;

export interface BoardChanges {
  readonly dialect?: string;
  readonly modem?: readonly ModemFault[];
  readonly line?: readonly WireFault[];
  readonly pac?: string;
  /** Instead of the dialect's own modem. */
  readonly powerOn?: PowerOn;
}

const dialectOf = (id: string) =>
  dialects.find(({ definition }) => definition.id === id) ?? expect.fail(`there is no ${id}`);

/** Made-up unit number `index` as a board. */
export const boardOf = (
  index: number,
  { dialect = 'ax-wisol', modem = [], line = [], pac, powerOn }: BoardChanges = {},
): VirtualBoard => {
  const unit = unitOf(index);
  const kind = dialectOf(dialect);
  return {
    dialect: powerOn === undefined ? kind : { ...kind, powerOn },
    unit: { deviceId: unit.deviceId, pac: pac ?? unit.pac.reveal(), faults: new Set(modem) },
    wireFaults: line,
  };
};

export const slotsNamed = (...names: readonly string[]): readonly SlotSetting[] =>
  names.map((name) => ({ name, port: name, presence: 'port' }));

export type JudgedState = Extract<SlotState, { kind: 'judged' }>;

export interface LineBenchOptions {
  readonly slots?: readonly SlotSetting[] | 'every port';
  readonly maxRuns?: number;
  readonly contactBounceMs?: number;
  readonly amberAfterMs?: number;
  readonly pacList?: PacList;
  /** A dialect's id; default: found out. */
  readonly dialect?: string;
  readonly product?: Product;
  /** Looked at anew at the beginning of each run. */
  readonly rules?: Partial<LineRules>;
  readonly gates?: readonly Gate[];
  readonly printer?: LabelPrinter;
  readonly backend?: RegistrationBackend;
  /** How the registrar waits. */
  readonly timing?: RegistrarOptions['timing'];
  readonly clock?: VirtualClock;
  /** Works debts off beside the line, as `pacline run` does. */
  readonly drains?: boolean;
  /** Stands between the line and the journal. */
  readonly through?: (journal: Journal) => Journal;
  /** Stands between the line and the bench. */
  readonly ports?: (bench: VirtualBench) => PortSource;
  readonly folder?: string;
}

/** A line on a virtual bench with a real journal, in time that passes as fast as it can while somebody waits for it. */
export const openLine = async (options: LineBenchOptions = {}) => {
  const clock = options.clock ?? new VirtualClock();
  const bench = new VirtualBench({ clock, pace: 'at once' });
  const folder = options.folder ?? temporaryFolder();
  const journal = await openWatchedJournal(folder, clock);
  const backend = options.backend ?? new FarBackend();
  const seen = options.through?.(journal) ?? journal;
  const registrar = new Registrar({
    journal: seen,
    backend,
    clock,
    ...(options.timing !== undefined && { timing: options.timing }),
  });
  const scans = new Scans({ clock, keepMs: 20_000 });
  const plain = plainRules(options.product ?? product, {
    dialect: options.dialect === undefined ? null : dialectOf(options.dialect).definition,
    pacList: options.pacList ?? null,
  });
  const rules = () => ({ ...plain, ...options.rules });
  const labels =
    options.printer === undefined
      ? null
      : new Labels({
          printer: options.printer,
          journal: seen,
          clock,
          look: () => ({ productName: plain.product.name, showPac: false, isWanted: options.rules?.label != null }),
        });
  const station = new Station({
    line: {
      ports: options.ports?.(bench) ?? bench,
      journal: seen,
      registrar,
      clock,
      dialects: dialects.map(({ definition }) => definition),
      amberAfterMs: options.amberAfterMs ?? 5000,
      station: 'bench',
      rules,
      gates: options.gates ?? [],
      labels,
      scans,
      ages: new Ages({ clock }),
      operator: () => null,
    },
    slots: options.slots ?? slotsNamed('left', 'right'),
    maxRuns: options.maxRuns ?? null,
    contactBounceMs: options.contactBounceMs ?? 0,
    version: 'test',
  });

  /** Lets time pass until the promise settles; fails when that takes more than `withinMs` of it. */
  const settle = async <Value>(promise: Promise<Value>, withinMs = shortMs): Promise<Value> => {
    const end = clock.uptime() + withinMs;
    let idleTurns = 0;
    const settled = new AbortController();
    const watched = promise.finally(() => settled.abort());
    watched.catch(() => undefined);
    for (await nextTurn(); !settled.signal.aborted; await nextTurn()) {
      idleTurns = clock.sleeping === 0 ? idleTurns + 1 : 0;
      if (clock.uptime() >= end || idleTurns > patientTurns)
        throw new Error(`not settled after ${withinMs} ms, or nothing waits for time to pass`);
      if (clock.sleeping > 0) await clock.advance(withinMs > shortMs ? longStepMs : shortStepMs);
    }
    return watched;
  };

  const stop = new AbortController();
  let running: Promise<void> | null = null;
  let draining: Promise<void> | null = null;
  onTestFinished(async () => {
    stop.abort(new Error('the test is over'));
    await settle(Promise.allSettled([running, draining, registrar.idle()]));
  });

  /** The next slot of that name that is as wanted: now, or after a change. */
  const until = (name: string, isWanted: (state: SlotState) => boolean, withinMs?: number): Promise<SlotState> => {
    const { promise, resolve } = Promise.withResolvers<SlotState>();
    const look = (slot: Slot): void => {
      if (slot.name === name && isWanted(slot.state)) resolve(slot.state);
    };
    const forget = station.onChange(look);
    for (const slot of station.slots) look(slot);
    return settle(promise.finally(forget), withinMs);
  };

  /** What holds for the slot, in words; null: nothing. */
  const standing = (name: string): string | null => {
    const now = station.slots.find((slot) => slot.name === name)?.standing ?? null;
    return now === null ? null : describeStanding(now);
  };

  /** Resolves when the slot tells a person this. */
  const told = (name: string, words: string, withinMs?: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (slot: Slot): void => {
      if (slot.name === name && [slot.notice, standing(slot.name)].some((said) => said?.includes(words) === true))
        resolve();
    };
    const forget = station.onChange(look);
    for (const slot of station.slots) look(slot);
    return settle(promise.finally(forget), withinMs);
  };

  const judged = async (name: string, colour: VerdictColour | null = null, withinMs?: number): Promise<JudgedState> => {
    const state = await until(
      name,
      (now) => now.kind === 'judged' && (colour === null || now.verdict.colour === colour),
      withinMs,
    );
    return state.kind === 'judged' ? state : expect.fail('it was judged');
  };

  const events = async (): Promise<readonly JournalEvent[]> => {
    const all: JournalEvent[] = [];
    for await (const { event } of journal.read()) all.push(event);
    return all;
  };

  return {
    clock,
    folder,
    bench,
    journal,
    backend,
    registrar,
    station,
    scans,
    labels,
    rules,
    /** As from a scanner, past the desk. */
    scan: (code: string) => scans.offer(code, { pattern: rules().serialPattern }),
    settle,
    /** Begins; the promise is the line's end. */
    start: (signal: AbortSignal = stop.signal): Promise<void> => {
      const all = AbortSignal.any([signal, stop.signal]);
      running = station.run({ signal: all });
      running.catch(() => undefined);
      if (options.drains === true) draining = registrar.drain({ signal: all });
      return running;
    },
    /** Asks the line to stop and waits for its end. */
    stop: async (): Promise<void> => {
      stop.abort(new Error('shift over'));
      await settle(running ?? Promise.resolve(), 5000);
    },
    /** The next verdict; `colour`: of that colour. */
    judged,
    empty: (name: string) => until(name, (state) => state.kind === 'empty'),
    working: (name: string) => until(name, (state) => state.kind === 'working'),
    until,
    standing,
    told,
    events,
    kinds: async () => (await events()).map(({ kind }) => kind),
    /** One board through one slot, in and out. */
    pass: async (name: string, board: VirtualBoard): Promise<JudgedState> => {
      bench.plug(name, board);
      const state = await judged(name);
      bench.unplug(name);
      await until(name, ({ kind }) => kind === 'empty');
      return state;
    },
    slot: (name: string): Slot | undefined => station.slots.find((slot) => slot.name === name),
    illegalEvents: (): number => station.slots.reduce((sum, slot) => sum + slot.illegalEvents, 0),
  };
};

export type LineBench = Awaited<ReturnType<typeof openLine>>;

/** Waits of so long are gone through in small steps, longer ones in larger, in ms. */
const shortMs = 120_000;
const shortStepMs = 5;
const longStepMs = 250;

/** So many turns of the event loop in which nobody sleeps are enough for anything the journal does. */
const patientTurns = 10_000;

const nextTurn = (): Promise<void> => new Promise((resume) => setImmediate(resume));
