import { later } from '../../async/later.ts';
import type { Clock } from '../../domain/clock.ts';
import { usbIdentity, type PortDescription, type PortSource } from '../port-source.ts';
import type { SlotLoop } from '../slot-loop.ts';

/** What a port is to the line: one that comes and goes with the unit in a slot, a fixture's own, or none of ours. */
export type PortClaim =
  | { readonly kind: 'unit'; readonly slot: SlotLoop; readonly debounceMs: number }
  | { readonly kind: 'fixture' }
  | { readonly kind: 'stranger' };

export interface PortFollowerOptions {
  readonly ports: PortSource;
  readonly clock: Clock;
  readonly claim: (port: PortDescription, signal: AbortSignal) => PortClaim;
}

/** Ports that come and go: each is its unit's coming and going, once it has stood still for as long as its slot asks. */
export class PortFollower {
  readonly #options: PortFollowerOptions;
  readonly #unassignedPorts = new Map<string, PortDescription>();
  readonly #seated = new Map<string, Extract<PortClaim, { kind: 'unit' }>>();
  /** Changes that have not stood still for long enough. */
  readonly #bouncing = new Map<string, AbortController>();

  constructor(options: PortFollowerOptions) {
    this.#options = options;
  }

  /** The ports that are there and belong to no slot. */
  get unassignedPorts(): readonly PortDescription[] {
    return [...this.#unassignedPorts.values()];
  }

  async follow(signal: AbortSignal): Promise<void> {
    try {
      for await (const change of this.#options.ports.watch(signal)) {
        if (change.kind === 'seen') this.#see(change.port, signal);
        else this.#miss(change.path, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #see(port: PortDescription, signal: AbortSignal): void {
    const { path } = port;
    const claim = this.#options.claim(port, signal);
    if (claim.kind === 'stranger') this.#unassignedPorts.set(path, port);
    if (claim.kind !== 'unit') return;
    this.#debounce(path, claim.debounceMs, signal, () => {
      this.#seated.set(path, claim);
      void claim.slot.seat({ path, usb: usbIdentity(port) });
    });
  }

  #miss(path: string, signal: AbortSignal): void {
    this.#unassignedPorts.delete(path);
    const claim = this.#seated.get(path);
    this.#debounce(path, claim?.debounceMs ?? 0, signal, () => {
      this.#seated.delete(path);
      claim?.slot.unseat(path);
    });
  }

  /** Acts at once, or after a while in which nothing else happened to this port. */
  #debounce(path: string, holdMs: number, signal: AbortSignal, act: () => void): void {
    this.#bouncing.get(path)?.abort();
    this.#bouncing.delete(path);
    if (holdMs === 0) return act();
    const changed = new AbortController();
    this.#bouncing.set(path, changed);
    void later(holdMs, act, { clock: this.#options.clock, signal: AbortSignal.any([signal, changed.signal]) });
  }
}
