import { accepted, refused, type Parsed } from './parsed.ts';

declare const brand: unique symbol;

/** An end-product certificate key: `P_` manufacturer (4 hex) `_` certification (4 hex) `_` revision (2 hex). */
export type ProductCertificate = string & { readonly [brand]: 'ProductCertificate' };

const shape = /^P_[0-9A-F]{4}_[0-9A-F]{4}_[0-9A-F]{2}$/;

export const ProductCertificate = {
  /** Upper- or lower-case in, upper-case kept. Near misses are refused with what was probably meant. */
  parse(text: string): Parsed<ProductCertificate> {
    const key = text.trim().toUpperCase();
    if (shape.test(key)) return accepted(key as ProductCertificate);
    if (/^M[_ ]/.test(key)) {
      return refused(
        'modem certificate',
        `${show(key)} is a modem certificate; a unit is registered with the certificate of the end product, which begins with P_`,
      );
    }
    const meant = key.replace(/[\s-]+/g, '_');
    if (shape.test(meant))
      return refused('bad certificate', `"${show(key)}" has blanks or dashes; was ${meant} meant?`);
    if (/^P_[0-9A-F]{4}_[0-9A-F]{4}_XX$/.test(key)) {
      return refused(
        'bad certificate',
        `${show(key)} is a placeholder: XX stands for the revision, two hex digits such as 01`,
      );
    }
    return refused(
      'bad certificate',
      `"${show(key)}" is not a product certificate: P_, 4 hex, _, 4 hex, _, 2 hex, as in P_0001_AFAF_01`,
    );
  },
};

const show = (text: string): string => JSON.stringify(text.slice(0, 40)).slice(1, -1);
