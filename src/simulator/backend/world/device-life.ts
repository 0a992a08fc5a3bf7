import { follows, nextPac } from '../invented.ts';
import { wireId, type Device, type DeviceEdition, type DeviceOrder, type Radio } from './entities.ts';

/** What becomes of a device as a value: created, edited, heard. Whether it may is for the registry to say. */

/** What every device has at first. */
export const freshDevice = {
  lat: 0,
  lng: 0,
  automaticRenewal: true,
  activable: true,
  lastEdition: null,
  state: 0,
  token: null,
  unsubscriptionTime: null,
  radio: null,
} as const;

export const createdDevice = (order: DeviceOrder, by: { readonly id: string }, at: number): Device => {
  const { name, deviceTypeId, productCertificate, prototype, automaticRenewal, activable, lat, lng } = order;
  return {
    ...freshDevice,
    id: wireId(order.id),
    name,
    deviceTypeId,
    productCertificate,
    prototype,
    pac: nextPac(order.pac ?? ''),
    lat,
    lng,
    automaticRenewal,
    activable,
    creationTime: at,
    createdBy: by.id,
    state: activable ? 0 : 7,
  };
};

/** What the edition does not name stays as it is; with a token, so does whether the device is activable. */
export const editedDevice = (
  device: Device,
  edition: DeviceEdition,
  { by, at }: { readonly by: { readonly id: string }; readonly at: number },
): Device => {
  const { name = device.name, lat = device.lat, lng = device.lng } = edition;
  const { productCertificate = device.productCertificate, prototype = device.prototype } = edition;
  const { automaticRenewal = device.automaticRenewal, activable = device.activable } = edition;
  const certification = { productCertificate, prototype };
  const edited = { ...device, ...certification, name, lat, lng, automaticRenewal, lastEdition: { at, by: by.id } };
  return device.token === null ? withActivable(edited, activable) : edited;
};

/** A device without a token is activable or not; off contract stays what it is. */
export const withActivable = (device: Device, activable: boolean): Device => ({
  ...device,
  activable,
  state: !activable ? 7 : device.state === 7 ? 0 : device.state,
});

/** A frame of a device; its number is by default the one that follows. */
export interface Frame {
  readonly at: number;
  readonly payload?: string;
  readonly sequenceNumber?: number;
}

/** Sequence numbers begin again there. @source official API description, message modulo of a device */
export const messageModulo = 4096;

/** What the network knows of a device's radio after a frame, and whether it took the frame: its number has to follow. */
export const afterFrame = (radio: Radio | null, { at, ...frame }: Frame): { radio: Radio; isTaken: boolean } => {
  const { sequenceNumber = radio === null ? 0 : (radio.sequenceNumber + 1) % messageModulo } = frame;
  const isTaken =
    radio === null ||
    radio.disengaged ||
    follows(sequenceNumber, { after: radio.sequenceNumber, modulo: messageModulo });
  const trashSequenceNumber = radio?.trashSequenceNumber ?? null;
  return isTaken
    ? { radio: { lastCom: at, sequenceNumber, trashSequenceNumber, disengaged: false }, isTaken }
    : { radio: { ...radio, trashSequenceNumber: sequenceNumber }, isTaken };
};
