import type { DeviceId } from '../../domain/device-id.ts';
import { Pac } from '../../domain/pac.ts';
import type { Symbology } from '../../label/label-form.ts';
import { chooseProduct } from '../../settings/choose-product.ts';
import type { Settings } from '../../settings/settings.ts';
import type { LabelSetting } from '../../settings/tables/label.ts';
import { madeUpUnit } from '../../simulator/boards/made-up-unit.ts';
import type { LabelContent } from '../../station/label-printer.ts';
import { required } from '../../domain/parsed.ts';
import { builtInLabel } from '../../composition/label-output.ts';
import { readSettings } from '../../composition/station-config.ts';

/** What a label for trying out is made of; what the flags leave out comes from the settings. */
export interface FormFlags {
  readonly settings?: string;
  readonly product?: string;
  readonly serial?: string;
  readonly template?: string;
  readonly code?: Symbology;
  readonly showPac?: true;
}

export interface LabelSample {
  readonly settings: Settings;
  readonly content: LabelContent;
  readonly label: LabelSetting;
}

/** @throws PaclineError bad settings | bad usage: several products, and none is named */
export const labelSample = async (flags: FormFlags, deviceId: DeviceId): Promise<LabelSample> => {
  const settings = await readSettings(flags);
  // Without settings the product is only a name on the label.
  const product = settings.products.length === 0 ? null : chooseProduct(settings, flags).product;
  const { template, code, showPac } = flags;
  const set = product?.label ?? builtInLabel;
  const label: LabelSetting = {
    ...set,
    ...(template === undefined ? {} : { template }),
    code: code ?? set.code,
    showPac: showPac === true || set.showPac,
  };
  const content: LabelContent = {
    deviceId,
    pac: label.showPac ? required(Pac.parse(madeUpUnit(Number.parseInt(deviceId, 16), 0).pac)) : null,
    certificate: product?.certification.kind === 'certificate' ? product.certification.certificate : null,
    serial: flags.serial ?? null,
    productName: product?.name ?? flags.product ?? 'Sample product',
    name: `${product?.prefix ?? ''}${deviceId}`,
  };
  return { settings, content, label };
};
