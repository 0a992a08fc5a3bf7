import type { SimulatedUnit } from '../../../firmware-protocols/simulator.ts';
import { seededRandom } from './wire-fault.ts';

/** The range that all made-up IDs of this project come from. */
const firstId = 0x00a10001;

/** A unit without faults whose PAC follows from its ID, so that it is the same at every start. */
export const madeUpUnit = (deviceId: number | null, index: number): SimulatedUnit => {
  const id = deviceId ?? firstId + index;
  const random = seededRandom(id);
  const digit = (): string => Math.floor(random() * 16).toString(16);
  return {
    deviceId: id.toString(16).toUpperCase().padStart(8, '0'),
    pac: Array.from({ length: 16 }, digit).join('').toUpperCase(),
    faults: new Set(),
  };
};
