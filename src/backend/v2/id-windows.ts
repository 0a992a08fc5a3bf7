import type { DeviceId } from '../../domain/device-id.ts';
import { pageSize } from './requests.ts';

export interface IdWindow {
  readonly min: DeviceId;
  readonly max: DeviceId;
}

/** From so many IDs on, one request for a range costs less than one each. */
const fewestInWindow = 4;

/**
 * Ranges that hold several of the IDs and fit on one page of the device list each. Modems are delivered in runs of
 * consecutive IDs, so a batch of a hundred mostly costs one or two requests. IDs that stand alone are in no range.
 */
export const idWindows = (deviceIds: Iterable<DeviceId>): readonly IdWindow[] => {
  // Eight upper-case hex digits each: the order of text is the order of numbers
  const sorted = [...new Set(deviceIds)].toSorted();
  const windows: IdWindow[] = [];
  for (let start = 0; start < sorted.length; ) {
    const min = sorted[start];
    if (min === undefined) break;
    const inside = sorted.slice(start, start + pageSize).filter((id) => Number.parseInt(id, 16) - Number.parseInt(min, 16) < pageSize);
    const max = inside.at(-1) ?? min;
    if (inside.length >= fewestInWindow) windows.push({ min, max });
    start += inside.length >= fewestInWindow ? inside.length : 1;
  }
  return windows;
};
