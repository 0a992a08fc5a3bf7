import { stringify } from 'smol-toml';

import type { Role } from '../../domain/role.ts';
import { examplesFor, productExample, stationExample } from './table-examples.ts';
import type { BadgeHash } from '../badge-hash.ts';

/** What a new `station.toml` is to say, as it was answered; checked when the file is read. What is absent is left out. */
export interface StationDraft {
  readonly station?: string | undefined;
  readonly product: {
    readonly name: string;
    readonly deviceTypeId: string;
    /** Absent: a prototype. */
    readonly productCertificate?: string | undefined;
    readonly prefix?: string | undefined;
    readonly dialect?: string | undefined;
    readonly serial?: string | undefined;
    readonly amber: 'may leave' | 'held';
    readonly hasLabel: boolean;
  };
  readonly order?: { readonly name: string; readonly quantity?: number | undefined } | undefined;
  readonly slots: readonly { readonly name: string; readonly port: string }[];
  readonly shifts: readonly string[];
  readonly reds?: number | undefined;
  readonly printer?: PrinterDraft | undefined;
  readonly people: readonly PersonDraft[];
}

export type PrinterDraft = { readonly zpl: string } | { readonly folder: string };

export interface PersonDraft {
  readonly name: string;
  readonly role: Role;
  readonly badge: BadgeHash;
}

/** The file's text, with words for whoever edits it later, and an example of everything else that it may hold. */
export const writeDraft = (draft: StationDraft): string => {
  const written = [
    opening,
    stationPart(draft),
    productPart(draft),
    orderPart(draft),
    slotPart(draft),
    printerPart(draft),
    peoplePart(draft),
  ]
    .filter((part) => part !== null)
    .join('\n\n');
  return `${written}\n\n${examplesFor(written, { product: draft.product.name })}\n`;
};

const opening = `# This station, as \`pacline init\` wrote it. \`pacline settings check\` says what is wrong after an edit; every key is explained in
# src/settings/README.md of Pacline. Nothing secret stands here: PACLINE_API_LOGIN and PACLINE_API_PASSWORD come from the environment.
# For an editor that completes and checks: \`pacline settings schema > station.schema.json\`, and \`#:schema station.schema.json\` as the
# first line.`;

type Value = string | number | boolean | readonly string[];

/** `header` and its keys; those without a value are left out. */
const table = (header: string, keys: Readonly<Record<string, Value | undefined>>): string =>
  [
    header,
    ...Object.entries(keys).flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [stringify({ [key]: value }).trimEnd()],
    ),
  ].join('\n');

const stationPart = ({ station, shifts, reds }: StationDraft): string =>
  [
    `${table('[station]', { name: station })}\n${stationExample}`,
    `# When shifts begin, local time.\n${table('[shift]', { starts: shifts })}`,
    ...(reds === undefined
      ? []
      : [`# So many reds in a row lock a slot until a technician unlocks it.\n${table('[lockout]', { reds })}`]),
  ].join('\n\n');

const productPart = ({ product: { hasLabel, productCertificate, amber, ...product } }: StationDraft): string => {
  const certification = productCertificate === undefined ? { prototype: true } : { productCertificate };
  const keys = table('[[product]]', {
    name: product.name,
    deviceTypeId: product.deviceTypeId,
    ...certification,
    prefix: product.prefix,
    dialect: product.dialect,
    serial: product.serial,
  });
  const rule = `# Amber: read and in the journal, not yet confirmed by the backend. "held" keeps it in its slot until it is.\n${stringify({ amber }).trimEnd()}`;
  return [
    keys,
    rule,
    ...(hasLabel
      ? [
          '# Printed once the unit is confirmed, and scanned back before the slot is free.\nlabel = { showPac = false, scanBack = true, code = "datamatrix" }',
        ]
      : []),
    productExample({ label: hasLabel }),
  ].join('\n');
};

const orderPart = ({ order, product }: StationDraft): string | null =>
  order === undefined
    ? null
    : `# The only order is worked by itself; of several, \`pacline run --order\` names one.\n${table('[[order]]', { name: order.name, product: product.name, quantity: order.quantity })}`;

const slotPart = ({ slots }: StationDraft): string =>
  slots.length === 0
    ? '# No slots yet: every port that comes is one. `pacline slots teach` writes down the places.'
    : slots.map(({ name, port }) => table('[[slot]]', { name, port })).join('\n\n');

const printerPart = ({ printer }: StationDraft): string | null =>
  printer === undefined ? null : table('[printer]', { ...printer });

const peoplePart = ({ people }: StationDraft): string | null =>
  people.length === 0
    ? null
    : `# Who may do what; \`pacline badge\` prints further ones.\n${people.map((person) => table('[[person]]', { ...person })).join('\n\n')}`;
