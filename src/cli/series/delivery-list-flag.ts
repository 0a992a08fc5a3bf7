import { parseColumnNames } from '../../series/columns/series-columns.ts';
import type { PacList } from '../../station/pac-list.ts';
import { required } from '../../domain/parsed.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { encodingOf, type ListFlags } from './list-options.ts';

export interface DeliveryFlags extends ListFlags {
  readonly deliveryList?: string;
}

/** The list that `--delivery-list` names, if it does; its columns are asked for at a terminal. @throws PaclineError bad delivery list | bad usage */
export const readDeliveryFlag = async (
  flags: DeliveryFlags,
  { context, console }: { readonly context: CommandContext; readonly console: Console },
): Promise<PacList | null> => {
  const { deliveryList } = flags;
  if (deliveryList === undefined) return null;
  const { askForColumns } = await import('./ask-for-columns.ts');
  const column = await askForColumns(deliveryList, flags, { purpose: 'delivery', context, console });
  return deliveryListFrom(deliveryList, { ...flags, column });
};

/** A bench without a list never loads the reader of CSV files. */
export const deliveryListFrom = async (path: string, { column, ...flags }: ListFlags): Promise<PacList> => {
  const { loadDeliveryList } = await import('../../series/delivery-list/delivery-list.ts');
  return loadDeliveryList(path, { columns: required(parseColumnNames(column, 'delivery')), ...encodingOf(flags) });
};
