import { expect, test } from 'vitest';
import { z } from 'zod';
import { createDevice } from '../../../src/backend/v2/requests.ts';
import { deviceTypeId, pacDigits, request } from '../api-bench.ts';

/** @source API v2, deviceCreationJob */
const documented = new Set([
  'id',
  'name',
  'deviceTypeId',
  'pac',
  'productCertificate',
  'prototype',
  'automaticRenewal',
  'activable',
  'lat',
  'lng',
]);

/** As the wire carries it: properties that are undefined are gone. */
const sent = (body: object): object => z.looseObject({}).parse(JSON.parse(JSON.stringify(body)));

test('a unit with a certificate is created with the certificate as an object, and no prototype flag', () => {
  expect(createDevice(request)).toEqual({
    method: 'POST',
    path: '/devices/',
    body: {
      id: '00A10001',
      name: 'tank-00A10001',
      deviceTypeId,
      pac: pacDigits,
      productCertificate: { key: 'P_00A1_BEEF_01' },
    },
  });
});

test('a prototype is created with the flag, and no certificate', () => {
  const { body } = createDevice({ ...request, certification: { kind: 'prototype' } });
  expect(sent(body)).toEqual({ id: '00A10001', name: 'tank-00A10001', deviceTypeId, pac: pacDigits, prototype: true });
});

test('bodies hold documented properties only, and no null', () => {
  for (const certification of [request.certification, { kind: 'prototype' } as const]) {
    const body = sent(createDevice({ ...request, certification }).body);
    expect(Object.keys(body).filter((name) => !documented.has(name))).toEqual([]);
    expect(Object.values(body)).not.toContain(null);
  }
});
