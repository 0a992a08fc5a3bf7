import { z } from 'zod';

import { only } from '../values/settings-words.ts';
import { distinct, tableList, text, wholeNumberIn } from '../values/value-schemas.ts';

/** What production asked for. */
export interface OrderSetting {
  readonly name: string;
  /** The name of a product of this file. */
  readonly product: string;
  /** 1 to 10000000; null: until somebody ends it. */
  readonly quantity: number | null;
}

export const orderKeys = {
  name: text('a name').describe('the number or name that production gives it'),
  product: text('the name of a product').describe('the name of a `[[product]]`'),
  quantity: wholeNumberIn({ from: 1, to: 10_000_000 })
    .exactOptional()
    .describe('how many units, confirmed or owed, complete it; no end if left out'),
};

export const orders = z
  .array(
    z
      .strictObject(orderKeys, only('an [[order]] table'))
      .transform(({ quantity, ...rest }): OrderSetting => ({ ...rest, quantity: quantity ?? null })),
    tableList('order'),
  )
  .superRefine(distinct<OrderSetting>('order', ['name']));
