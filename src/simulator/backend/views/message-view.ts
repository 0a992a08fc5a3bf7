import type { Device, Message } from '../entities.ts';
import type { Fields } from '../fields.ts';
import { reference } from './reference.ts';

/** @source official API description: link quality "good"; a message is sent in three frames unless the device says otherwise */
const good = 2;
const framesOfMessage = 3;

/** No base station is part of this world, so `rinfos` is empty. */
export const messageView = (message: Message, device: Device, fields: Fields = new Map()): Record<string, unknown> => ({
  device: reference({ id: device.id, name: device.name }, fields.get('device')),
  time: message.at,
  data: message.payload,
  ...(fields.has('ackRequired') && { ackRequired: false }),
  lqi: good,
  seqNumber: message.sequenceNumber,
  nbFrames: framesOfMessage,
  computedLocation: [],
  rinfos: [],
});
