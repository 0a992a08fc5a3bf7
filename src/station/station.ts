import { pause } from '../async/pause.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { mayActAs } from '../domain/role.ts';
import { closeInterruptedRuns } from './run/close-interrupted-runs.ts';
import type { Person } from './operator/person.ts';
import type { PortDescription } from './port-source.ts';
import { KeptPort } from './presence/kept-port.ts';
import { LidFollower } from './presence/presence-by-modem-line.ts';
import { PortTurns } from './presence/port-turns.ts';
import { PortFollower, type PortClaim } from './presence/presence-by-port.ts';
import { followProbe } from './presence/presence-by-probe.ts';
import { StartFollower } from './presence/presence-by-start.ts';
import type { LineOptions } from './line-options.ts';
import { SlotLoop } from './slot-loop.ts';
import type { SlotSetting } from './slot-setting.ts';
import { emptySlot, nextSlot, type Slot, type SlotEvent } from './slot-state.ts';
import type { Stay } from './stay.ts';

/** More slots than any bench has had: a limit against a runaway hub. */
const maxSlots = 32;

/** How long the switch of a lid may bounce where the settings do not say, in ms. */
const lidDebounceMs = 200;

export type { SlotSetting };

/** Between two looks at what falls due by the clock, or by changed settings, in ms: it is to be told before the next unit is seated. */
const lookAtRulesEveryMs = 1000;

export interface StationOptions {
  readonly line: LineOptions;
  /** `every port`: each port that comes becomes a slot of its own, up to 32. */
  readonly slots: readonly SlotSetting[] | 'every port';
  /** Ends the loop after so many runs; null: never. */
  readonly maxRuns: number | null;
  /** From the port's coming to the first byte, in ms: contacts bounce. */
  readonly contactBounceMs: number;
  readonly version: string;
}

export interface RunStationOptions {
  readonly signal: AbortSignal;
  /** Called once, as soon as units are noticed. */
  readonly onBegun?: () => void;
}

/** The line loop on all slots at once: seated, run, judged, removed, next. Slots do not wait for each other. Runs once. */
export class Station {
  readonly #options: StationOptions;
  readonly #slots = new Map<string, Slot>();
  readonly #loops = new Map<string, SlotLoop>();
  /** Ends of the loops; never reject. */
  readonly #loopEnds: Promise<void>[] = [];
  /** All units whose ID is known: one ID can be in one slot only. */
  readonly #occupants = new Set<Stay>();
  readonly #starts = new Map<string, StartFollower>();
  readonly #ports: PortFollower;
  readonly #listeners = new Set<(slot: Slot) => void>();
  readonly #over = new AbortController();
  #failure: PaclineError | null = null;
  #begun = 0;
  #ended = 0;

