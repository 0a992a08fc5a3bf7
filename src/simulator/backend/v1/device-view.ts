import type { ApiUser, Device } from '../world/entities.ts';
import type { Reticence } from '../faults/reticence.ts';

/** v1 knows neither "suspended" nor "not activable"; its nearest is "disabled". @source official v1 reference, device states */
const states: Readonly<Record<Device['state'], number>> = { 0: 0, 2: 2, 6: 3, 7: 3 };

interface DeviceOnlooker {
  readonly user: ApiUser;
  readonly reticence: Reticence;
}

/** `last` is in seconds and 0 for never; other times are milliseconds. @source official v1 reference, and a real answer */
export const listedDeviceView = (
  device: Device,
  { user, reticence: { hides } }: DeviceOnlooker,
): Record<string, unknown> => ({
  id: device.id,
  name: device.name,
  ...(!hides.includes('device-type') && { type: device.deviceTypeId }),
  last: Math.floor((device.radio?.lastCom ?? 0) / 1000),
  state: states[device.state],
  ...(device.token !== null && { activationTime: device.token.since }),
  ...(user.rights === 'write' && !hides.includes('pac') && { pac: device.pac }),
});

export const deviceView = (device: Device, onlooker: DeviceOnlooker): Record<string, unknown> => ({
  ...listedDeviceView(device, onlooker),
  lat: device.lat,
  lng: device.lng,
  ...tokenView(device),
  preventRenewal: !device.automaticRenewal,
  automaticRenewal: device.automaticRenewal,
});

/** @source official v1 reference: code and words of the token's state */
export const tokenStateView = (device: Device): Record<string, unknown> => {
  if (device.token !== null) return { code: 0, detailMessage: 'Ok', ...tokenView(device) };
  return device.state === 2
    ? { code: 1, detailMessage: 'Off contract' }
    : { code: 2, detailMessage: 'Not communicated' };
};

const tokenView = ({ token }: Device): Record<string, unknown> =>
  token === null
    ? {}
    : { tokenType: 'CONTRACT', contractId: token.contractId, ...(token.end !== null && { tokenEnd: token.end }) };
