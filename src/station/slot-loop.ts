import { Bell } from '../async/bell.ts';
import { pause } from '../async/pause.ts';
import { untilAborted } from '../async/until-aborted.ts';
import type { Verdict } from '../domain/outcome.ts';
import type { JournalEvent } from '../journal/events.ts';
import type { LineOptions } from './line-options.ts';
import { GoldenSteps } from './rules/golden.ts';
import { runUnit, type EndedRun } from './run/run-unit.ts';
import { awaitGreenWhileSeated } from './run/await-green-while-seated.ts';
import { verdictOfError } from './run/verdict.ts';
import type { SeatedPort } from './seated-port.ts';
import { tellsRemoval, type Presence } from './slot-setting.ts';
import type { SlotEvent } from './slot-state.ts';
import { describeStanding, slotStandingOf } from './rules/slot-standing.ts';
import { Stay } from './stay.ts';

export interface SlotLoopOptions {
  readonly name: string;
  readonly line: LineOptions;
  /** From the unit's coming to the first byte, in ms. */
  readonly contactBounceMs: number;
  readonly presence: Presence;
  /** All units of the line whose ID is known. */
  readonly occupants: Set<Stay>;
  /** Aborts when the line stops. */
  readonly signal: AbortSignal;
  /** Asked once before each run; false: no more runs. */
  readonly mayBegin: () => boolean;
  readonly onRunEnded: () => void;
  readonly report: (event: SlotEvent) => void;
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
  readonly #arrival = new Bell();
  #isRunning = false;
  #isOver = false;

  constructor(options: SlotLoopOptions) {
    this.#options = options;
  }

  /** A unit came. One that is there already is not taken for another one. */
  seat(port: SeatedPort): Pick<Stay, 'read' | 'judged'> {
    const there = this.#find(port.path);
    if (there !== undefined) return there;
    const stay = this.#stayOn(port);
    if (this.#isOver) stay.end();
    else {
      this.#waiting.push(stay);
      this.#arrival.ring();
    }
    return stay;
  }

  /** The unit on this port left. */
  unseat(path: string): void {
    const stay = this.#find(path);
    if (stay === undefined) return;
    stay.leave();
    if (stay === this.#stay) return;
    this.#waiting.splice(this.#waiting.indexOf(stay), 1);
    stay.end();
  }

  /** Ends the run that is under way, at the wish of a person. False: there is none. */
  giveUp(): boolean {
    if (this.#stay === null || !this.#isRunning) return false;
    this.#stay.giveUp();
    return true;
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
      for (const stay of this.#waiting) stay.end();
    }
  }

  /** Looks anew at what the rules of the line say of this slot. @throws PaclineError of the journal */
  async tellStanding(): Promise<void> {
    const { name, line, report } = this.#options;
    const record = await line.journal.slot(name);
    const standing = slotStandingOf(record, line.rules(), {
      golden: this.#golden,
      now: line.clock.now(),
      ages: line.ages,
    });
    const words = standing === null ? null : describeStanding(standing);
    if (words !== this.#standing) report({ kind: 'standing', standing });
    this.#standing = words;
  }

  #find(path: string): Stay | undefined {
    if (this.#stay?.port.path === path && !this.#stay.hasLeft) return this.#stay;
    return this.#waiting.find(({ port }) => port.path === path);
  }

  #stayOn(port: SeatedPort): Stay {
    const { name: slot, line, occupants, presence, signal } = this.#options;
    return new Stay({ slot, port, line, occupants, presence, signal });
  }

  /** Null when the line stops. */
  async #next(): Promise<Stay | null> {
    const { signal } = this.#options;
    while (this.#waiting.length === 0 && !signal.aborted) await this.#arrival.wait({ signal });
    this.#stay = signal.aborted ? null : (this.#waiting.shift() ?? null);
    return this.#stay;
  }

  async #serve(stay: Stay): Promise<void> {
    const { name, line, presence, report } = this.#options;
    this.#told = null;
    report({ kind: 'seated', port: stay.port.path });
    stay.come();
    let ended: EndedRun | null = null;
    try {
      ended = await this.#runUnit(stay);
    } finally {
      stay.end();
    }
    const verdict = await this.#untilLeft(ended, stay);
    // The line stops, and the unit is still there.
    if (!stay.hasLeft) return;
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
    const { where, other } = stay.whereabouts;
    if (where !== '') this.#told = `${ended?.deviceId ?? 'the unit'} has left${where}`;
    // Where nobody looks into the slot by and by, whoever was found there is seated by that
    if (other !== null && tellsRemoval(presence)) this.#waiting.unshift(this.#stayOn(stay.port));
    await this.tellStanding();
    this.#stay = null;
    report({ kind: 'removed' });
    if (this.#told !== null) report({ kind: 'notice', notice: this.#told });
  }

  async #runUnit(stay: Stay): Promise<EndedRun | null> {
    const { line, contactBounceMs, signal: lineSignal, mayBegin, onRunEnded, report } = this.#options;
    const { wanted: signal } = stay;
    const seatedAt = line.clock.uptime();
    if (contactBounceMs > 0) await pause(contactBounceMs, { clock: line.clock, signal });
    if (signal.aborted || !mayBegin()) return null;
    this.#isRunning = true;
    const ended = await runUnit({ stay, line, golden: this.#golden, seatedAt, signal, lineSignal, report });
    this.#isRunning = false;
    await this.tellStanding();
    onRunEnded();
    return ended;
  }

  /** A unit that was judged stays until it is taken out; what is known of it may change. Returns the last verdict; null: there was none. */
  async #untilLeft(ended: EndedRun | null, stay: Stay): Promise<Verdict | null> {
    const { line, signal: lineSignal, report } = this.#options;
    const verdict =
      ended === null
        ? null
        : await awaitGreenWhileSeated(ended, { stay, line, signal: stay.wanted, lineSignal, report });
    await untilAborted(stay.alone);
    const { doubled, deviceId, here } = stay;
    if (ended === null || verdict === null || doubled === null || deviceId === null || here.aborted) return verdict;
    const red = verdictOfError(doubled);
    if (verdict.colour !== 'red') {
      await line.journal.append([{ kind: 'verdict settled', run: ended.run, deviceId, ...red }]);
      report({ kind: 'revised', verdict: red });
    }
    await untilAborted(here);
    return red;
  }
}
