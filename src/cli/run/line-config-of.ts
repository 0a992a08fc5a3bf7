import type { LineConfig } from '../../composition/open-line.ts';
import { rulesOfSettings } from '../../composition/rules-of-settings.ts';
import { loadNamed, stationConfigOf, type ProductFlags, type StationConfig } from '../../composition/station-config.ts';
import { onlyOrder } from '../../settings/choose-product.ts';
import type { LoadedSettings } from '../../settings/file/load-settings.ts';
import type { LineRules } from '../../station/line-rules.ts';
import type { PortSource } from '../../station/port-source.ts';
import type { SlotSetting } from '../../station/slot-setting.ts';
import { askForColumns } from '../series/ask-for-columns.ts';
import { deliveryListFrom, type DeliveryFlags } from '../series/delivery-list-flag.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { patienceOf, type PatienceFlags } from '../shared/patience-flags.ts';
import type { PagePlace } from '../page/page-place.ts';
import { portSlots, type PortFlags } from './port-slots.ts';

export interface RunFlags extends Omit<ProductFlags, 'order'>, DeliveryFlags, PatienceFlags, PortFlags {
  /** false: none is worked, even if the settings have one. */
  readonly order?: string | false;
  readonly dialect?: string;
  readonly count?: number;
  readonly page?: PagePlace | true;
}

interface Tools {
  readonly ports: PortSource;
  readonly context: CommandContext;
  readonly console: Console;
}

/** The line that flags and settings describe together. @throws PaclineError bad usage | bad settings | bad delivery list; interrupted */
export const lineConfigOf = async (
  given: RunFlags,
  { ports, context, console }: Tools,
): Promise<LineConfig & { readonly slots?: readonly SlotSetting[] }> => {
  const loaded = await loadNamed(given);
  const flags = withOrder(given, loaded, console);
  const workplace = stationConfigOf(context, flags, loaded);
  const { chosen } = workplace;
  // Asked for once: the settings may be read again while nobody can be asked
  const deliveryList = flags.deliveryList ?? chosen.product?.deliveryList;
  const column =
    deliveryList === undefined
      ? flags.column
      : await askForColumns(deliveryList, flags, { purpose: 'delivery', context, console });
  const slots = await portSlots(flags, { ports, clock: context.clock });
  const rulesOf = (place: StationConfig): Promise<LineRules> =>
    rulesOfSettings(place, {
      ...flags,
      ...patienceOf(flags),
      readPacList: (path) => deliveryListFrom(path, { ...flags, column }),
    });
  return {
    ...workplace,
    rules: await rulesOf(workplace),
    ...(slots === null ? {} : { slots }),
    maxRuns: flags.count ?? null,
    label: chosen.product?.label ?? null,
    follow:
      loaded === null
        ? null
        : { loaded, rulesOf: async (changed) => rulesOf(stationConfigOf(context, flags, changed)) },
  };
};

/** An order that is found by itself stays the one that is worked, whatever else comes into the settings meanwhile. */
const withOrder = (
  { order, ...flags }: RunFlags,
  loaded: LoadedSettings | null,
  console: Console,
): Omit<RunFlags, 'order'> & { readonly order?: string } => {
  if (typeof order === 'string') return { ...flags, order };
  const isSaid =
    order === false || flags.deviceType !== undefined || (flags.certificate ?? flags.prototype) !== undefined;
  const only = isSaid || loaded === null ? null : onlyOrder(loaded.settings, flags);
  if (only === null) return flags;
  console.remark(`Order: ${only.name}, the only one of the settings; --no-order works none.`);
  return { ...flags, order: only.name };
};
