import type { UsbIdentity } from '../dialect/identification.ts';
import type { DeviceId } from '../domain/device-id.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { JournalEvent } from '../journal/events.ts';
import { untilAborted } from '../async/until-aborted.ts';
import type { LineOptions } from './line-options.ts';
import { GoldenSteps } from './rules/golden.ts';
import { runUnit, type EndedRun } from './run/run-unit.ts';
import { settleWhileSeated } from './run/settle-while-seated.ts';
import type { SlotEvent } from './slot-state.ts';
import { describeStanding, standingOf } from './rules/standing-of.ts';

/** The port of a unit that came. */
export interface SeatedPort {
  readonly path: string;
  /** What the port is on USB, where it is known. */
  readonly usb: UsbIdentity | null;
}

export interface SlotLoopOptions {
  readonly name: string;
  readonly line: LineOptions;
  /** From the unit's coming to the first byte, in ms. */
  readonly contactBounceMs: number;
  /** Aborts when the line stops. */
  readonly signal: AbortSignal;
  /** Asked once before each run; false: no more runs. */
  readonly mayBegin: () => boolean;
  readonly onRunEnded: () => void;
  readonly report: (event: SlotEvent) => void;
}

/** One unit's stay. */
interface Stay {
  readonly port: SeatedPort;
  readonly pulled: AbortController;
  /** What was read, as soon as the run is over; null: nothing, or there was no run. */
  readonly judged: PromiseWithResolvers<DeviceId | null>;
}

/**
 * What happens in one slot, one unit after another: seated, run, judged, removed. Units that come while the one before is
 * still being written down wait for their turn; one that has left by then was never there.
 */
export class SlotLoop {
  readonly #options: SlotLoopOptions;
  readonly #waiting: Stay[] = [];
  readonly #golden = new GoldenSteps();
  /** In words, as it was told last. */
  #standing: string | null = null;
  #told: string | null = null;
  #stay: Stay | null = null;
  #arrival = Promise.withResolvers<void>();
  #isOver = false;

  constructor(options: SlotLoopOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => this.#arrival.resolve(), { once: true });
  }

  /**
   * A unit came. One that is there already is not taken for another one.
   * Resolves with what was read from it when its run is over, or with null; never rejects.
   */
  seat(port: SeatedPort): Promise<DeviceId | null> {
    const there = this.#find(port.path);
    if (there !== undefined) return there.judged.promise;
    const stay: Stay = { port, pulled: new AbortController(), judged: Promise.withResolvers() };
    if (this.#isOver) stay.judged.resolve(null);
    else {
      this.#waiting.push(stay);
      this.#arrival.resolve();
    }
    return stay.judged.promise;
  }

  /** The unit on this port left. */
  unseat(path: string): void {
    const stay = this.#find(path);
    if (stay === undefined) return;
    if (stay === this.#stay)
      return stay.pulled.abort(
        new PaclineError('port lost', `The unit on ${path} was removed before its run was over.`, {
          context: { port: path },
        }),
      );
    this.#waiting.splice(this.#waiting.indexOf(stay), 1);
    stay.judged.resolve(null);
  }

  /** What a person should know of the slot for as long as it is empty; shown once it is. */
  tell(notice: string): void {
    if (notice === this.#told) return;
    this.#told = notice;
    if (this.#stay === null) this.#options.report({ kind: 'notice', notice });
  }

  /**
   * Serves until the line stops; a run that was begun has then ended in the journal.
   * @throws PaclineError of the journal
   */
  async run(): Promise<void> {
    try {
      await this.tellStanding();
      for (let stay = await this.#next(); stay !== null; stay = await this.#next()) await this.#serve(stay);
    } finally {
      this.#isOver = true;
      for (const { judged } of this.#waiting) judged.resolve(null);
    }
  }

  /** Looks anew at what the rules of the line say of this slot. @throws PaclineError of the journal */
  async tellStanding(): Promise<void> {
    const { name, line, report } = this.#options;
    const record = await line.journal.slot(name);
    const standing = standingOf(record, line.rules(), { golden: this.#golden, now: line.clock.now(), ages: line.ages });
    const words = standing === null ? null : describeStanding(standing);
    if (words !== this.#standing) report({ kind: 'standing', standing });
    this.#standing = words;
  }

  #find(path: string): Stay | undefined {
    if (this.#stay?.port.path === path && !this.#stay.pulled.signal.aborted) return this.#stay;
    return this.#waiting.find(({ port }) => port.path === path);
  }

  /** Null when the line stops. */
  async #next(): Promise<Stay | null> {
    while (this.#waiting.length === 0 && !this.#options.signal.aborted) {
      this.#arrival = Promise.withResolvers<void>();
      await this.#arrival.promise;
    }
    this.#stay = this.#options.signal.aborted ? null : (this.#waiting.shift() ?? null);
    return this.#stay;
  }

  async #serve({ port, pulled, judged }: Stay): Promise<void> {
    const { name, line, signal, report } = this.#options;
    const stay = AbortSignal.any([signal, pulled.signal]);
    this.#told = null;
    report({ kind: 'seated', port: port.path });
    let ended: EndedRun | null = null;
    try {
      ended = await this.#runUnit(port, stay);
    } finally {
      judged.resolve(ended?.deviceId ?? null);
    }
    const verdict =
      ended === null
        ? null
        : await settleWhileSeated(ended, { slot: name, line, signal: stay, lineSignal: signal, report });
    await untilAborted(stay);
    // The line stops, and the unit is still there.
    if (!pulled.signal.aborted) return;
    if (ended !== null) {
      const removed: JournalEvent = { kind: 'unit removed', run: ended.run, slot: name };
      const isHeld = verdict?.colour === 'amber' && ended.rules.amber === 'held';
      await line.journal.append(
        isHeld
          ? [
              removed,
              {
                kind: 'slot locked',
                slot: name,
                code: verdict.code,
                reason: `${ended.deviceId ?? 'a unit'} was taken out while it was amber, and this product holds its units`,
              },
            ]
          : [removed],
      );
    }
    await this.tellStanding();
    this.#stay = null;
    report({ kind: 'removed' });
    if (this.#told !== null) report({ kind: 'notice', notice: this.#told });
  }

  async #runUnit({ path, usb }: SeatedPort, signal: AbortSignal): Promise<EndedRun | null> {
    const { name, line, contactBounceMs, signal: lineSignal, mayBegin, onRunEnded, report } = this.#options;
    const seatedAt = line.clock.uptime();
    if (contactBounceMs > 0) await line.clock.sleep(contactBounceMs, { signal }).catch(() => undefined);
    if (signal.aborted || !mayBegin()) return null;
    const ended = await runUnit({
      slot: name,
      port: path,
      usb,
      line,
      golden: this.#golden,
      seatedAt,
      signal,
      lineSignal,
      report,
    });
    await this.tellStanding();
    onRunEnded();
    return ended;
  }
}
