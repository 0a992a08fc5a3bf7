import { z } from 'zod';

import { BaseUrl } from '../backend/base-url.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import { ProductCertificate } from '../domain/product-certificate.ts';
import type { Certification } from '../domain/product.ts';
import type { SlotSetting } from '../station/station.ts';
import { only, show } from './settings-words.ts';

/** What `[product]` says: the product, and how its modem is read. */
export interface ProductSetting {
  readonly name: string;
  /** 24 hex digits, lower case. */
  readonly deviceTypeId: string;
  readonly certification: Certification;
  /** Unit names are this followed by the device ID; at most 40 characters. */
  readonly prefix: string;
  /** A dialect's id, not yet looked up; absent: find out. */
  readonly dialect?: string;
  /** Path of the CSV file; after loading, no longer relative to the settings file. */
  readonly deliveryList?: string;
  /** How often ID and PAC are read. */
  readonly readings: 1 | 2;
}

/** `station.toml`, checked. Nothing secret stands in it. */
export interface Settings {
  readonly station: {
    readonly name?: string;
    /** From the port's coming to the first byte, 0 to 10000 ms. */
    readonly settleMs: number;
    /** How long a unit may wait for the backend before it is amber, 500 to 60000 ms. */
    readonly amberAfterMs: number;
  };
  readonly backend: {
    /** The whole base, such as https://api.sigfox.com/v2 */
    readonly url?: string;
    readonly version: 'v1' | 'v2';
  };
  readonly product?: ProductSetting;
  /** Empty: every port that comes is a slot. */
  readonly slots: readonly SlotSetting[];
}

const maxSlots = 32;

const text = (accepted: string) => z.string(only(accepted)).regex(/\S/, only(accepted));

const wholeNumber = ({ from, to }: { readonly from: number; readonly to: number }) => {
  const words = only(`a whole number from ${from} to ${to}, in milliseconds`);
  return z.int(words).min(from, words).max(to, words);
};

const url = z.string(only('an https address')).superRefine((address, context) => {
  try {
    BaseUrl.parse(address);
  } catch (error) {
    if (!PaclineError.is(error)) throw error;
    context.addIssue(error.message.replace(` (${error.code})`, ''));
  }
});

const certificate = z.string(only('a certificate key such as "P_0001_AFAF_01"')).transform((key, context) => {
  const parsed = ProductCertificate.parse(key);
  if (parsed.ok) return parsed.value;
  context.addIssue(parsed.reason);
  return z.NEVER;
});

const hex24 = only('24 hex digits, as the portal shows them for the device type');
const prefix = only('a text of at most 40 characters');

const stationKeys = {
  name: text('a name').exactOptional(),
  settleMs: wholeNumber({ from: 0, to: 10_000 }).default(100),
  amberAfterMs: wholeNumber({ from: 500, to: 60_000 }).default(5000),
};

const backendKeys = {
  url: url.exactOptional(),
  version: z.literal(['v1', 'v2'], only('"v1" or "v2"')).default('v2'),
};

const productKeys = {
  name: text('a name'),
  deviceTypeId: z.string(hex24).regex(/^[0-9a-f]{24}$/i, hex24).toLowerCase(),
  productCertificate: certificate.exactOptional(),
  prototype: z.literal(true, only('the word true; leave the key out for a product with a certificate')).exactOptional(),
  prefix: z.string(prefix).max(40, prefix).default(''),
  dialect: text('the name of a dialect').exactOptional(),
  deliveryList: text('the path of a CSV file').exactOptional(),
  readings: z.literal([1, 2], only('1 or 2')).default(2),
};

const slotKeys = {
  name: text('a name'),
  port: text('the path or the place of a port'),
  presence: z.literal(['port', 'probe'], only('"port" or "probe"')).default('port'),
};

const product = z.strictObject(productKeys, only('a [product] table')).transform(({ productCertificate, prototype, ...rest }, context): ProductSetting => {
  if (productCertificate !== undefined && prototype === undefined) return { ...rest, certification: { kind: 'certificate', certificate: productCertificate } };
  if (productCertificate === undefined && prototype === true) return { ...rest, certification: { kind: 'prototype' } };
  context.addIssue(prototype === undefined
    ? 'missing; productCertificate = "P_…" or prototype = true expected'
    : 'a unit has a productCertificate or is a prototype, never both; remove one of the two keys');
  return z.NEVER;
});

const slots = z.array(z.strictObject(slotKeys, only('a [[slot]] table')), only('a list of tables; write [[slot]] with double brackets')).superRefine((all, context) => {
  for (const [index, slot] of all.entries()) {
    const before = all.slice(0, index);
    if (index === maxSlots) context.addIssue({ code: 'custom', path: [index], message: `slot number ${index + 1}; at most ${maxSlots} are accepted` });
    for (const key of ['name', 'port'] as const) {
      if (before.some((other) => other[key] === slot[key])) context.addIssue({ code: 'custom', path: [index, key], message: `${show(slot[key])} belongs to an earlier slot; every slot needs a ${key} of its own` });
    }
  }
});

const tables = {
  station: z.strictObject(stationKeys, only('a [station] table')).prefault({}),
  backend: z.strictObject(backendKeys, only('a [backend] table')).prefault({}),
  product: product.exactOptional(),
  slot: slots.default([]),
};

/** Every message it gives is for a person and needs only the key's name before it; an unknown key is told by its issue's code. */
export const settingsSchema: z.ZodType<Settings> = z.strictObject(tables).transform(({ slot, ...rest }) => ({ ...rest, slots: slot }));

/** The keys of each table; '' is the top. */
export const knownKeys: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(tables),
  station: Object.keys(stationKeys),
  backend: Object.keys(backendKeys),
  product: Object.keys(productKeys),
  slot: Object.keys(slotKeys),
};

/** What holds where there is no settings file. */
export const defaultSettings: Settings = settingsSchema.parse({});
