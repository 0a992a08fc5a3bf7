import type { DeviceId } from '../../domain/device-id.ts';
import { lookedForStates } from '../../domain/registration.ts';
import { lookForUnits, type UnitClaim } from './look-for-units.ts';
import type { RegistrationTools } from '../registration-tools.ts';

/** Units that are looked for at a time: a slot that waits for a look-up waits for no more than these. */
const pageLength = 200;
const shortestPauseMs = 1000;
const longestPauseMs = 60_000;
/** However often something new comes in, the next time through begins so many ms later for each unit that is looked for. */
const pauseForEachMs = 100;
/** A look is thorough now and then, for so few units: the backend may know an ID in its other form only. */
const mostThorough = 8;

export interface LookRoundsOptions {
  readonly tools: RegistrationTools;
  readonly isInFlight: (deviceId: DeviceId) => boolean;
  readonly claim: UnitClaim;
}

/** Goes through what is looked for, a page at a time, and slower from one fruitless time through to the next. */
export class LookRounds {
  readonly #options: LookRoundsOptions;
  #after: DeviceId | null = null;
  #pauseMs = shortestPauseMs;
  /** When the last time through ended, by uptime. */
  #endedAt = Number.NEGATIVE_INFINITY;
  #rounds = 0;
  #known = 0;
  /** In the time through that is under way, and in the worst one so far. */
  readonly #overdue = { now: 0, told: 0 };

  constructor(options: LookRoundsOptions) {
    this.#options = options;
  }

  /** A page, if it is time for it: true if the backend was asked. @throws PaclineError of the backend and of the journal; the signal's reason */
  async look({ signal }: { readonly signal: AbortSignal }): Promise<boolean> {
    const { tools, isInFlight, claim } = this.#options;
    const counts = await tools.journal.countRegistrations();
    const known = lookedForStates.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
    // What is new is looked for soon
    if (known > this.#known) this.#pauseMs = shortestPauseMs;
    this.#known = known;
    const leastMs = Math.min(known * pauseForEachMs, longestPauseMs);
    if (known === 0 || tools.clock.uptime() < this.#endedAt + Math.max(this.#pauseMs, leastMs)) return false;
    const page = await tools.journal.registrationsById(lookedForStates, { after: this.#after, limit: pageLength });
    const records = page.filter((record) => !isInFlight(record.deviceId) && tools.isHere(record));
    const effort = this.#rounds % 4 === 3 && records.length <= mostThorough ? 'thorough' : 'quick';
    const { ended } = await lookForUnits(records, tools, { effort, signal, claim });
    if (ended > 0) this.#pauseMs = shortestPauseMs;
    this.#overdue.now += records.filter((record) => tools.isOverdue(record)).length;
    this.#after = page.length < pageLength ? null : (page.at(-1)?.deviceId ?? null);
    if (this.#after === null) this.#endRound();
    return records.length > 0;
  }

  #endRound(): void {
    const { now, told } = this.#overdue;
    if (now > told) this.#options.tools.tell({ kind: 'overdue', units: now });
    this.#overdue.told = now;
    this.#overdue.now = 0;
    this.#rounds += 1;
    this.#endedAt = this.#options.tools.clock.uptime();
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
  }
}
