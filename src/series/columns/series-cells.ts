import { ProductCertificate } from '../../domain/product-certificate.ts';
import { isPrintable } from '../../domain/text/printable.ts';
import type { Cell } from './identity-cells.ts';

/** What the backend takes as a name. @source API v2, DeviceCreationJob and DeviceUpdate: name of at most 100 characters */
export const longestName = 100;

const read = <T>(value: T): Cell<T> => ({ ok: true, value });

const unread = (reason: string): Cell<never> => ({ ok: false, reason });

export const parseNameCell = (cell: string): Cell<string> => {
  if (cell.length > longestName)
    return unread(`a name has at most ${longestName} characters; this one has ${cell.length}`);
  if (cell.includes('\uFFFD'))
    return unread('a letter of this name got lost on its way here, because it came in another encoding than UTF-8');
  return isPrintable(cell)
    ? read(cell)
    : unread('a name goes over one line and has no control characters and no signs that are not seen');
};

export const parseCertificateCell = (cell: string): Cell<ProductCertificate> => {
  const certificate = ProductCertificate.parse(cell);
  if (certificate.ok) return certificate;
  // Its reason quotes the cell: only what cannot be a PAC in the wrong column may be quoted
  return unread(
    /^[pm]/i.test(cell) && !/[0-9a-f]{12}/i.test(cell)
      ? certificate.reason
      : 'not a product certificate: P_, 4 hex, _, 4 hex, _, 2 hex are expected',
  );
};

export const parseDeviceTypeCell = (cell: string): Cell<string> =>
  /^[0-9a-f]{24}$/i.test(cell)
    ? read(cell.toLowerCase())
    : unread(`a device type has 24 hex digits; ${cell.length} characters stand here`);

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['no', false],
]);

export const parseBooleanCell = (cell: string): Cell<boolean> => {
  const value = booleans.get(cell.toLowerCase());
  return value === undefined ? unread('true or false is expected (or 1 or 0, yes or no)') : read(value);
};

export const parseLatitudeCell = (cell: string): Cell<number> => degrees(cell, 90);

export const parseLongitudeCell = (cell: string): Cell<number> => degrees(cell, 180);

/** With a point or a comma before the fraction. */
const degrees = (cell: string, limit: number): Cell<number> => {
  const value = /^[+-]?\d{1,3}(?:[.,]\d+)?$/.test(cell) ? Number(cell.replace(',', '.')) : Number.NaN;
  return Math.abs(value) <= limit
    ? read(value)
    : unread(`degrees from -${limit} to ${limit} are expected, as in 48.8584`);
};
