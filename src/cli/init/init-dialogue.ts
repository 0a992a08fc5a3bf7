import { accepted, refused, type Parsed } from '../../domain/parsed.ts';
import { mayActAs } from '../../domain/role.ts';
import { hashBadge } from '../../settings/badge-hash.ts';
import type { StationDraft } from '../../settings/file/station-draft.ts';
import { lockoutKeys } from '../../settings/tables/lockout.ts';
import { orderKeys } from '../../settings/tables/order.ts';
import { personKeys } from '../../settings/tables/person.ts';
import { printerKeys } from '../../settings/tables/printer.ts';
import { productKeys } from '../../settings/tables/product.ts';
import { shiftKeys } from '../../settings/tables/shift.ts';
import { stationKeys } from '../../settings/tables/station.ts';
import { badgeAnswer } from '../badge.ts';
import type { Account } from '../device-types/device-types-shown.ts';
import { askWhereToRegister } from '../device-types/ask-where-to-register.ts';
import type { Dialogue } from '../shared/dialogue.ts';
import { dialectAnswer, listOf, numberOf, oneOf, optionalSettingOf, parseSlot, settingOf } from './init-answers.ts';

const usualReds = '3';

interface Asking {
  /** What an empty answer means, from the flags and the machine. */
  readonly usual: StationDraft;
  /** Where device types are looked up; null: there are no credentials, and nothing is asked over the network. */
  readonly account: Account | null;
}

/** Asks for a whole station. */
export const askForStation = async (dialogue: Dialogue, { usual, account }: Asking): Promise<StationDraft> => {
  dialogue.say('An empty answer takes what stands in brackets; - leaves a thing out.\n');
  const station = await dialogue.ask({
    words: 'Name of this station',
    usual: usual.station ?? '',
    parse: optionalSettingOf(stationKeys.name),
  });
  const product = await askForProduct(dialogue, usual.product, account);
  const slots = await dialogue.ask({
    words: 'Slots now, as in left=/dev/ttyUSB0, right=/dev/ttyUSB1; none to teach them later',
    usual: usual.slots.map(({ name, port }) => `${name}=${port}`).join(', '),
    parse: slotAnswers,
  });
  const orderName = await dialogue.ask({
    words: 'Number or name of the order',
    usual: usual.order?.name ?? '',
    parse: optionalSettingOf(orderKeys.name),
  });
  const quantity =
    orderName === undefined
      ? undefined
      : await dialogue.ask({
          words: 'How many units',
          usual: String(usual.order?.quantity ?? ''),
          parse: numberOf(orderKeys.quantity),
        });
  const shifts = await dialogue.ask({
    words: 'When shifts begin',
    usual: usual.shifts.join(', '),
    parse: listOf(shiftKeys.starts),
  });
  const printer = product.hasLabel ? await askForPrinter(dialogue, usual.printer) : undefined;
  const people = await askForPeople(dialogue);
  // A slot that nobody may unlock is not to be locked
  const reds = people.some(({ role }) => mayActAs(role, 'technician'))
    ? await dialogue.ask({
        words: 'Reds in a row that lock a slot until a technician unlocks it',
        usual: usualReds,
        parse: numberOf(lockoutKeys.reds),
      })
    : undefined;
  return {
    product,
    slots,
    shifts,
    people,
    ...(station === undefined ? {} : { station }),
    ...(orderName === undefined ? {} : { order: { name: orderName, ...(quantity === undefined ? {} : { quantity }) } }),
    ...(reds === undefined ? {} : { reds }),
    ...(printer === undefined ? {} : { printer }),
  };
};

