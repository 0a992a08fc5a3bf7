import { readFile } from 'node:fs/promises';

import type { DeviceId } from '../domain/device-id.ts';
import { Pac } from '../domain/pac.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import type { LabelForm, Symbology } from '../label/label-form.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { defaultSettings, type Settings } from '../settings/settings-schema.ts';
import { madeUpUnit } from '../simulator/made-up-unit.ts';
import type { LabelContent } from '../station/label-desk.ts';
import { required } from './arguments.ts';

/** What a label for trying out is made of; what the flags leave out comes from the settings. */
export interface FormFlags {
  readonly settings?: string;
  readonly product?: string;
  readonly serial?: string;
  readonly template?: string;
  readonly code: Symbology;
  readonly showPac?: true;
}

export const settingsOf = async (path: string | undefined): Promise<Settings> => (path === undefined ? defaultSettings : loadSettings(path));

/** @throws PaclineError bad settings */
export const contentOf = async (flags: FormFlags, deviceId: DeviceId): Promise<LabelContent> => {
  const { product } = await settingsOf(flags.settings);
  return {
    deviceId,
    pac: flags.showPac === true ? required(Pac.parse(madeUpUnit(Number.parseInt(deviceId, 16), 0).pac)) : null,
    certificate: product?.certification.kind === 'certificate' ? product.certification.certificate : null,
    serial: flags.serial ?? null,
    productName: flags.product ?? product?.name ?? 'Sample product',
    name: `${product?.prefix ?? ''}${deviceId}`,
  };
};

/** @throws PaclineError bad usage: the template cannot be read */
export const formOf = async ({ template, code, showPac }: FormFlags): Promise<LabelForm> => ({
  template: template === undefined ? null : { source: template, text: await textOf(template) },
  showPac: showPac === true,
  symbology: code,
});

const textOf = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new PaclineError('bad usage', `The template ${path} cannot be read (${codeIn(cause)}).`, { context: { path }, cause });
  }
};

/** The system's word for it. */
export const codeIn = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : String(error));
