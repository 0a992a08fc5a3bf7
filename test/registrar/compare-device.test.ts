import { expect, test } from 'vitest';
import type { RegisteredDevice } from '../../src/backend/backend.ts';
import type { RegistrationRecord } from '../../src/journal/journal.ts';
import { compareDevice } from '../../src/registrar/compare-device.ts';
import { unitOf } from './registrar-bench.ts';

const { deviceId } = unitOf(1);
const deviceTypeId = '6012aa34bb56cc78dd90ee12';
const wanted: RegistrationRecord = {
  deviceId,
  deviceTypeId,
  certificate: 'P_00A1_BEEF_01',
  name: '',
  state: 'intended',
  code: null,
  reason: null,
  owedAt: 0,
  changedAt: 0,
  batch: null,
};
const hidden: RegisteredDevice = { deviceId, name: '', deviceTypeId, certificate: null, prototype: false };

test('a certificate that the API user may not see is not the wanted one', () => {
  expect(compareDevice(wanted, hidden)).toMatchObject({ same: false, code: 'other certificate' });
});

test('where the API shows no certificate of any unit, the device type decides', () => {
  const device: RegisteredDevice = { ...hidden, prototype: null };
  expect(compareDevice(wanted, device)).toEqual({ same: true });
  expect(compareDevice(wanted, { ...device, deviceTypeId: 'another' })).toMatchObject({ same: false, code: 'other device type' });
});
