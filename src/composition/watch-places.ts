import type { Clock } from '../domain/clock.ts';
import { surveyPlaces } from '../station/presence/known-places.ts';
import type { PortDescription, PortSource } from '../station/port-source.ts';
import type { SlotSetting } from '../station/slot-setting.ts';

/** Between two looks at the ports, in ms. */
const lookEveryMs = 5000;

export interface WatchPlacesOptions {
  readonly slots: readonly SlotSetting[];
  /** With those that the slots name. */
  readonly ports: Pick<PortSource, 'list'>;
  readonly clock: Clock;
  readonly say: (sentence: string) => void;
}

/** Says once what a person should know about the places: a hub that was moved, another adapter, a port that got a new number, a port that is no slot. */
export const watchPlaces = async (
  { slots, ports, clock, say }: WatchPlacesOptions,
  signal: AbortSignal,
): Promise<void> => {
  let before: readonly PortDescription[] | undefined;
  let told = new Set<string>();
  while (!signal.aborted) {
    const there = await ports.list();
    const { findings, strangers } = surveyPlaces({ slots, ports: there, ...(before === undefined ? {} : { before }) });
    const now = [
      ...findings.map(({ message, code }) => (code === undefined ? message : `${message} (${code})`)),
      ...strangers.map(({ path }) => `${path} is not a slot, skipped.`),
    ];
    for (const message of now) if (!told.has(message)) say(message);
    told = new Set(now);
    before = there;
    await clock.sleep(lookEveryMs, { signal }).catch(() => undefined);
  }
};
