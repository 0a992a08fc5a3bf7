import type { Backend, FindOptions, RegisteredDevice } from '../../backend/backend.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type { JournalReader } from '../../journal/journal.ts';

/**
 * The backend's list as it is, without devices that this station has deleted and that the list still shows: a deletion may be as
 * late in it as a registration. A device that was registered anew has another PAC there; where none is shown, nothing can be told.
 */
export const findFresh = async (
  backend: Pick<Backend, 'find'>,
  journal: Pick<JournalReader, 'deletedPacs'>,
  deviceIds: readonly DeviceId[],
  options: FindOptions,
): Promise<ReadonlyMap<DeviceId, RegisteredDevice>> => {
  const found = await backend.find(deviceIds, options);
  const deleted = await journal.deletedPacs([...found.keys()]);
  if (deleted.size === 0) return found;
  return new Map(
    [...found].filter(([deviceId, { pac }]) => pac === undefined || deleted.get(deviceId)?.equals(pac) !== true),
  );
};
