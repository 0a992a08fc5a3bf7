import { Pac } from '../../src/domain/pac.ts';
import { DeviceId } from '../../src/domain/device-id.ts';
import type { Parsed } from '../../src/domain/parsed.ts';
import type { LabelForm } from '../../src/label/label-form.ts';
import type { LabelContent } from '../../src/station/label-printer.ts';

const valid = <T>(parsed: Parsed<T>): T => {
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};

export const idOf = (text: string): DeviceId => valid(DeviceId.parse(text));

export const sampleLabel: LabelContent = {
  deviceId: idOf('00A1BCDE'),
  pac: valid(Pac.parse('5EEDC0DE00A10001')),
  certificate: 'P_0001_AFAF_01',
  serial: '00012345',
  productName: 'Water meter',
  name: 'wm-00A1BCDE',
};

export const bareLabel: LabelContent = { ...sampleLabel, pac: null, certificate: null, serial: null };

export const builtIn: LabelForm = { template: null, showPac: false, symbology: 'datamatrix' };

export const ownTemplate = (text: string): LabelForm => ({ ...builtIn, template: { source: 'own.zpl', text } });
