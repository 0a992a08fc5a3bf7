import type { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { DeviceFilter } from '../backend-records.ts';
import type { CallOptions } from '../backend.ts';
import { deviceOf } from '../shared/job-failures.ts';
import type { Reader } from '../shared/reader.ts';
import type { DevicePages } from './device-pages.ts';
import type { DeviceReply } from './replies.ts';

/** The list ends at offset 40,000, so it is left after so many pages and begun again behind the last device. @source API v2, GET /devices/ */
const pagesAtOnce = 400;

/** Every device that the filter lets through, in the order of their IDs, each once. */
export async function* listDevices(
  pages: DevicePages,
  filter: DeviceFilter,
  options: CallOptions,
): AsyncGenerator<DeviceReply, void, undefined> {
  let after: DeviceId | null = null;
  do after = yield* readStretch(pages, { ...filter, after }, options);
  while (after !== null);
}

interface Stretch extends DeviceFilter {
  /** The last device of the stretch before. */
  readonly after: DeviceId | null;
}

/** Returns the device behind which to go on, or null at the end of the list. */
async function* readStretch(
  list: DevicePages,
  { after, deviceTypeId, groupId, minId, maxId }: Stretch,
  { signal }: CallOptions,
): AsyncGenerator<DeviceReply, DeviceId | null, undefined> {
  const range = { sort: 'id', deviceTypeId, groupIds: groupId, minId: after ?? minId, maxId } as const;
  let last = after;
  let pages = 0;
  for await (const { entries, isLast } of list.read(range, { mostPages: pagesAtOnce + 1, signal })) {
    pages += 1;
    for (const entry of entries) {
      const deviceId = deviceOf(entry.id);
      if (deviceId === null || deviceId === last) continue;
      if (after !== null && deviceId < after) throw outOfOrder(list.reader);
      last = deviceId;
      yield entry;
    }
    if (isLast || pages < pagesAtOnce) continue;
    if (last === after) throw outOfOrder(list.reader);
    return last;
  }
  return null;
}

/** Going on would end with a part of the list that looks like the whole. */
const outOfOrder = (reader: Reader): PaclineError => {
  const { host } = reader.paced.http.baseUrl;
  return new PaclineError(
    'backend fault',
    `The backend ${host} does not list devices by their IDs, so a list of more than 40,000 cannot be read to its end`,
    { context: { host } },
  );
};
