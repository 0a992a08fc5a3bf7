import { z } from 'zod';

import { ProductCertificate } from '../../domain/product-certificate.ts';
import { isPrintable } from '../../domain/text/printable.ts';
import type { Certification } from '../../domain/product.ts';
import { parseSerialPattern } from '../values/serial-pattern.ts';
import { only } from '../values/settings-words.ts';
import { parsedText, text, unprintable } from '../values/value-schemas.ts';
import { checks, type ChecksSetting } from './checks.ts';
import { label, type LabelSetting } from './label.ts';

/** What `[[product]]` says: the product, and how its units are read, checked and labelled. */
export interface ProductSetting {
  readonly name: string;
  /** 24 hex digits, lower case. */
  readonly deviceTypeId: string;
  readonly certification: Certification;
  /** Unit names are this followed by the device ID; at most 40 characters. */
  readonly prefix: string;
  /** A dialect's id, not yet looked up; absent: find out. */
  readonly dialect?: string;
  /** Instead of the dialect's own speed; only with `dialect`. */
  readonly baudRate?: number;
  /** Path of the CSV file; after loading, no longer relative to the settings file. */
  readonly deliveryList?: string;
  /** How often ID and PAC are read. */
  readonly readings: 1 | 2;
  /** What becomes of an amber unit. */
  readonly amber: 'may leave' | 'held';
  /** What the board's own serial looks like, from its first to its last character; absent: none is scanned. */
  readonly serial?: RegExp;
  readonly checks: ChecksSetting;
  /** Absent: no label is printed. */
  readonly label?: LabelSetting;
}

const certificate = parsedText('a certificate key such as "P_0001_AFAF_01"', (key) => ProductCertificate.parse(key));

const hex24 = only('24 hex digits, as the portal shows them for the device type');
const prefix = only('a text of at most 40 characters');

export const productKeys = {
  name: text('a name').describe('how orders and people call it'),
  deviceTypeId: z
    .string(hex24)
    .regex(/^[0-9a-f]{24}$/i, hex24)
    .toLowerCase()
    .describe('where its units are registered: 24 hex digits, as the portal shows them'),
  productCertificate: certificate.exactOptional().describe('the key of the end product, `P_…`; this or `prototype`'),
  prototype: z
    .literal(true, only('the word true; leave the key out for a product with a certificate'))
    .exactOptional()
    .describe('`true`: units are registered as prototypes'),
  prefix: z
    .string(prefix)
    .max(40, prefix)
    .refine(isPrintable, unprintable)
    .default('')
    .describe('names are this and the device ID'),
  dialect: text('the name of a dialect').exactOptional().describe('how the modem speaks; found out if left out'),
  baudRate: z
    .literal([1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200], only('a speed such as 9600 or 115200'))
    .exactOptional()
    .describe("speed of this product's modem, where it was set to another than its dialect's; with `dialect`"),
  deliveryList: text('the path of a CSV file')
    .exactOptional()
    .describe('CSV of the maker with id and pac, for modems that hold no PAC'),
  readings: z.literal([1, 2], only('1 or 2')).default(2).describe('how often ID and PAC are read: 1 or 2'),
  amber: z
    .literal(['may leave', 'held'], only('"may leave" or "held"'))
    .default('may leave')
    .describe('whether an amber unit `may leave` its slot or is `held` until the backend has confirmed it'),
  serial: parsedText('a regular expression such as "[0-9]{8}"', parseSerialPattern)
    .exactOptional()
    .describe("regular expression that the board's own serial has to match as a whole; then each serial is scanned"),
  checks: checks.prefault({}).describe("limits of the unit's values, see below"),
  label: label
    .exactOptional()
    .describe('the label that is printed once a unit is confirmed, see below; none if left out'),
};

export const product = z
  .strictObject(productKeys, only('a [product] table'))
  .transform(({ productCertificate, prototype, ...rest }, context): ProductSetting => {
    if (productCertificate !== undefined && prototype === undefined)
      return { ...rest, certification: { kind: 'certificate', certificate: productCertificate } };
    if (productCertificate === undefined && prototype === true)
      return { ...rest, certification: { kind: 'prototype' } };
    context.addIssue(
      prototype === undefined
        ? 'missing; productCertificate = "P_…" or prototype = true expected'
        : 'a unit has a productCertificate or is a prototype, never both; remove one of the two keys',
    );
    return z.NEVER;
  });
