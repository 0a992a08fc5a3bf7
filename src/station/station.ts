import { PaclineError } from '../domain/pacline-error.ts';
import { mayActAs } from '../domain/role.ts';
import { endCutOffRuns } from './end-cut-off-runs.ts';
import type { Person } from './person.ts';
import { usbIdentity, type PortDescription } from './port-source.ts';
import { followProbe, type Presence } from './presence.ts';
import type { LineOptions } from './line-options.ts';
import { SlotLoop } from './slot-loop.ts';
import { emptySlot, nextSlot, type Slot, type SlotEvent } from './slot-state.ts';

/** More slots than any bench has had: a limit against a runaway hub. */
const maxSlots = 32;

export interface SlotSetting {
  readonly name: string;
  /** The port's path or its place. */
  readonly port: string;
  readonly presence: Presence;
}

export interface StationOptions {
  readonly line: LineOptions;
  /** `every port`: each port that comes becomes a slot of its own, up to 32. */
  readonly slots: readonly SlotSetting[] | 'every port';
  /** Ends the loop after so many runs; null: never. */
  readonly maxRuns: number | null;
  /** From the port's coming to the first byte, in ms: contacts bounce. */
  readonly settleMs: number;
  readonly version: string;
}

/** The line loop on all slots at once: seated, run, judged, removed, next. Slots do not wait for each other. Runs once. */
export class Station {
  readonly #options: StationOptions;
  readonly #slots = new Map<string, Slot>();
  readonly #loops = new Map<string, SlotLoop>();
  /** Ends of the loops; never reject. */
  readonly #loopEnds: Promise<void>[] = [];
  readonly #listeners = new Set<(slot: Slot) => void>();
  readonly #over = new AbortController();
  #failure: PaclineError | null = null;
  #begun = 0;
  #ended = 0;

  constructor(options: StationOptions) {
    this.#options = options;
    for (const { name } of this.#fixedSlots()) this.#slots.set(name, emptySlot(name));
  }

  get slots(): readonly Slot[] {
    return [...this.#slots.values()];
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
  async run({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    const { line, version } = this.#options;
    await endCutOffRuns(line.journal);
    await line.journal.append([{ kind: 'station started', version, productName: line.rules().product.name }]);
    const running = AbortSignal.any([signal, this.#over.signal]);
    const probed = this.#fixedSlots().filter(({ presence }) => presence === 'probe');
    const follows = [this.#followPorts(running), ...probed.map(({ name, port }) => followProbe(this.#loop(name, running), port, line, running))];
    await Promise.all(follows.map((follow) => this.#orEnd(follow)));
    await Promise.all(this.#loopEnds);
    if (this.#failure !== null) throw this.#failure;
    await line.journal.append([{ kind: 'station stopped', reason: signal.aborted ? 'asked to stop' : 'all runs done' }]);
  }

  /**
   * Somebody has found out why a slot is locked, and opens it again.
   * @throws PaclineError not allowed | bad usage: there is no such slot; of the journal
   */
  async unlock(name: string, { name: operator, role }: Person): Promise<void> {
    if (!mayActAs(role, 'technician')) throw new PaclineError('not allowed', `${operator} is signed in as ${role}; unlocking a slot takes a technician.`, { context: { slot: name } });
    if (!this.#slots.has(name)) throw new PaclineError('bad usage', `There is no slot "${name}".`);
    await this.#options.line.journal.append([{ kind: 'slot unlocked', slot: name, operator, role }]);
    await this.#loops.get(name)?.tellStanding();
  }

  async #followPorts(signal: AbortSignal): Promise<void> {
    const seated = new Map<string, SlotLoop>();
    try {
      for await (const change of this.#options.line.ports.watch(signal)) {
        if (change.kind === 'gone') {
          seated.get(change.path)?.unseat(change.path);
          seated.delete(change.path);
          continue;
        }
        const { path } = change.port;
        const slot = this.#slotFor(change.port);
        if (slot === null) continue;
        const loop = this.#loop(slot, signal);
        seated.set(path, loop);
        void loop.seat({ path, usb: usbIdentity(change.port) });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #fixedSlots(): readonly SlotSetting[] {
    return this.#options.slots === 'every port' ? [] : this.#options.slots;
  }

  /** The slot of a port that comes and goes with its unit; null: none. */
  #slotFor({ path, place }: PortDescription): string | null {
    if (this.#options.slots === 'every port') {
      const name = place ?? path;
      if (!this.#slots.has(name) && this.#slots.size >= maxSlots) return null;
      if (!this.#slots.has(name)) this.#slots.set(name, emptySlot(name));
      return name;
    }
    return this.#options.slots.find(({ presence, port }) => presence === 'port' && (port === path || port === place))?.name ?? null;
  }

  #loop(name: string, signal: AbortSignal): SlotLoop {
    const known = this.#loops.get(name);
    if (known !== undefined) return known;
    const { line, settleMs } = this.#options;
    const loop = new SlotLoop({
      name,
      line,
      settleMs,
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

  async #orEnd(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#end(error);
    }
  }

  /** Something that no slot can answer for: everything stops, and `run` rejects with the first of it. */
  #end(error: unknown): void {
    this.#failure ??= PaclineError.is(error) ? error : new PaclineError('internal fault', `The line stopped: ${String(error)}.`, { cause: error });
    this.#over.abort(new PaclineError('interrupted', 'The line stopped before the run was over.'));
  }
}
