import type { ApiUser, Device } from '../../world/entities.ts';
import { certificateId } from '../../invented.ts';
import { messageModulo } from '../../world/device-life.ts';
import type { Registry } from '../../world/registry.ts';
import type { Hideable, Reticence } from '../../faults/reticence.ts';
import { groupReference } from './group-view.ts';
import { reference, type Fields } from '../../http/fields.ts';

const comState = { ok: 1, notSeen: 5 } as const;
const tokenState = { ok: 0, offContract: 1, notConsumed: 2 } as const;

interface DeviceOnlooker {
  readonly world: Registry;
  readonly user: ApiUser;
  readonly reticence: Reticence;
  readonly fields?: Fields | undefined;
}

/**
 * A device as the list and the single look-up show it. What never happened is left out, as is the PAC for users without
 * write rights, what is hidden, and a certificate's key unless `fields` asks for it.
 * @source official API description; real answers for what fresh units lack
 */
export const deviceView = (
  device: Device,
  { world, user, reticence, fields = new Map() }: DeviceOnlooker,
): Record<string, unknown> => {
  const shows = (part: Hideable): boolean => !reticence.hides.includes(part);
  const deviceType = world.deviceType(device.deviceTypeId);
  const group = world.group(user.groupId);
  const certificate = device.productCertificate;
  const modem = world.modemCertificate;
  return {
    id: device.id,
    name: device.name,
    satelliteCapable: false,
    repeater: false,
    messageModulo,
    ...(deviceType &&
      shows('device-type') && {
        deviceType: reference({ id: deviceType.id, name: deviceType.name }, fields.get('deviceType')),
      }),
    ...(group && { group: groupReference(group, fields.get('group')) }),
    ...(certificate !== null &&
      shows('certificate') && { productCertificate: certificateView(certificate, { reticence, fields }) }),
    ...(modem !== null && {
      modemCertificate: reference({ id: certificateId(modem), key: modem }, fields.get('modemCertificate')),
    }),
    ...(shows('prototype') && { prototype: device.prototype }),
    location: { lat: device.lat, lng: device.lng },
    ...(user.rights === 'write' && shows('pac') && { pac: device.pac }),
    creationTime: device.creationTime,
    ...(device.createdBy !== null && { createdBy: device.createdBy }),
    ...(device.lastEdition !== null && { lastEditionTime: device.lastEdition.at, lastEditedBy: device.lastEdition.by }),
    state: device.state,
    automaticRenewal: device.automaticRenewal,
    automaticRenewalStatus: device.automaticRenewal ? 0 : 1,
    activable: device.activable,
    ...communicationView(device, { world, fields }),
  };
};

const certificateView = (
  key: string,
  { reticence, fields }: { readonly reticence: Reticence; readonly fields: Fields },
): Record<string, unknown> =>
  reticence.certificateForm === 'name'
    ? { id: certificateId(key), name: key }
    : reference({ id: certificateId(key), key }, fields.get('productCertificate'));

const communicationView = (
  device: Device,
  { world, fields }: { readonly world: Registry; readonly fields: Fields },
): Record<string, unknown> => {
  const { radio, token } = device;
  const contract = token === null ? undefined : world.contract(token.contractId);
  return {
    comState: radio === null ? comState.notSeen : comState.ok,
    ...(radio !== null && { lastCom: radio.lastCom, sequenceNumber: radio.sequenceNumber, lqi: 2 }),
    ...(radio !== null && radio.trashSequenceNumber !== null && { trashSequenceNumber: radio.trashSequenceNumber }),
    ...(token !== null && { activationTime: token.since }),
    ...(contract && { contract: reference({ id: contract.id, name: contract.name }, fields.get('contract')) }),
    token: tokenView(device),
    ...(device.unsubscriptionTime !== null && { unsubscriptionTime: device.unsubscriptionTime }),
  };
};

const tokenView = ({ token, state }: Device): Record<string, unknown> => {
  if (token !== null)
    return { state: tokenState.ok, detailMessage: 'valid', ...(token.end !== null && { end: token.end }) };
  return state === 2
    ? { state: tokenState.offContract, detailMessage: 'off contract' }
    : { state: tokenState.notConsumed, detailMessage: 'not consumed' };
};
