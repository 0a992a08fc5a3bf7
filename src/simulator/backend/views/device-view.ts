import type { ApiUser, Device } from '../entities.ts';
import { certificateId } from '../invented.ts';
import type { Fields } from '../fields.ts';
import { messageModulo, type Registry } from '../registry.ts';
import { groupReference } from './group-view.ts';
import { reference } from './reference.ts';

const comState = { ok: 1, notSeen: 5 } as const;
const tokenState = { ok: 0, offContract: 1, notConsumed: 2 } as const;

/**
 * A device as the list and the single look-up show it. What never happened is left out, as is the PAC for users without
 * write rights and a certificate's key unless `fields` asks for it.
 * @source official API description; real answers for what fresh units lack
 */
export const deviceView = (
  device: Device,
  { world, user, fields = new Map() }: { readonly world: Registry; readonly user: ApiUser; readonly fields?: Fields | undefined },
): Record<string, unknown> => {
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
    ...(deviceType && { deviceType: reference({ id: deviceType.id, name: deviceType.name }, fields.get('deviceType')) }),
    ...(group && { group: groupReference(group, fields.get('group')) }),
    ...(certificate !== null && {
      productCertificate: reference({ id: certificateId(certificate), key: certificate }, fields.get('productCertificate')),
    }),
    ...(modem !== null && { modemCertificate: reference({ id: certificateId(modem), key: modem }, fields.get('modemCertificate')) }),
    prototype: device.prototype,
    location: { lat: device.lat, lng: device.lng },
    ...(user.rights === 'write' && { pac: device.pac }),
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

const communicationView = (device: Device, { world, fields }: { readonly world: Registry; readonly fields: Fields }): Record<string, unknown> => {
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
  if (token !== null) return { state: tokenState.ok, detailMessage: 'valid', ...(token.end !== null && { end: token.end }) };
  return state === 2 ? { state: tokenState.offContract, detailMessage: 'off contract' } : { state: tokenState.notConsumed, detailMessage: 'not consumed' };
};
