import { deviceNumber, type Message } from './entities.ts';

const dayMs = 86_400_000;

/** @source official API description: how far the counts of the metric reach back; months here have 30 days */
const metricSpans = { lastDay: dayMs, lastWeek: 7 * dayMs, lastMonth: 30 * dayMs } as const;

/** @source official API description, message history without the option for a longer one */
const historyMs = 3 * dayMs;

/** The messages that devices got through to the backend. */
export class MessageLog {
  readonly #messages = new Map<number, Message[]>();

  add(deviceId: string, message: Message): void {
    const known = this.#messages.get(deviceNumber(deviceId));
    if (known === undefined) this.#messages.set(deviceNumber(deviceId), [message]);
    else known.push(message);
  }

  /** Latest first, as far back as the history reaches. */
  history(deviceId: string, now: number): readonly Message[] {
    return this.#all(deviceId)
      .filter(({ at }) => at > now - historyMs)
      .toReversed();
  }

  metric(deviceId: string, now: number): Record<keyof typeof metricSpans, number> {
    const within = (span: number): number => this.#all(deviceId).filter(({ at }) => at > now - span).length;
    return {
      lastDay: within(metricSpans.lastDay),
      lastWeek: within(metricSpans.lastWeek),
      lastMonth: within(metricSpans.lastMonth),
    };
  }

  isEmpty(deviceId: string): boolean {
    return this.#all(deviceId).length === 0;
  }

  forget(deviceId: string): void {
    this.#messages.delete(deviceNumber(deviceId));
  }

  #all(deviceId: string): readonly Message[] {
    return this.#messages.get(deviceNumber(deviceId)) ?? [];
  }
}
