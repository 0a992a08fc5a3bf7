import { expect, test } from 'vitest';
import { chooseProduct, onlyOrder, type ProductChoice } from '../../src/settings/choose-product.ts';
import { parseSettings } from '../../src/settings/file/load-settings.ts';

const product = (name: string): string =>
  `[[product]]\nname = "${name}"\ndeviceTypeId = "00a100000000000000000001"\nprototype = true\n`;
const order = (name: string, of: string): string => `[[order]]\nname = "${name}"\nproduct = "${of}"\n`;

const none = parseSettings('station.toml', '');
const one = parseSettings('station.toml', product('Meter'));
const two = parseSettings(
  'station.toml',
  `${product('Meter')}${product('Valve')}${order('4711', 'Valve')}${order('4712', 'Meter')}`,
);

test.each([
  ['the only one, unasked', one, {}, 'Meter', null],
  ['the one that is named', two, { product: 'Valve' }, 'Valve', null],
  ["the order's", two, { order: '4711' }, 'Valve', '4711'],
  ["the order's, named too", two, { order: '4712', product: 'Meter' }, 'Meter', '4712'],
  ['none where there is none', none, {}, null, null],
])('The product is %s', (_, settings, choice, productName, orderName) => {
  const chosen = chooseProduct(settings, choice);
  expect([chosen.product?.name ?? null, chosen.order?.name ?? null]).toEqual([productName, orderName]);
});

test.each<readonly [string, typeof one, ProductChoice, string]>([
  [
    'several without a choice',
    two,
    {},
    'The settings have 2 products; name one of "Meter", "Valve" with --product, or an order with --order: "4711", "4712". (bad usage)',
  ],
  [
    'a product that there is not',
    two,
    { product: 'Metre' },
    'The settings have no product "Metre"; there are "Meter", "Valve". (bad usage)',
  ],
  [
    'an order that there is not',
    two,
    { order: '4713' },
    'The settings have no order "4713"; there are "4711", "4712". (bad usage)',
  ],
  [
    'an order where there is none',
    one,
    { order: '1' },
    'The settings have no order "1"; there is no [[order]] in them. (bad usage)',
  ],
  [
    'a product that is not that of the order',
    two,
    { order: '4711', product: 'Meter' },
    'The order "4711" is for "Valve", not for "Meter"; leave the product out. (bad usage)',
  ],
])('It says what to choose from: %s', (_, settings, choice, message) => {
  expect(() => chooseProduct(settings, choice)).toThrow(message);
});

const orders = (...names: readonly string[]) =>
  parseSettings(
    'station.toml',
    `${product('Meter')}${product('Valve')}${names.map((name) => order(name, 'Valve')).join('')}`,
  );

test.each([
  ['the only one that there is', ['4711'], {}, '4711'],
  ['the only one, of the product that is named', ['4711'], { product: 'Valve' }, '4711'],
  ['none of another product than the one that is named', ['4711'], { product: 'Meter' }, null],
  ['none where there are several', ['4711', '4712'], {}, null],
  ['none where there is none', [], {}, null],
])('An order that nobody names is %s', (_, names, choice, found) => {
  expect(onlyOrder(orders(...names), choice)?.name ?? null).toBe(found);
});
