import type { UsbIdentity } from '../dialect/identification.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import { usbIdentity, type PortDescription } from './port-source.ts';
import { isAnswering, probeEveryMs, type Presence } from './presence.ts';
import { runUnit, type LineOptions } from './run-unit.ts';
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

interface Seat {
  readonly pulled: AbortController;
  /** The run on this seat has ended, or never began. */
  readonly over: Promise<void>;
  /** Another unit came to the same port while this one was still being written down. */
  next: (() => void) | null;
}

/** The line loop on all slots at once: seated, run, judged, removed, next. Slots do not wait for each other. */
export class Station {
  readonly #options: StationOptions;
  readonly #slots = new Map<string, Slot>();
  readonly #seats = new Map<string, Seat>();
  readonly #usb = new Map<string, UsbIdentity | null>();
  readonly #listeners = new Set<(slot: Slot) => void>();
  readonly #removals = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #runs = 0;

  constructor(options: StationOptions) {
    this.#options = options;
    if (options.slots !== 'every port') for (const { name } of options.slots) this.#slots.set(name, emptySlot(name));
  }

  get slots(): readonly Slot[] {
    return [...this.#slots.values()];
  }

  /** Told after every change of a slot. */
  onChange(listener: (slot: Slot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Runs until the signal aborts or `maxRuns` is reached; every run that was begun has then ended in the journal.
   * @throws PaclineError of the journal: the line stops, because a verdict that cannot be written down may not be shown
   */
  async run({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    const { line, version } = this.#options;
    await line.journal.append([{ kind: 'station started', version, productName: line.product.name }]);
    const running = AbortSignal.any([signal, this.#stop.signal]);
    const probed = this.#fixedSlots().filter(({ presence }) => presence === 'probe');
    await Promise.all([this.#followPorts(running), ...probed.map((slot) => this.#followProbe(slot, running))].map((follows) => follows.catch((error: unknown) => this.#end(error))));
    await Promise.all([...this.#seats.values()].map(({ over }) => over));
    await Promise.all(this.#removals);
    const reason: unknown = this.#stop.signal.reason;
    if (PaclineError.is(reason) && reason.code !== 'interrupted') throw reason;
    await line.journal.append([{ kind: 'station stopped', reason: signal.aborted ? 'asked to stop' : 'all runs done' }]);
  }

  async #followPorts(signal: AbortSignal): Promise<void> {
    for await (const change of this.#options.line.ports.watch(signal)) {
      if (change.kind === 'gone') this.#unseat(change.path);
      else {
        this.#usb.set(change.port.path, usbIdentity(change.port));
        const slot = this.#slotFor(change.port);
        if (slot !== null) this.#seat(slot, change.port.path, signal);
      }
    }
  }

  /** A slot whose port is always there: asks it, now and then, whether somebody is home. */
  async #followProbe({ name, port }: SlotSetting, signal: AbortSignal): Promise<void> {
    const { line } = this.#options;
    while (!signal.aborted) {
      const seated = this.#seats.has(port);
      const busy = this.#slots.get(name)?.state.kind === 'working';
      if (!busy && (await isAnswering(port, line, signal)) !== seated) {
        if (seated) this.#unseat(port);
        else this.#seat(name, port, signal);
      }
      await line.clock.sleep(probeEveryMs, { signal }).catch(() => undefined);
    }
  }

  #fixedSlots(): readonly SlotSetting[] {
    return this.#options.slots === 'every port' ? [] : this.#options.slots;
  }

  #slotFor({ path, place }: PortDescription): string | null {
    if (this.#options.slots === 'every port') {
      const name = place ?? path;
      if (!this.#slots.has(name) && this.#slots.size >= maxSlots) return null;
      if (!this.#slots.has(name)) this.#slots.set(name, emptySlot(name));
      return name;
    }
    return this.#options.slots.find((slot) => slot.presence === 'port' && (slot.port === path || slot.port === place))?.name ?? null;
  }

  #seat(name: string, port: string, signal: AbortSignal): void {
    const before = this.#seats.get(port);
    if (before !== undefined) {
      if (before.pulled.signal.aborted) before.next = () => this.#seat(name, port, signal);
      return;
    }
    const pulled = new AbortController();
    this.#change(name, { kind: 'seated', port });
    const over = this.#serve(name, port, AbortSignal.any([signal, pulled.signal])).catch((error: unknown) => this.#end(error));
    this.#seats.set(port, { pulled, over, next: null });
  }

  async #serve(name: string, port: string, signal: AbortSignal): Promise<void> {
    const { line, settleMs, maxRuns } = this.#options;
    if (settleMs > 0) await line.clock.sleep(settleMs, { signal }).catch(() => undefined);
    if (signal.aborted || (maxRuns !== null && this.#runs >= maxRuns)) return;
    this.#runs += 1;
    await runUnit({ slot: name, port, usb: this.#usb.get(port) ?? null, line, signal, report: (event) => this.#change(name, event) });
    if (maxRuns !== null && this.#judged() >= maxRuns) this.#stop.abort(new PaclineError('interrupted', 'All runs are done.'));
  }

  #unseat(port: string): void {
    const seat = this.#seats.get(port);
    if (seat === undefined) return;
    seat.next = null;
    if (seat.pulled.signal.aborted) return;
    seat.pulled.abort(new PaclineError('port lost', `The unit on ${port} was removed before its run was over.`, { context: { port } }));
    const removal = this.#remove(port, seat).catch((error: unknown) => this.#end(error));
    this.#removals.add(removal);
    void removal.then(() => this.#removals.delete(removal));
  }

  async #remove(port: string, seat: Seat): Promise<void> {
    await seat.over;
    const slot = this.slots.find(({ state }) => state.kind !== 'empty' && state.port === port);
    if (slot?.state.kind === 'judged') await this.#options.line.journal.append([{ kind: 'unit removed', run: slot.state.run, slot: slot.name }]);
    if (slot !== undefined) this.#change(slot.name, { kind: 'removed' });
    this.#seats.delete(port);
    seat.next?.();
  }

  #judged(): number {
    return this.#runs - this.slots.filter(({ state }) => state.kind === 'working').length;
  }

  #change(name: string, event: SlotEvent): void {
    const slot = nextSlot(this.#slots.get(name) ?? emptySlot(name), event);
    this.#slots.set(name, slot);
    for (const listener of this.#listeners) listener(slot);
  }

  /** Something that no slot can answer for: everything stops, and `run` rejects with it. */
  #end(error: unknown): void {
    this.#stop.abort(error instanceof PaclineError ? error : new PaclineError('internal fault', `The line stopped: ${String(error)}.`, { cause: error }));
  }
}
