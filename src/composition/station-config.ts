import { hostname } from 'node:os';

import { PaclineError } from '../domain/errors/pacline-error.ts';
import { required } from '../domain/parsed.ts';
import { isPrintable } from '../domain/text/printable.ts';
import { ProductCertificate } from '../domain/product-certificate.ts';
import type { Certification, Product } from '../domain/product.ts';
import type { RegistrarOptions } from '../registrar/registrar-options.ts';
import { readApiAccess, type ApiAccess } from '../settings/api-access.ts';
import { chooseProduct, type ChosenProduct, type ProductChoice } from '../settings/choose-product.ts';
import { loadSettings, type LoadedSettings } from '../settings/file/load-settings.ts';
import { defaultSettings } from '../settings/settings-schema.ts';
import type { Settings } from '../settings/settings.ts';
import type { ProductSetting } from '../settings/tables/product.ts';
import { stateFolder, type StateFolderOptions } from '../settings/state-folder.ts';

/** Where the settings file does not tell: the environment of the process. */
type Surroundings = Pick<StateFolderOptions, 'environment'>;

export interface ProductFlags extends ProductChoice {
  readonly settings?: string;
  readonly deviceType?: string;
  readonly certificate?: string;
  readonly prototype?: true;
  readonly prefix?: string;
}

/** Settings file, flags and environment together: a flag wins over the file. */
export interface StationConfig extends StationSurroundings {
  readonly product: Product;
  /** What the settings say of it, and the order that is worked. */
  readonly chosen: ChosenProduct;
}

/** The same without a product. */
export interface StationSurroundings extends Required<Pick<RegistrarOptions, 'timing' | 'ifHidden'>> {
  readonly settings: Settings;
  /** The settings file; null: there is none. */
  readonly loaded: LoadedSettings | null;
  readonly access: ApiAccess;
  readonly stateFolder: string;
  readonly station: string;
}

export const readStationConfig = async (context: Surroundings, flags: ProductFlags): Promise<StationConfig> =>
  stationConfigOf(context, flags, await loadNamed(flags));

/** The same of settings that are loaded; null: there is no file. @throws PaclineError bad usage */
export const stationConfigOf = (
  context: Surroundings,
  flags: ProductFlags,
  loaded: LoadedSettings | null,
): StationConfig => {
  const place = stationOf(context, loaded);
  const chosen = chosenProduct(flags, place.settings);
  return { ...place, product: productOf(flags, chosen), chosen };
};

export const readStation = async (
  context: Surroundings,
  flags: Pick<ProductFlags, 'settings'>,
): Promise<StationSurroundings> => stationOf(context, await loadNamed(flags));

const stationOf = (context: Surroundings, loaded: LoadedSettings | null): StationSurroundings => {
  const settings = loaded?.settings ?? defaultSettings;
  const { absentAfterS, batchAbsentAfterS, callAfterS, ifHidden } = settings.backend;
  return {
    loaded,
    settings,
    access: readApiAccess(context.environment, settings),
    stateFolder: stateFolder(context),
    station: stationName(settings),
    timing: {
      absentAfterMs: absentAfterS * 1000,
      batchAbsentAfterMs: batchAbsentAfterS * 1000,
      callAfterMs: callAfterS * 1000,
    },
    ifHidden,
  };
};

/** @throws PaclineError bad settings */
export const readSettings = async (flags: Pick<ProductFlags, 'settings'>): Promise<Settings> =>
  (await loadNamed(flags))?.settings ?? defaultSettings;

/** null: none is named. @throws PaclineError bad settings */
export const loadNamed = async ({ settings }: Pick<ProductFlags, 'settings'>): Promise<LoadedSettings | null> =>
  settings === undefined ? null : loadSettings(settings);

/** Flags that say everything need no product of the settings. @throws PaclineError bad usage */
export const chosenProduct = (flags: ProductFlags, settings: Settings): ChosenProduct => {
  const isSaid = flags.deviceType !== undefined && (flags.certificate !== undefined || flags.prototype !== undefined);
  if (isSaid && settings.products.length > 1 && flags.product === undefined && flags.order === undefined)
    return { product: null, order: null };
  return chooseProduct(settings, flags);
};

/** What names begin with. @throws PaclineError bad usage: the shell and this program do not agree on how letters are written */
export const prefixOf = ({ prefix }: Pick<ProductFlags, 'prefix'>, product: ChosenProduct['product']): string => {
  if (prefix?.includes('\uFFFD') === true)
    throw new PaclineError(
      'bad usage',
      'A letter of --prefix got lost, because the shell writes it in another encoding than UTF-8; set a UTF-8 locale, or use plain letters.',
    );
  if (prefix !== undefined && !isPrintable(prefix))
    throw new PaclineError('bad usage', '--prefix has a control character, or a sign that is not seen; type it anew.');
  return prefix ?? product?.prefix ?? '';
};

/** Written beside every event: the settings' name, or the machine's. */
export const stationName = ({ station }: Settings): string => station.name ?? hostname();

export const deviceTypeNeeded = (): PaclineError =>
  new PaclineError(
    'bad usage',
    'Say where to register: --device-type, or deviceTypeId in the settings file; `pacline device-types` lists what there is.',
  );

/** A product as the settings describe it. */
export const productOfSetting = ({ name, deviceTypeId, certification, prefix }: ProductSetting): Product => ({
  name,
  deviceTypeId,
  certification,
  namePrefix: prefix,
});

const productOf = (flags: ProductFlags, { product }: ChosenProduct): Product => {
  const deviceTypeId = flags.deviceType ?? product?.deviceTypeId;
  if (deviceTypeId === undefined) throw deviceTypeNeeded();
  if (!/^[0-9a-f]{24}$/i.test(deviceTypeId))
    throw new PaclineError(
      'bad usage',
      `"${deviceTypeId.slice(0, 40)}" is no device type: 24 hex digits are expected.`,
    );
  const flagged = flags.certificate !== undefined || flags.prototype !== undefined;
  return {
    name: product?.name ?? 'unnamed product',
    deviceTypeId: deviceTypeId.toLowerCase(),
    certification:
      flagged || product === null ? certificationFromFlags(flags.certificate, flags.prototype) : product.certification,
    namePrefix: prefixOf(flags, product),
  };
};

/** Exactly one of certificate and prototype. @throws PaclineError bad usage | bad certificate | modem certificate */
export const certificationFromFlags = (certificate: string | undefined, prototype: true | undefined): Certification => {
  if (certificate !== undefined && prototype === undefined)
    return { kind: 'certificate', certificate: required(ProductCertificate.parse(certificate)) };
  if (certificate === undefined && prototype === true) return { kind: 'prototype' };
  throw new PaclineError(
    'bad usage',
    'A unit is registered either with --certificate P_… or with --prototype; give exactly one of them.',
  );
};
