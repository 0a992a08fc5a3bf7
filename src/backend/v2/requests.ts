import type { DeviceId } from '../../domain/device-id.ts';
import type { HttpRequest } from '../http-client.ts';
import type { RegistrationRequest } from '../backend.ts';

/**
 * The body of POST /devices/. Unknown properties are answered with 400, so it has documented fields only, and exactly one
 * of certificate and prototype. @source API v2, deviceCreationJob
 */
export interface DeviceCreation {
  readonly id: string;
  readonly name: string;
  readonly deviceTypeId: string;
  readonly pac: string;
  readonly productCertificate?: { readonly key: string };
  readonly prototype?: true;
}

export const createDevice = (request: RegistrationRequest): HttpRequest & { readonly body: DeviceCreation } => ({
  method: 'POST',
  path: '/devices/',
  body: {
    id: request.deviceId,
    name: request.name,
    deviceTypeId: request.deviceTypeId,
    pac: request.pac.reveal(),
    ...(request.certification.kind === 'certificate' ? { productCertificate: { key: request.certification.certificate } } : { prototype: true }),
  },
});

/** Largest page. @source API v2, GET /devices/ */
export const pageSize = 100;

/** Without `fields` the list shows a certificate's internal id only, not its key. */
const listQuery = (filter: Readonly<Record<string, string>>): string =>
  `/devices/?${new URLSearchParams({ ...filter, fields: 'deviceType(name),productCertificate(key)', limit: String(pageSize) }).toString()}`;

export const deviceListPath = (deviceId: DeviceId): string => listQuery({ id: deviceId });

/** `minId` and `maxId` work with this sort only. */
export const deviceRangePath = (range: { readonly min: DeviceId; readonly max: DeviceId }): string =>
  listQuery({ sort: 'id', minId: range.min, maxId: range.max });

export const deviceTypePath = (id: string): string => `/device-types/${encodeURIComponent(id)}`;
export const contractPath = (id: string): string => `/contract-infos/${encodeURIComponent(id)}`;
export const groupPath = (id: string): string => `/groups/${encodeURIComponent(id)}`;
