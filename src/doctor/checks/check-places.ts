import { surveyPlaces, type PlaceFinding } from '../../station/presence/known-places.ts';
import type { PortSource } from '../../station/port-source.ts';
import type { SlotSetting } from '../../station/slot-setting.ts';
import type { Check } from '../examine.ts';
import { fault, inOrder, notLookedAt, remark, type Finding } from '../finding.ts';

export interface PlacesToCheck {
  /** Empty: every port that comes is a slot. */
  readonly slots: readonly SlotSetting[];
  /** With those that the slots name. */
  readonly ports: Pick<PortSource, 'list'>;
}

/** Each slot's place against what is plugged in now: moved hubs, other adapters than taught, and those that nothing tells apart. */
export const checkPlaces = ({ slots, ports }: PlacesToCheck): Check => ({
  name: 'places',
  whenItHangs: 'port fault',
  run: async () => {
    const { findings } = surveyPlaces({ slots, ports: await ports.list() });
    if (findings.length > 0) return findings.map(told);
    if (slots.length === 0) return [notLookedAt('slots', 'The settings name no slot.')];
    return [
      inOrder(
        'slots',
        slots.length === 1
          ? 'The slot is where the settings say.'
          : `All ${slots.length} slots are where the settings say.`,
      ),
    ];
  },
});

const told = ({ message, code }: PlaceFinding): Finding => {
  const { what, action } = inTwo(message);
  return code === undefined ? remark('slots', what, action) : fault('slots', code, what, action);
};

/** What is to be done is the last sentence. Dots within places are followed by no blank. */
const inTwo = (message: string): { readonly what: string; readonly action: string } => {
  const at = message.lastIndexOf('. ') + 1;
  return { what: message.slice(0, at), action: message.slice(at).trim() };
};
