import { z } from 'zod';

import type { DeviceId } from '../../domain/device-id.ts';
import { only } from '../values/settings-words.ts';
import { deviceIdText, limits, text } from '../values/value-schemas.ts';

/** Both ends pass. At least one of them is there. */
export interface LimitsSetting {
  readonly min?: number;
  readonly max?: number;
}

/** What a unit's values are held against; what is absent is not checked. */
export interface ChecksSetting {
  readonly idFrom?: DeviceId;
  readonly idTo?: DeviceId;
  readonly minFirmware?: string;
  readonly supplyMillivolts?: LimitsSetting;
  readonly temperatureCelsius?: LimitsSetting;
  /** As the modem names it, such as RC1. */
  readonly radioZone?: string;
  /** The modem has to be on its private key. */
  readonly privateKey: boolean;
}

export const checksKeys = {
  idFrom: deviceIdText().exactOptional().describe('the lowest device ID that passes'),
  idTo: deviceIdText().exactOptional().describe('the highest device ID that passes'),
  minFirmware: text('a firmware version').exactOptional().describe('the oldest firmware that passes'),
  supplyMillivolts: limits({ from: 0, to: 60_000, unit: 'millivolts' })
    .exactOptional()
    .describe('`{ min, max }` in mV'),
  temperatureCelsius: limits({ from: -100, to: 200, unit: 'degrees Celsius' })
    .exactOptional()
    .describe('`{ min, max }` in °C'),
  radioZone: text('a radio zone such as "RC1"')
    .exactOptional()
    .describe('the zone that the modem has to be set to, as in `RC1`'),
  privateKey: z
    .boolean(only('true or false'))
    .default(true)
    .describe('`false`: a modem on the public key passes, which the network ignores'),
};

export const checks = z
  .strictObject(checksKeys, only('checks such as { minFirmware = "1.2" }'))
  .superRefine(({ idFrom, idTo }, context) => {
    // IDs are padded: their order as texts is their order as numbers.
    if (idFrom !== undefined && idTo !== undefined && idFrom > idTo)
      context.addIssue({ code: 'custom', path: ['idFrom'], message: `${idFrom} is above idTo, which is ${idTo}` });
  });
