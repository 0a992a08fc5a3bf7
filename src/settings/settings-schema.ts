import { z } from 'zod';

import { oneOrMany } from './values/one-or-many.ts';
import { nearestWord } from './values/nearest-word.ts';
import type { Settings } from './settings.ts';
import { only, show } from './values/settings-words.ts';
import { backend, backendKeys } from './tables/backend.ts';
import { checksKeys } from './tables/checks.ts';
import { control, controlKeys } from './tables/control.ts';
import { debt, debtKeys } from './tables/debt.ts';
import { fixture, fixtureKeys } from './tables/fixture.ts';
import { golden, goldenKeys } from './tables/golden.ts';
import { hookKeys, hooks } from './tables/hook.ts';
import { labelKeys } from './tables/label.ts';
import { lockout, lockoutKeys } from './tables/lockout.ts';
import { orderKeys, orders } from './tables/order.ts';
import { page, pageKeys, pictureKeys, pictures } from './tables/page.ts';
import { people, personKeys } from './tables/person.ts';
import { printer, printerKeys } from './tables/printer.ts';
import { product, productKeys, type ProductSetting } from './tables/product.ts';
import { result, resultKeys } from './tables/result.ts';
import { route, routeKeys } from './tables/route.ts';
import { scanner, scannerKeys } from './tables/scanner.ts';
import { shift, shiftKeys } from './tables/shift.ts';
import { faultsOfPlaces, slotKeys, slots } from './tables/slot.ts';
import { station, stationKeys } from './tables/station.ts';
import { distinct, tableList } from './values/value-schemas.ts';

const products = oneOrMany(product, tableList('product'), only('a [product] table')).superRefine(
  distinct<ProductSetting>('product', ['name']),
);

const tables = {
  station,
  backend,
  shift,
  debt,
  lockout: lockout.exactOptional(),
  golden: golden.exactOptional(),
  scanner,
  control: control.exactOptional(),
  page,
  fixture: fixture.exactOptional(),
  picture: pictures.default([]),
  product: products.default([]),
  order: orders.default([]),
  slot: slots.default([]),
  person: people.default([]),
  printer: printer.exactOptional(),
  hook: hooks.default([]),
  route: route.exactOptional(),
  result: result.exactOptional(),
};

/** Of the names of products, where one is wrong. */
const mostShown = 20;

/** Every message it gives is for a person and needs only the key's name before it; an unknown key is told by its issue's code. */
export const settingsSchema: z.ZodType<Settings> = z
  .strictObject(tables)
  .superRefine(({ product: known, order }, context) => {
    const names = known.map(({ name }) => name);
    const all = new Set(names);
    const shown = names.slice(0, mostShown).map(show).join(', ');
    const words =
      names.length === 0
        ? 'there is none in this file'
        : `there ${names.length === 1 ? 'is' : 'are'} ${shown}${names.length > mostShown ? ' and others' : ''}`;
    for (const [index, { product: wanted }] of order.entries()) {
      if (all.has(wanted)) continue;
      const meant = nearestWord(wanted, names.slice(0, mostShown));
      context.addIssue({
        code: 'custom',
        path: ['order', index, 'product'],
        message: `${show(wanted)} is not the name of a product${meant === null ? '' : ` (did you mean ${show(meant)}?)`}; ${words}`,
      });
    }
  })
  .superRefine(({ fixture: there, slot }, context) => {
    for (const { path, message } of faultsOfPlaces(slot, there))
      context.addIssue({ code: 'custom', path: [...path], message });
  })
  .transform(({ product: all, order, slot, person, hook, picture, ...rest }) => ({
    ...rest,
    products: all,
    orders: order,
    slots: slot,
    people: person,
    hooks: hook,
    pictures: picture,
  }));

/** Tables of which there may be several. */
export const listedTables: readonly string[] = ['product', 'order', 'slot', 'person', 'hook', 'picture'];

/** Tables that hold, with what is usual, even where they are not written. */
export const usualTables: readonly string[] = Object.entries(tables).flatMap(([name, { def }]) =>
  def.type === 'prefault' ? [name] : [],
);

/** The keys of each table with what they mean, by the table's name as a person writes it. */
export const tableKeys: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>> = {
  station: stationKeys,
  backend: backendKeys,
  shift: shiftKeys,
  debt: debtKeys,
  lockout: lockoutKeys,
  golden: goldenKeys,
  scanner: scannerKeys,
  control: controlKeys,
  page: pageKeys,
  fixture: fixtureKeys,
  picture: pictureKeys,
  product: productKeys,
  'product.checks': checksKeys,
  'product.label': labelKeys,
  order: orderKeys,
  slot: slotKeys,
  person: personKeys,
  printer: printerKeys,
  hook: hookKeys,
  route: routeKeys,
  result: resultKeys,
};

/** The names of the keys of each table; '' is the top. */
export const knownKeys: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(tables),
  'product.checks.supplyMillivolts': ['min', 'max'],
  'product.checks.temperatureCelsius': ['min', 'max'],
  ...Object.fromEntries(Object.entries(tableKeys).map(([table, keys]) => [table, Object.keys(keys)])),
};

/** What holds where there is no settings file. */
export const defaultSettings: Settings = settingsSchema.parse({});
