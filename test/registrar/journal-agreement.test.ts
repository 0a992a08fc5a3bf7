import { expect, test } from 'vitest';

import type { RegisteredDevice } from '../../src/backend/backend.ts';
import type { RegistrationRecord } from '../../src/journal/journal.ts';
import { agreementOf } from '../../src/registrar/journal-agreement.ts';
import { unitOf } from './registrar-bench.ts';

const { deviceId } = unitOf(1);
const deviceTypeId = '6012aa34bb56cc78dd90ee12';

const notKept = {
  code: null,
  batch: null,
  listing: null,
  sends: 1,
  backend: null,
  apiUser: null,
  acceptedAt: null,
  confirmedAt: null,
};

const recordOf = (state: RegistrationRecord['state'], reason: string | null = null): RegistrationRecord => ({
  deviceId,
  deviceTypeId,
  certificate: 'P_00A1_BEEF_01',
  name: '',
  state,
  reason,
  owedAt: 0,
  changedAt: 0,
  ...notKept,
});

const asWanted = {
  deviceId,
  name: '',
  deviceTypeId,
  certificate: 'P_00A1_BEEF_01',
  prototype: false,
} as RegisteredDevice;
const here = { backend: 'api.example', apiUser: '00a1' };
const otherwise: RegisteredDevice = { ...asWanted, deviceTypeId: 'ab'.repeat(12) };

test.each([
  ['owed', undefined, null, 'owed: `pacline outbox drain` sends it'],
  ['owed', asWanted, null, 'owed, and registered as it is to be: `pacline outbox drain` confirms it'],
  ['intended', undefined, null, 'intended: `pacline outbox drain` looks it up'],
  ['unknown', asWanted, null, 'unknown, and registered as it is to be: `pacline outbox drain` looks it up'],
  [
    'accepted',
    undefined,
    null,
    'accepted by the backend, and not listed so far; it is not sent again: `pacline outbox drain` looks for it',
  ],
  ['accepted', asWanted, null, 'accepted, and listed by now as it is to be: `pacline outbox drain` looks it up'],
  ['accepted', otherwise, false, /^accepted, but not like this: It is registered in the device type /],
  ['confirmed', asWanted, true, 'confirmed, as the backend shows it'],
  ['confirmed', undefined, false, "confirmed in this station's journal, but the backend shows it no longer"],
  ['confirmed', otherwise, false, /^confirmed, but not like this: /],
  ['refused', undefined, true, 'refused: the PAC is spent'],
  ['refused', asWanted, false, 'refused, but it is registered as it was to be'],
  ['withdrawn', undefined, true, 'withdrawn: the PAC is spent'],
  ['withdrawn', asWanted, false, 'withdrawn, but it is registered as it was to be'],
  ['withdrawn', otherwise, null, /^withdrawn, but not like this: /],
] as const)('%s, beside what the backend shows', (state, device, agrees, words) => {
  expect(agreementOf(recordOf(state, 'the PAC is spent.'), { device, here })).toEqual({
    state,
    agrees,
    words: typeof words === 'string' ? words : expect.stringMatching(words),
  });
});

test('a journal that has nothing of a unit says so', () => {
  expect(agreementOf(null, { device: asWanted, here })).toMatchObject({ state: null, agrees: null });
});

test.each([
  {
    what: 'this backend and user',
    at: here,
    device: asWanted,
    agrees: true,
    words: 'confirmed, as the backend shows it',
  },
  {
    what: 'another backend',
    at: { ...here, backend: 'old.example' },
    device: undefined,
    agrees: null,
    words: 'confirmed at old.example, which is not the backend that was asked now; not shown here',
  },
  {
    what: 'another backend, and it is here too',
    at: { ...here, backend: 'old.example' },
    device: asWanted,
    agrees: null,
    words: 'confirmed at old.example, which is not the backend that was asked now; shown here as well',
  },
  {
    what: 'another API user',
    at: { ...here, apiUser: '00a2' },
    device: undefined,
    agrees: null,
    words: 'confirmed as the API user 00a2, who is not the one that asked now; not shown here',
  },
])('a confirmation by $what', ({ at, device, agrees, words }) => {
  expect(agreementOf({ ...recordOf('confirmed'), ...at }, { device, here })).toMatchObject({ agrees, words });
});

test.each([
  [
    { backend: 'other.example' },
    /^confirmed at other\.example, which is not the backend that was asked now; shown here as well$/,
  ],
  [{ backend: here.backend, apiUser: 'another' }, /^confirmed as the API user another/],
])('a confirmation that came from elsewhere is not held against what is shown here: %j', (from, words) => {
  expect(agreementOf({ ...recordOf('confirmed'), ...from }, { device: asWanted, here })).toEqual({
    state: 'confirmed',
    agrees: null,
    words: expect.stringMatching(words),
  });
});
