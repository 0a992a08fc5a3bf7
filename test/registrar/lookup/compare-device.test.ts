import { expect, test } from 'vitest';
import type { RegisteredDevice } from '../../../src/backend/backend.ts';
import { ProductCertificate } from '../../../src/domain/product-certificate.ts';
import { compareDevice, type Comparison } from '../../../src/registrar/lookup/compare-device.ts';
import { certificate, unitOf } from '../registrar-bench.ts';

const deviceTypeId = '6012aa34bb56cc78dd90ee12';
const other = ProductCertificate.parse('P_00A1_BEEF_02');
if (!other.ok) throw new Error(other.reason);

type Shown = Pick<RegisteredDevice, 'deviceTypeId' | 'certificate' | 'prototype'>;

const same: Comparison = { same: true, hidden: [] };
const notShown = (...hidden: Extract<Comparison, { same: true }>['hidden']): Comparison => ({ same: true, hidden });
const differs = (code: string) => expect.objectContaining({ same: false, code }) as Comparison;

test.each<[string, string | null, Partial<Shown>, Comparison]>([
  ['its certificate', certificate, { certificate, prototype: false }, same],
  ['its certificate, and the prototype flag beside it', certificate, { certificate, prototype: true }, same],
  ['another certificate', certificate, { certificate: other.value, prototype: false }, differs('other certificate')],
  [
    'the prototype flag where a certificate is wanted',
    certificate,
    { certificate: null, prototype: true },
    differs('other certificate'),
  ],
  [
    'no certificate and no prototype flag, of which it must have one',
    certificate,
    { certificate: null, prototype: false },
    notShown('certificate'),
  ],
  ['neither certificate nor flag', certificate, { certificate: null, prototype: null }, notShown('certificate')],
  ['the prototype flag', null, { certificate: null, prototype: true }, same],
  ['a certificate where a prototype is wanted', null, { certificate, prototype: false }, differs('other certificate')],
  ['that it is no prototype', null, { certificate: null, prototype: false }, differs('other certificate')],
  ['nothing where a prototype is wanted', null, { certificate: null, prototype: null }, notShown('certificate')],
  ['no device type', certificate, { certificate, prototype: false, deviceTypeId: null }, notShown('device type')],
  [
    'nothing at all',
    certificate,
    { certificate: null, prototype: null, deviceTypeId: null },
    notShown('certificate', 'device type'),
  ],
  [
    'another device type, whatever else',
    certificate,
    { certificate: null, prototype: null, deviceTypeId: 'another' },
    differs('other device type'),
  ],
])('A device that shows %s', (_, wanted, shown, comparison) => {
  const device: RegisteredDevice = {
    deviceId: unitOf(1).deviceId,
    name: '',
    deviceTypeId,
    certificate: null,
    prototype: null,
    ...shown,
  };
  expect(compareDevice({ deviceTypeId, certificate: wanted }, device)).toEqual(comparison);
});
