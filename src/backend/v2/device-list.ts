import type { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/pacline-error.ts';
import type { DeviceFilter } from '../backend-records.ts';
import type { CallOptions } from '../backend.ts';
import { deviceOf } from '../job-failures.ts';
import { readPages } from '../pages.ts';
import type { Reader } from '../reader.ts';
import { deviceListReply, type DeviceReply } from './replies.ts';
import { deviceRangePath } from './requests.ts';

/** The list ends at offset 40,000, so it is left after so many pages and begun again behind the last device. @source API v2, GET /devices/ */
const pagesAtOnce = 400;

/** Every device that the filter lets through, in the order of their IDs, each once. */
export async function* listDevices(reader: Reader, filter: DeviceFilter, options: CallOptions): AsyncGenerator<DeviceReply, void, undefined> {
  let after: DeviceId | null = null;
  do after = yield* readStretch(reader, { ...filter, after }, options);
  while (after !== null);
}

interface Stretch extends DeviceFilter {
  /** The last device of the stretch before. */
  readonly after: DeviceId | null;
}

/** Returns the device behind which to go on, or null at the end of the list. */
async function* readStretch(reader: Reader, { after, ...filter }: Stretch, { signal }: CallOptions): AsyncGenerator<DeviceReply, DeviceId | null, undefined> {
  const path = deviceRangePath(after === null ? filter : { ...filter, minId: after });
  let last = after;
  let pages = 0;
  for await (const { entries, isLast } of readPages(reader, { kind: 'device list', path, reply: deviceListReply, mostPages: pagesAtOnce + 1, signal })) {
    pages += 1;
    for (const entry of entries) {
      const deviceId = deviceOf(entry.id);
      if (deviceId === null || deviceId === last) continue;
      if (after !== null && deviceId < after) throw outOfOrder(reader);
      last = deviceId;
      yield entry;
    }
    if (isLast || pages < pagesAtOnce) continue;
    if (last === after) throw outOfOrder(reader);
    return last;
  }
  return null;
}

/** Going on would end with a part of the list that looks like the whole. */
const outOfOrder = (reader: Reader): PaclineError => {
  const { host } = reader.paced.http.baseUrl;
  return new PaclineError('backend fault', `The backend ${host} does not list devices by their IDs, so a list of more than 40,000 cannot be read to its end`, { context: { host } });
};
