import { PaclineError } from '../domain/errors/pacline-error.ts';
import { ProductCertificate } from '../domain/product-certificate.ts';
import type { Certification } from '../domain/product.ts';

/** A certificate as the journal keeps it, null for a prototype. */
export const certificationOf = (certificate: string | null): Certification => {
  if (certificate === null) return { kind: 'prototype' };
  const parsed = ProductCertificate.parse(certificate);
  if (!parsed.ok)
    throw new PaclineError('internal fault', `The journal holds a certificate that is none: ${parsed.reason}.`);
  return { kind: 'certificate', certificate: parsed.value };
};