  constructor(options: StationOptions) {
    this.#options = options;
    const { ports, clock } = options.line;
    this.#ports = new PortFollower({ ports, clock, claim: (port, signal) => this.#claim(port, signal) });
    for (const { name, presence } of this.#fixedSlots()) {
      this.#slots.set(name, emptySlot(name));
      if (presence === 'start') this.#starts.set(name, new StartFollower());
    }
    options.line.scans.onChange(() => this.#showScans());
  }

  get slots(): readonly Slot[] {
    return [...this.#slots.values()];
  }

  /** The ports that are there and are no slot's: they are left alone. */
  get unassignedPorts(): readonly PortDescription[] {
    return this.#ports.unassignedPorts;
  }

  /**
   * A person or a machine says that a unit is seated, in a slot whose presence is by `start`; any other is unknown here.
   * Busy is one whose unit has no verdict yet.
   */
  start(slot: string): 'started' | 'busy' | 'unknown slot' {
    return this.#starts.get(slot)?.start() ?? 'unknown slot';
  }

  /** Ends the run in a slot, at the wish of a person. False: none is under way there. */
  giveUp(slot: string): boolean {
    return this.#loops.get(slot)?.giveUp() ?? false;
  }

  /** Told after every change of a slot. One that throws stops the line: what the operator sees can no longer be trusted. */
  onChange(listener: (slot: Slot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Runs until the signal aborts or `maxRuns` is reached; every run that was begun has then ended in the journal. Runs that
   * were cut off by the end of an earlier process are ended first.
   * @throws PaclineError of the journal: the line stops, because a verdict that cannot be written down may not be shown
   */
  async run({ signal, onBegun }: RunStationOptions): Promise<void> {
    const { line, version } = this.#options;
    await closeInterruptedRuns(line.journal);
    await line.journal.append([{ kind: 'station started', version, productName: line.rules().product.name }]);
    const running = AbortSignal.any([signal, this.#over.signal]);
    const follows = [
      this.#ports.follow(running),
      this.#followRules(running),
      ...this.#fixedSlots().map((setting) => this.#follow(setting, running)),
    ];
    onBegun?.();
    await Promise.all(follows.map((follow) => this.#orEnd(follow)));
    await Promise.all(this.#loopEnds);
    line.scans.forget(null);
    if (this.#failure !== null) throw this.#failure;
    await line.journal.append([
      { kind: 'station stopped', reason: signal.aborted ? 'asked to stop' : 'all runs done' },
    ]);
  }

  /**
   * Somebody has found out why a slot is locked, and opens it again.
   * @throws PaclineError not allowed | bad usage: there is no such slot; of the journal
   */
  async unlock(name: string, { name: operator, role }: Person): Promise<void> {
    if (!mayActAs(role, 'technician'))
      throw new PaclineError(
        'not allowed',
        `${operator} is signed in as ${role}; unlocking a slot takes a technician.`,
        { context: { slot: name } },
      );
    if (!this.#slots.has(name)) throw new PaclineError('bad usage', `There is no slot "${name}".`);
    await this.#options.line.journal.append([{ kind: 'slot unlocked', slot: name, operator, role }]);
    await this.#loops.get(name)?.tellStanding();
  }

  /** A golden unit falls due by the clock alone, or by a change of the settings, too. */
  async #followRules(signal: AbortSignal): Promise<void> {
    const { clock, rules, ages } = this.#options.line;
    while (!signal.aborted) {
      await pause(lookAtRulesEveryMs, { clock, signal });
      ages.look();
      if (!signal.aborted && rules().golden !== null)
        await Promise.all([...this.#loops.values()].map((loop) => loop.tellStanding()));
    }
  }

  /** What tells of the units of this slot, beside the ports that come and go. */
  async #follow(setting: SlotSetting, signal: AbortSignal): Promise<void> {
    const { name, port } = setting;
    const line = this.#lineOf(setting);
    switch (setting.presence) {
      case 'port':
        // What holds for the slot is told before its first unit comes.
        this.#loop(setting, signal, line);
        return;
      case 'probe': {
        const kept = new KeptPort(line.ports);
        const inTurn = { ...line, ports: new PortTurns(kept) };
        try {
          return await followProbe(this.#loop(setting, signal, inTurn), port, inTurn, signal);
        } finally {
          await kept.release();
        }
      }
      case 'start': {
        const kept = new KeptPort(line.ports);
        const inTurn = { ...line, ports: new PortTurns(kept) };
        const slot = this.#loop(setting, signal, inTurn);
        return this.#starts.get(name)?.follow(slot, port, inTurn, { kept, signal });
      }
      case 'line': {
        const lid = new LidFollower(
          { port, line: setting.line, debounceMs: setting.debounceMs ?? lidDebounceMs },
          line,
        );
        return lid.follow(this.#loop(setting, signal, { ...line, ports: new PortTurns(lid) }), signal);
      }
    }
  }

  /** The line as it is in one slot, which may have rules of its own. */
  #lineOf({ dialect, lines }: Pick<SlotSetting, 'dialect' | 'lines'>): LineOptions {
    const { line } = this.#options;
    if (dialect === undefined && lines === undefined) return line;
    return {
      ...line,
      rules: () => ({
        ...line.rules(),
        ...(dialect === undefined ? {} : { dialect }),
        ...(lines === undefined ? {} : { lines }),
      }),
    };
  }

  #fixedSlots(): readonly SlotSetting[] {
    return this.#options.slots === 'every port' ? [] : this.#options.slots;
  }

  #claim(port: PortDescription, signal: AbortSignal): PortClaim {
    const { path, place } = port;
    if (this.#options.slots !== 'every port') {
      const setting = this.#options.slots.find(({ port: taught }) => taught === path || taught === place);
      if (setting === undefined) return { kind: 'stranger' };
      return setting.presence === 'port'
        ? {
            kind: 'unit',
            slot: this.#loop(setting, signal, this.#lineOf(setting)),
            debounceMs: setting.debounceMs ?? 0,
          }
        : { kind: 'fixture' };
    }
    const name = place ?? path;
    if (!this.#slots.has(name) && this.#slots.size >= maxSlots) return { kind: 'stranger' };
    if (!this.#slots.has(name)) this.#slots.set(name, emptySlot(name));
    return { kind: 'unit', slot: this.#loop({ name, presence: 'port' }, signal, this.#options.line), debounceMs: 0 };
  }

  #loop({ name, presence }: Pick<SlotSetting, 'name' | 'presence'>, signal: AbortSignal, line: LineOptions): SlotLoop {
    const known = this.#loops.get(name);
    if (known !== undefined) return known;
    const { contactBounceMs } = this.#options;
    const loop = new SlotLoop({
      name,
      line: presence === 'port' ? { ...line, ports: new PortTurns(line.ports) } : line,
      contactBounceMs,
      presence,
      occupants: this.#occupants,
      signal,
      mayBegin: () => this.#mayBegin(),
      onRunEnded: () => this.#countEnd(),
      report: (event) => this.#change(name, event),
    });
    this.#loops.set(name, loop);
    this.#loopEnds.push(this.#orEnd(loop.run()));
    return loop;
  }

  #mayBegin(): boolean {
    const { maxRuns } = this.#options;
    if (maxRuns !== null && this.#begun >= maxRuns) return false;
    this.#begun += 1;
    return true;
  }

  #countEnd(): void {
    this.#ended += 1;
    if (this.#ended === this.#options.maxRuns) this.#over.abort(new PaclineError('interrupted', 'All runs are done.'));
  }

  #change(name: string, event: SlotEvent): void {
    const slot = nextSlot(this.#slots.get(name) ?? emptySlot(name), event);
    this.#slots.set(name, slot);
    for (const listener of this.#listeners) {
      try {
        listener(slot);
      } catch (error) {
        this.#end(error);
      }
    }
  }

  #showScans(): void {
    for (const { name, scan } of this.slots) {
      const now = this.#options.line.scans.scanOf(name);
      if (now.wants !== scan.wants || now.kept !== scan.kept) this.#change(name, { kind: 'scan', scan: now });
    }
  }

  async #orEnd(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#end(error);
    }
  }

  /** Something that no slot can answer for: everything stops, and `run` rejects with the first of it. */
  #end(error: unknown): void {
    this.#failure ??= PaclineError.is(error)
      ? error
      : new PaclineError('internal fault', `The line stopped: ${String(error)}.`, { cause: error });
    this.#over.abort(new PaclineError('interrupted', 'The line stopped before the run was over.'));
  }
}
