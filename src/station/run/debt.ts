import type { DeviceId } from '../../domain/device-id.ts';
import type { Product } from '../../domain/product.ts';
import type { RegistrationOwed } from '../../journal/events.ts';
import type { RegistrationRecord } from '../../journal/journal.ts';

/** What is owed for a unit of this product. */
export const debtOf = (deviceId: DeviceId, product: Product): RegistrationOwed => ({
  kind: 'registration owed',
  deviceId,
  deviceTypeId: product.deviceTypeId,
  certificate: certificateOf(product),
  name: product.namePrefix + deviceId,
});

/** What is asked for a unit of this product. */
export const wantedOf = (product: Product): Pick<RegistrationRecord, 'deviceTypeId' | 'certificate'> => ({
  deviceTypeId: product.deviceTypeId,
  certificate: certificateOf(product),
});

/** Whether a registration is for this product, and not for one that was made on an earlier shift. */
export const isDebtFor = (product: Product, { deviceTypeId, certificate }: RegistrationRecord): boolean =>
  deviceTypeId === product.deviceTypeId && certificate === certificateOf(product);

const certificateOf = ({ certification }: Product): string | null =>
  certification.kind === 'certificate' ? certification.certificate : null;
