import type { DeviceId } from '../domain/device-id.ts';
import type { RegistrationRecord } from '../journal/journal.ts';
import type { RegistrationTools } from './registration-tools.ts';

export interface UnitClaimsOptions {
  readonly tools: RegistrationTools;
  readonly isInFlight: (deviceId: DeviceId) => boolean;
}

/**
 * A look at many units in the background takes its time, and a slot may have brought one of them to its end meanwhile. What
 * such a look concludes is written only of units that nobody works on and that stand as they did before; whoever wants to work
 * on one of them waits until it is written.
 */
export class UnitClaims {
  readonly #options: UnitClaimsOptions;
  readonly #claimed = new Map<DeviceId, Promise<void>>();

  constructor(options: UnitClaimsOptions) {
    this.#options = options;
  }

  /** Resolves when something is written of this unit; null: nothing is about to be. It takes no longer than a write. */
  of(deviceId: DeviceId): Promise<void> | null {
    return this.#claimed.get(deviceId) ?? null;
  }

  async take<Result>(
    records: readonly RegistrationRecord[],
    work: (still: readonly RegistrationRecord[]) => Promise<Result>,
  ): Promise<Result> {
    const free = records.filter(({ deviceId }) => !this.#options.isInFlight(deviceId) && !this.#claimed.has(deviceId));
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const { deviceId } of free) this.#claimed.set(deviceId, promise);
    try {
      return await work(await this.#unchanged(free));
    } finally {
      for (const { deviceId } of free) this.#claimed.delete(deviceId);
      resolve();
    }
  }

  async #unchanged(records: readonly RegistrationRecord[]): Promise<readonly RegistrationRecord[]> {
    const now = await Promise.all(records.map(({ deviceId }) => this.#options.tools.journal.registration(deviceId)));
    return records.filter(
      ({ state, changedAt, sends }, index) =>
        now[index]?.state === state && now[index].changedAt === changedAt && now[index].sends === sends,
    );
  }
}
