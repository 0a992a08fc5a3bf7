import type { DeviceId } from '../../domain/device-id.ts';
import type { Certification } from '../../domain/product.ts';
import type { BatchUnit, DeviceChanges, DeviceEdit, Replacement } from '../backend.ts';
import type { HttpRequest } from '../http/http-client.ts';

/** Largest page, by default and in all samples. @source API v1, devices of a device type */
export const pageSize = 100;

const encode = encodeURIComponent;

export const createItem = ({ deviceId, pac }: BatchUnit) => ({ id: deviceId, pac: pac.reveal() });

interface Creation {
  readonly deviceTypeId: string;
  readonly certification: Certification;
  /** Names are this and the ID. */
  readonly prefix: string;
  readonly units: readonly BatchUnit[];
}

/**
 * The certificate is a plain string, and a unit without one is a prototype: there is no flag (assumed, by what the portal
 * does with a unit that has neither).
 */
export const createDevices = ({ deviceTypeId, certification, prefix, units }: Creation) =>
  ({
    method: 'POST',
    path: `/devicetypes/${encode(deviceTypeId)}/devices/bulk/create/async`,
    body: {
      prefix,
      ids: units.map(createItem),
      ...(certification.kind === 'certificate' ? { productCertificate: certification.certificate } : {}),
    },
  }) satisfies HttpRequest;

/** What the request for edits can change; the renewal of tokens has a request of its own. */
const edited = ({ name, certification, lat, lng, deviceTypeId }: DeviceChanges) => ({
  ...(name === undefined ? {} : { name }),
  ...(lat === undefined ? {} : { lat }),
  ...(lng === undefined ? {} : { lng }),
  ...(deviceTypeId === undefined ? {} : { deviceTypeId }),
  ...(certification?.kind === 'certificate' ? { productCertificate: certification.certificate } : {}),
});

export const editItem = ({ deviceId, changes }: DeviceEdit) => ({ id: deviceId, ...edited(changes) });

/** The array is the whole body. */
export const editDevicesRequest = (edits: readonly DeviceEdit[]) =>
  ({ method: 'POST', path: '/devices/bulk/edit', body: edits.map(editItem) }) satisfies HttpRequest;

/** Both lists are mandatory, empty ones too. */
export const setRenewal = (edits: readonly DeviceEdit[]) => {
  const idsWith = (wanted: boolean) =>
    edits.filter(({ changes }) => changes.automaticRenewal === wanted).map(({ deviceId }) => deviceId);
  return {
    method: 'POST',
    path: '/devices/token/forbid-renewal',
    body: { forbidden: idsWith(false), allowed: idsWith(true) },
  } satisfies HttpRequest;
};

export const replaceDevicesRequest = (pairs: readonly Replacement[]) =>
  ({
    method: 'POST',
    path: '/devices/bulk/replace',
    body: pairs.map(({ deviceId, targetDeviceId }) => ({ deviceId, targetDeviceId })),
  }) satisfies HttpRequest;

/** The ID in the form that is asked for; see wire-forms.ts. */
export const devicePath = (deviceId: string): string => `/devices/${encode(deviceId)}`;

export const deleteDeviceRequest = (deviceId: DeviceId) =>
  ({ method: 'POST', path: `${devicePath(deviceId)}/delete` }) satisfies HttpRequest;

/** A GET, though it changes something. */
export const disengageDevice = (deviceId: DeviceId) =>
  ({ method: 'GET', path: `${devicePath(deviceId)}/disengage` }) satisfies HttpRequest;

export const deviceTypesPath = '/devicetypes?includeSubGroups=true';
export const deviceTypePath = (id: string): string => `/devicetypes/${encode(id)}`;
export const devicesPath = (deviceTypeId: string, { limit }: { readonly limit: number }): string =>
  `${deviceTypePath(deviceTypeId)}/devices?limit=${limit}`;
export const jobPath = ({ deviceTypeId, jobId }: { readonly deviceTypeId: string; readonly jobId: string }): string =>
  `${deviceTypePath(deviceTypeId)}/registration/${encode(jobId)}`;
export const contractPath = (id: string): string => `/contracts/${encode(id)}`;
