import type { ProductCertificate } from './product-certificate.ts';

/** A unit is registered either with its product's certificate or as a prototype, never with both. */
export type Certification =
  | { readonly kind: 'certificate'; readonly certificate: ProductCertificate }
  | { readonly kind: 'prototype' };

/** A model: what every unit of it is registered with. */
export interface Product {
  readonly name: string;
  /** The backend's device type: 24 hex digits. */
  readonly deviceTypeId: string;
  readonly certification: Certification;
  /** Unit names are this followed by the device ID; at most 40 characters. */
  readonly namePrefix: string;
}

export const describeCertification = (certification: Certification): string =>
  certification.kind === 'certificate' ? certification.certificate : 'prototype';