const askForProduct = async (
  dialogue: Dialogue,
  usual: StationDraft['product'],
  account: Account | null,
): Promise<StationDraft['product']> => {
  const name = await dialogue.ask({
    words: 'Name of the product',
    usual: usual.name,
    parse: settingOf(productKeys.name),
  });
  const deviceTypeId = await askWhereToRegister(dialogue, usual.deviceTypeId, account);
  const productCertificate = await dialogue.ask({
    words: 'Its certificate, P_…, or "prototype"',
    usual: usual.productCertificate ?? 'prototype',
    parse: certificateAnswer,
  });
  const prefix = await dialogue.ask({
    words: 'What the names of units begin with',
    usual: usual.prefix ?? '',
    parse: optionalSettingOf(productKeys.prefix),
  });
  const dialect = await dialogue.ask({
    words: 'How its modem speaks (`pacline protocols list`), or auto',
    usual: usual.dialect ?? 'auto',
    parse: dialectAnswer,
  });
  const serial = await dialogue.ask({
    words: "Regular expression of the board's own serial, as in [0-9]{8}; none if it has none",
    usual: usual.serial ?? '',
    parse: optionalSettingOf(productKeys.serial),
  });
  const amber = await dialogue.ask({
    words: 'May an amber unit leave its slot, or is it held: leave or held',
    usual: usual.amber === 'held' ? 'held' : 'leave',
    parse: oneOf('leave', 'held'),
  });
  const label = await dialogue.ask({
    words: 'Is a label printed: yes or no',
    usual: usual.hasLabel ? 'yes' : 'no',
    parse: oneOf('yes', 'no'),
  });
  return {
    name,
    deviceTypeId,
    amber: amber === 'held' ? 'held' : 'may leave',
    hasLabel: label === 'yes',
    ...(productCertificate === undefined ? {} : { productCertificate }),
    ...(prefix === undefined ? {} : { prefix }),
    ...(dialect === undefined ? {} : { dialect }),
    ...(serial === undefined ? {} : { serial }),
  };
};

const certificateAnswer = (answer: string): Parsed<string | undefined> => {
  if (answer.toLowerCase() === 'prototype') return accepted(undefined);
  return settingOf(productKeys.productCertificate)(answer);
};

const slotAnswers = (answer: string): Parsed<StationDraft['slots']> => {
  const slots = answer.split(',').flatMap((part) => (part.trim() === '' ? [] : [parseSlot(part.trim())]));
  for (const key of ['name', 'port'] as const)
    if (new Set(slots.map((slot) => slot[key])).size < slots.length)
      return refused('bad usage', `every slot needs a ${key} of its own`);
  return accepted(slots);
};

const askForPrinter = async (dialogue: Dialogue, usual: StationDraft['printer']): Promise<StationDraft['printer']> => {
  const usualPlace = usual === undefined ? 'labels' : 'zpl' in usual ? usual.zpl : usual.folder;
  const place = await dialogue.ask({
    words: 'ZPL printer as in 192.0.2.10:9100, or a folder for PDF files',
    usual: usualPlace,
    parse: (answer) => settingOf(isPrinter(answer) ? printerKeys.zpl : printerKeys.folder)(answer),
  });
  return isPrinter(place) ? { zpl: place } : { folder: place };
};

const isPrinter = (answer: string): boolean => /:\d+$/.test(answer);

const askForPeople = async (dialogue: Dialogue): Promise<StationDraft['people']> => {
  const people: StationDraft['people'][number][] = [];
  const isNew = (name: string | undefined): Parsed<string | undefined> =>
    people.some((person) => person.name === name) ? refused('bad usage', `${name} is there already`) : accepted(name);
  for (;;) {
    const name = await dialogue.ask({
      words: people.length === 0 ? 'Name of somebody with a badge or PIN' : 'And of the next',
      usual: '',
      parse: (answer) => {
        const parsed = optionalSettingOf(personKeys.name)(answer);
        return parsed.ok ? isNew(parsed.value) : parsed;
      },
    });
    if (name === undefined) return people;
    const role = await dialogue.ask({
      words: 'operator, technician or engineer',
      usual: 'operator',
      parse: oneOf('operator', 'technician', 'engineer'),
    });
    people.push({
      name,
      role,
      badge: await hashBadge(await dialogue.askHidden({ words: `Badge code or PIN of ${name}`, parse: badgeAnswer })),
    });
  }
};
