import type { DeviceId } from '../../domain/device-id.ts';
import type { Pac } from '../../domain/pac.ts';
import type { Certification } from '../../domain/product.ts';
import type {
  Action,
  BatchUnit,
  DeviceChanges,
  DeviceEdit,
  RegistrationBatch,
  RegistrationRequest,
  Replacement,
  TransferUnit,
  Unsubscription,
} from '../backend.ts';
import type { HttpRequest } from '../http/http-client.ts';

/*
 * Unknown properties are answered with 400, so bodies have documented fields only, and what is not wanted is left out:
 * null would erase it.
 */

/** Exactly one of certificate and prototype. @source API v2, deviceCreationJob and bulkDeviceAsynchronousRequest */
const certified = (certification: Certification) =>
  certification.kind === 'certificate'
    ? { productCertificate: { key: certification.certificate } }
    : { prototype: true as const };

export const createDevice = (request: RegistrationRequest) =>
  ({
    method: 'POST',
    path: '/devices/',
    body: {
      id: request.deviceId,
      name: request.name,
      deviceTypeId: request.deviceTypeId,
      pac: request.pac.reveal(),
      ...certified(request.certification),
    },
  }) satisfies HttpRequest;

/** No prefix: how it would combine with the names is not documented. */
export const createItem = ({ deviceId, pac, name }: BatchUnit) => ({ id: deviceId, pac: pac.reveal(), name });

export const createDevices = (batch: RegistrationBatch) =>
  ({
    method: 'POST',
    path: '/devices/bulk',
    body: { deviceTypeId: batch.deviceTypeId, ...certified(batch.certification), data: batch.units.map(createItem) },
  }) satisfies HttpRequest;

/** A unit that becomes a prototype loses its certificate, and the other way round: of the two it has one. */
const changed = ({ name, certification, lat, lng, automaticRenewal, activable }: DeviceChanges) => ({
  ...(name === undefined ? {} : { name }),
  ...(certification === undefined
    ? {}
    : {
        productCertificate: certification.kind === 'certificate' ? { key: certification.certificate } : null,
        prototype: certification.kind === 'prototype',
      }),
  ...(lat === undefined ? {} : { lat }),
  ...(lng === undefined ? {} : { lng }),
  ...(automaticRenewal === undefined ? {} : { automaticRenewal }),
  ...(activable === undefined ? {} : { activable }),
});

const devicePath = (deviceId: DeviceId): string => `/devices/${deviceId}`;

export const editDevice = (deviceId: DeviceId, changes: DeviceChanges) =>
  ({ method: 'PUT', path: devicePath(deviceId), body: changed(changes) }) satisfies HttpRequest;

export const editItem = ({ deviceId, changes }: DeviceEdit) => ({ id: deviceId, ...changed(changes) });

export const editDevicesRequest = (edits: readonly DeviceEdit[]) =>
  ({ method: 'PUT', path: '/devices/bulk', body: { data: edits.map(editItem) } }) satisfies HttpRequest;

export const transferDevicesRequest = (deviceTypeId: string, units: readonly TransferUnit[]) =>
  ({
    method: 'POST',
    path: '/devices/bulk/transfer',
    body: {
      deviceTypeId,
      data: units.map(({ deviceId, keepHistory, activable }) => ({ id: deviceId, keepHistory, activable })),
    },
  }) satisfies HttpRequest;

export const replaceDevicesRequest = (pairs: readonly Replacement[]) =>
  ({
    method: 'POST',
    path: '/devices/bulk/replace',
    body: { data: pairs.map(({ deviceId, targetDeviceId }) => ({ deviceId, targetDeviceId })) },
  }) satisfies HttpRequest;

export const actOnDevicesRequest = (action: Action, deviceIds: readonly DeviceId[]) =>
  ({ method: 'POST', path: `/devices/bulk/${action}`, body: { data: deviceIds } }) satisfies HttpRequest;

export interface DatedUnsubscription extends Unsubscription {
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export const unsubscribeDevicesRequest = (units: readonly DatedUnsubscription[]) =>
  ({
    method: 'POST',
    path: '/devices/bulk/unsubscribe',
    body: { data: units.map(({ deviceId, at }) => ({ id: deviceId, unsubscriptionTime: at })) },
  }) satisfies HttpRequest;

export const unsubscribeDevice = ({ deviceId, at }: DatedUnsubscription) =>
  ({
    method: 'PUT',
    path: `${devicePath(deviceId)}/unsubscribe`,
    body: { unsubscriptionTime: at },
  }) satisfies HttpRequest;

export const disengageDevice = (deviceId: DeviceId) =>
  ({ method: 'POST', path: `${devicePath(deviceId)}/disengage` }) satisfies HttpRequest;

export const deleteDeviceRequest = (deviceId: DeviceId) =>
  ({ method: 'DELETE', path: devicePath(deviceId) }) satisfies HttpRequest;

/** Largest page. @source API v2, GET /devices/ */
export const pageSize = 100;

/** IDs are text here: the ends of a range need not be IDs that a unit can have. */
export interface DeviceQuery {
  readonly id?: string;
  readonly deviceTypeId?: string | undefined;
  readonly groupIds?: string | undefined;
  /** `minId` and `maxId` work with this sort only. */
  readonly sort?: 'id';
  readonly minId?: string | undefined;
  readonly maxId?: string | undefined;
  /** Default: the largest page. */
  readonly limit?: number;
}

/** Without `fields` the list shows a certificate's internal id only, not its key. */
export const deviceListPath = (
  { limit = pageSize, ...query }: DeviceQuery,
  { withFields }: { readonly withFields: boolean },
): string => {
  const named = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const fields: readonly [string, string][] = withFields
    ? [['fields', 'deviceType(name),productCertificate(key)']]
    : [];
  return `/devices/?${new URLSearchParams([...named, ...fields, ['limit', String(limit)]]).toString()}`;
};

export const deviceTypePath = (id: string): string => `/device-types/${encodeURIComponent(id)}`;
export const contractPath = (id: string): string => `/contract-infos/${encodeURIComponent(id)}`;
export const groupPath = (id: string): string => `/groups/${encodeURIComponent(id)}`;
export const jobPath = (jobId: string): string => `/devices/bulk/${encodeURIComponent(jobId)}`;
export const actionJobPath = (action: Action | 'unsubscribe', jobId: string): string =>
  `/devices/bulk/${action}/${encodeURIComponent(jobId)}`;
export const certificatePath = (deviceId: DeviceId): string => `${devicePath(deviceId)}/certificate/product`;
/** The path holds the PAC: it is to be hidden wherever the request is told of. */
export const pairPath = (deviceId: DeviceId, pac: Pac): string =>
  `${devicePath(deviceId)}/product-certificate?pac=${pac.reveal()}`;

export const deviceTypesPath = ({
  name,
  limit = pageSize,
}: {
  readonly name?: string | undefined;
  readonly limit?: number;
}): string =>
  `/device-types/?${new URLSearchParams({ ...(name === undefined ? {} : { name }), sort: 'name', limit: String(limit) }).toString()}`;
export const callbacksPath = (deviceTypeId: string): string => `${deviceTypePath(deviceTypeId)}/callbacks`;
export const undeliveredPath = (deviceTypeId: string, { since }: { readonly since: number }): string =>
  `${deviceTypePath(deviceTypeId)}/callbacks-not-delivered?${new URLSearchParams({ since: String(Math.floor(since)), limit: String(pageSize) }).toString()}`;
