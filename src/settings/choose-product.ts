import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { Settings } from './settings.ts';
import type { OrderSetting } from './tables/order.ts';
import type { ProductSetting } from './tables/product.ts';

/** Names, as a person gives them. */
export interface ProductChoice {
  readonly product?: string;
  readonly order?: string;
}

/** The only order of the settings, for a line that is told neither an order nor a product of another; null: there are none or several. */
export const onlyOrder = (
  { orders }: Pick<Settings, 'orders'>,
  { product }: Pick<ProductChoice, 'product'>,
): OrderSetting | null => {
  const [only, another] = orders;
  return only !== undefined && another === undefined && (product ?? only.product) === only.product ? only : null;
};

export interface ChosenProduct {
  /** null: the settings have none, and none was named. */
  readonly product: ProductSetting | null;
  readonly order: OrderSetting | null;
}

/**
 * The product of the order, the one that is named, or the only one that there is.
 * @throws PaclineError bad usage: no such product or order, a product that is not the order's, or several to choose from
 */
export const chooseProduct = (
  { products, orders }: Pick<Settings, 'products' | 'orders'>,
  choice: ProductChoice,
): ChosenProduct => {
  const order = choice.order === undefined ? null : named('order', orders, choice.order);
  if (order !== null && choice.product !== undefined && choice.product !== order.product)
    throw new PaclineError(
      'bad usage',
      `The order ${quoted(order.name)} is for ${quoted(order.product)}, not for ${quoted(choice.product)}; leave the product out.`,
    );
  const name = order?.product ?? choice.product;
  if (name !== undefined) return { product: named('product', products, name), order };
  if (products.length > 1)
    throw new PaclineError(
      'bad usage',
      `The settings have ${products.length} products; name one of ${list(products)} with --product${orders.length === 0 ? '' : `, or an order with --order: ${list(orders)}`}.`,
    );
  return { product: products[0] ?? null, order };
};

const named = <Named extends { readonly name: string }>(what: string, all: readonly Named[], name: string): Named => {
  const found = all.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new PaclineError(
    'bad usage',
    `The settings have no ${what} ${quoted(name)}; ${all.length === 0 ? `there is no [[${what}]] in them` : `there ${all.length === 1 ? 'is' : 'are'} ${list(all)}`}.`,
  );
};

const list = (all: readonly { readonly name: string }[]): string => all.map(({ name }) => quoted(name)).join(', ');

const quoted = (name: string): string => JSON.stringify(name.slice(0, 40));
