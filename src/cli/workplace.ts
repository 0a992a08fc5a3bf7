import { hostname } from 'node:os';

import { PaclineError } from '../domain/pacline-error.ts';
import type { Product } from '../domain/product.ts';
import { readApiAccess, type ApiAccess } from '../settings/api-access.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { defaultSettings, type Settings } from '../settings/settings-schema.ts';
import { stateFolder } from '../settings/state-folder.ts';
import { certificationOf } from './arguments.ts';
import type { CommandContext } from './command-context.ts';

export interface ProductFlags {
  readonly settings?: string;
  readonly deviceType?: string;
  readonly certificate?: string;
  readonly prototype?: true;
  readonly prefix?: string;
}

/** Settings file, flags and environment together: a flag wins over the file. */
export interface Workplace extends StationPlace {
  readonly product: Product;
}

/** The same without a product. */
export interface StationPlace {
  readonly settings: Settings;
  readonly access: ApiAccess;
  readonly stateFolder: string;
  readonly station: string;
}

export const readWorkplace = async (context: CommandContext, flags: ProductFlags): Promise<Workplace> => {
  const place = await readStation(context, flags);
  return { ...place, product: productOf(flags, place.settings) };
};

export const readStation = async (context: CommandContext, flags: Pick<ProductFlags, 'settings'>): Promise<StationPlace> => {
  const settings = flags.settings === undefined ? defaultSettings : await loadSettings(flags.settings);
  return {
    settings,
    access: readApiAccess(context.environment, settings),
    stateFolder: stateFolder(context),
    station: stationName(settings),
  };
};

/** Written beside every event: the settings' name, or the machine's. */
export const stationName = ({ station }: Settings): string => station.name ?? hostname();

const productOf = (flags: ProductFlags, { product }: Settings): Product => {
  const deviceTypeId = flags.deviceType ?? product?.deviceTypeId;
  if (deviceTypeId === undefined) throw new PaclineError('bad usage', 'Say where to register: --device-type, or deviceTypeId in the settings file.');
  if (!/^[0-9a-f]{24}$/i.test(deviceTypeId)) throw new PaclineError('bad usage', `"${deviceTypeId.slice(0, 40)}" is no device type: 24 hex digits are expected.`);
  const flagged = flags.certificate !== undefined || flags.prototype !== undefined;
  return {
    name: product?.name ?? 'unnamed product',
    deviceTypeId: deviceTypeId.toLowerCase(),
    certification: flagged || product === undefined ? certificationOf(flags.certificate, flags.prototype) : product.certification,
    namePrefix: flags.prefix ?? product?.prefix ?? '',
  };
};
