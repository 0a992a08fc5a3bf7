import type { DeviceId } from '../../domain/device-id.ts';

/** One request in so many ms for each device. Times are of one clock that never jumps. */
export class PerDeviceLimit {
  readonly #windowMs: number;
  /** When each device had its turn, oldest first. */
  readonly #takenAt = new Map<DeviceId, number>();

  constructor(options: { readonly windowMs: number }) {
    this.#windowMs = options.windowMs;
  }

  /** 0: the turn is taken. Else how long until there is one, in ms. */
  take(deviceId: DeviceId, now: number): number {
    for (const [oldest, at] of this.#takenAt) {
      if (now - at < this.#windowMs) break;
      this.#takenAt.delete(oldest);
    }
    const takenAt = this.#takenAt.get(deviceId);
    if (takenAt !== undefined) return Math.ceil(takenAt + this.#windowMs - now);
    this.#takenAt.set(deviceId, now);
    return 0;
  }

  isTaken(deviceId: DeviceId, now: number): boolean {
    const takenAt = this.#takenAt.get(deviceId);
    return takenAt !== undefined && now - takenAt < this.#windowMs;
  }

  /** The request did not count: it never left, or the backend said 429. */
  giveBack(deviceId: DeviceId): void {
    this.#takenAt.delete(deviceId);
  }
}
