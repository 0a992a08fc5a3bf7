import { pause } from '../async/pause.ts';
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
  /** Told at every look what is wrong with the places now. Default: each is said once. */
  readonly hold?: (sentences: readonly string[]) => void;
}

/** Tells what a person should know about the places: a hub that was moved, another adapter, a port that got a new number; once, which port is no slot. */
export const watchPlaces = async (
  { slots, ports, clock, say, hold = eachOnce(say) }: WatchPlacesOptions,
  signal: AbortSignal,
): Promise<void> => {
  let before: readonly PortDescription[] | undefined;
  const sayNew = eachOnce(say);
  while (!signal.aborted) {
    const there = await ports.list();
    const { findings, unassignedPorts } = surveyPlaces({
      slots,
      ports: there,
      ...(before === undefined ? {} : { before }),
    });
    hold(findings.map(({ message, code }) => (code === undefined ? message : `${message} (${code})`)));
    sayNew(unassignedPorts.map(({ path }) => `${path} is not a slot, skipped.`));
    before = there;
    await pause(lookEveryMs, { clock, signal });
  }
};

/** Says each sentence once, and again only after it did not hold in between. */
const eachOnce = (say: (sentence: string) => void): ((sentences: readonly string[]) => void) => {
  let told: readonly string[] = [];
  return (sentences) => {
    for (const sentence of sentences) if (!told.includes(sentence)) say(sentence);
    told = sentences;
  };
};
