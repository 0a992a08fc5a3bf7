import { describe, expect, it } from 'vitest';

import { describeCertification } from '../../src/domain/product.ts';
import { ProductCertificate } from '../../src/domain/product-certificate.ts';

describe('a product certificate', () => {
  it.each([
    ['P_0001_AFAF_01', 'P_0001_AFAF_01'],
    ['p_0001_afaf_01', 'P_0001_AFAF_01'],
    ['  P_00A1_0C4E_02\n', 'P_00A1_0C4E_02'],
  ])('%j is kept as %s', (text, key) => {
    expect(ProductCertificate.parse(text)).toEqual({ ok: true, value: key });
  });

  it.each([
    ['M_0001_AFAF_01', 'modem certificate', 'begins with P_'],
    ['m 0001 afaf 01', 'modem certificate', 'begins with P_'],
    ['P_0001_AFAF_XX', 'bad certificate', 'placeholder'],
    ['P 0001 AFAF 01', 'bad certificate', 'was P_0001_AFAF_01 meant?'],
    ['P-0001-AFAF-01', 'bad certificate', 'was P_0001_AFAF_01 meant?'],
    ['P_001_AFAF_01', 'bad certificate', 'as in P_0001_AFAF_01'],
    ['P_0001_AFAG_01', 'bad certificate', 'as in P_0001_AFAF_01'],
    ['P_0001_AFAF_01_02', 'bad certificate', 'as in P_0001_AFAF_01'],
    ['', 'bad certificate', 'as in P_0001_AFAF_01'],
  ])('%j is refused as "%s" and says why', (text, code, why) => {
    expect(ProductCertificate.parse(text)).toMatchObject({ ok: false, code, reason: expect.stringContaining(why) });
  });
});

it('a certification describes itself as its certificate, or as a prototype', () => {
  const parsed = ProductCertificate.parse('P_0001_AFAF_01');
  expect(parsed.ok && describeCertification({ kind: 'certificate', certificate: parsed.value })).toBe('P_0001_AFAF_01');
  expect(describeCertification({ kind: 'prototype' })).toBe('prototype');
});
