import { mayActAs } from '../../domain/role.ts';
import type { StationDraft } from '../../settings/file/station-draft.ts';
import { defaultSettings } from '../../settings/settings-schema.ts';
import { lockoutKeys } from '../../settings/tables/lockout.ts';
import { orderKeys } from '../../settings/tables/order.ts';
import { shiftKeys } from '../../settings/tables/shift.ts';
import { stationKeys } from '../../settings/tables/station.ts';
import { parseSerialPattern } from '../../settings/values/serial-pattern.ts';
import type { PortSource } from '../../station/port-source.ts';
import type { Account } from '../device-types/device-types-shown.ts';
import { backWord, type Dialogue } from '../shared/dialogue.ts';
import { inSteps, type DialogueStep } from '../shared/in-steps.ts';
import { listOf, numberOf, optionalSettingOf, slotAnswers } from './init-answers.ts';
import { askForPeople } from './people-steps.ts';
import { printerAnswer } from './printer-answer.ts';
import { productSteps } from './product-steps.ts';

const usualReds = 3;

interface InitDialogueOptions {
  /** What an empty answer means, from the flags and the machine. */
  readonly usual: StationDraft;
  /** Where device types are looked up; null: there are no credentials, and nothing is asked over the network. */
  readonly account: Account | null;
  /** The ports of this machine as slots name them. */
  readonly ports: PortsOf;
}

type PortsOf = (slots: StationDraft['slots']) => Pick<PortSource, 'list'>;

/** Asks for a whole station. */
export const askForStation = async (
  dialogue: Dialogue,
  { usual, account, ports }: InitDialogueOptions,
): Promise<StationDraft> => {
  dialogue.say(
    `An empty answer takes what stands in brackets; - or none leaves a thing out; ${backWord} goes back to the question before.\n`,
  );
  const steps: readonly DialogueStep<StationDraft>[] = [
    nameStep(dialogue),
    ...productSteps(dialogue, account).map((step): DialogueStep<StationDraft> => ({
      ask: async (draft) => ({ ...draft, product: await step.ask(draft.product) }),
    })),
    slotStep(dialogue, ports),
    ...orderSteps(dialogue),
    shiftStep(dialogue),
    printerStep(dialogue),
    { ask: async (draft) => ({ ...draft, people: await askForPeople(dialogue, placeOf(draft)) }) },
    redsStep(dialogue),
  ];
  const draft = await inSteps(dialogue, steps, { draft: usual, atFirst: 'stay' });
  // What was answered before the question was taken back
  return {
    ...draft,
    printer: draft.product.hasLabel ? draft.printer : undefined,
    reds: mayUnlock(draft) ? draft.reds : undefined,
  };
};

/** What else is scanned at the station that is described. */
const placeOf = ({ product: { name, serial } }: StationDraft) => {
  const pattern = serial === undefined ? null : parseSerialPattern(serial);
  return {
    scanner: defaultSettings.scanner,
    products: [{ name, ...(pattern?.ok === true ? { serial: pattern.value } : {}) }],
  };
};

const nameStep = (dialogue: Dialogue): DialogueStep<StationDraft> => ({
  ask: async (draft) => ({
    ...draft,
    station: await dialogue.ask({
      words: 'Name of this station',
      usual: draft.station ?? '',
      parse: optionalSettingOf(stationKeys.name),
    }),
  }),
});

/** A port that is not there may come later: it is said, and taken. */
const slotStep = (dialogue: Dialogue, ports: PortsOf): DialogueStep<StationDraft> => ({
  async ask(draft) {
    const slots = await dialogue.ask({
      words: 'Slots now, as in left=/dev/ttyUSB0, right=/dev/ttyUSB1; none to teach them later',
      usual: draft.slots.map(({ name, port }) => `${name}=${port}`).join(', '),
      parse: slotAnswers,
    });
    const there = await ports(slots).list();
    for (const { name, port } of slots)
      if (!there.some(({ path, place }) => port === path || port === place))
        dialogue.say(`  Slot ${name}: nothing is at ${port} now; \`pacline ports\` shows what there is.`);
    return { ...draft, slots };
  },
});

const orderSteps = (dialogue: Dialogue): readonly DialogueStep<StationDraft>[] => [
  {
    async ask(draft) {
      const name = await dialogue.ask({
        words: 'Number or name of the order',
        usual: draft.order?.name ?? '',
        parse: optionalSettingOf(orderKeys.name),
      });
      return { ...draft, order: name === undefined ? undefined : { ...draft.order, name } };
    },
  },
  {
    isAsked: ({ order }) => order !== undefined,
    async ask(draft) {
      const quantity = await dialogue.ask({
        words: 'How many units',
        usual: String(draft.order?.quantity ?? ''),
        parse: numberOf(orderKeys.quantity),
      });
      return { ...draft, order: draft.order && { ...draft.order, quantity } };
    },
  },
];

const shiftStep = (dialogue: Dialogue): DialogueStep<StationDraft> => ({
  ask: async (draft) => ({
    ...draft,
    shifts: await dialogue.ask({
      words: 'When shifts begin',
      usual: draft.shifts.join(', '),
      parse: listOf(shiftKeys.starts),
    }),
  }),
});

const printerStep = (dialogue: Dialogue): DialogueStep<StationDraft> => ({
  isAsked: ({ product }) => product.hasLabel,
  async ask(draft) {
    const { printer: usual = { folder: 'labels' } } = draft;
    const { printer, words } = await dialogue.ask({
      words: 'ZPL printer as in 192.0.2.10:9100, or a folder for PDF files',
      usual: 'zpl' in usual ? usual.zpl : usual.folder,
      parse: printerAnswer,
    });
    dialogue.say(`  Labels go to ${words}.`);
    return { ...draft, printer };
  },
});

/** A slot that nobody may unlock is not to be locked. */
const redsStep = (dialogue: Dialogue): DialogueStep<StationDraft> => ({
  isAsked: mayUnlock,
  ask: async (draft) => ({
    ...draft,
    reds: await dialogue.ask({
      words: 'Reds in a row that lock a slot until a technician unlocks it',
      usual: String(draft.reds ?? usualReds),
      parse: numberOf(lockoutKeys.reds),
    }),
  }),
});

function mayUnlock({ people }: StationDraft): boolean {
  return people.some(({ role }) => mayActAs(role, 'technician'));
}
