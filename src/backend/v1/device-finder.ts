import type { Clock } from '../../domain/clock.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { CallOptions, FindOptions, RegisteredDevice } from '../backend.ts';
import { PerDeviceLimit } from '../limits/per-device-limit.ts';
import { readPages } from '../shared/pages.ts';
import type { Reader } from '../shared/reader.ts';
import { WireForms } from '../shared/wire-forms.ts';
import { listEnd } from './device-list.ts';
import { toRegisteredDevice } from './registered-device.ts';
import { deviceListReply, deviceReply, deviceTypesReply } from './replies.ts';
import { devicePath, devicesPath, deviceTypesPath, pageSize } from './requests.ts';

/** As many as there are connections. */
const atOnce = 8;
/** The list of a device type, to its end. */
const allPages = listEnd / pageSize + 1;

/** @source published in 2019 for both versions: one look-up of a device an hour. Later texts leave it out and speak of API v2 only. */
const oneLookAnHour = { windowMs: 3_600_000 };

/** Statuses by which a list says no to what was asked, and not to everybody. */
const noSuchList: ReadonlySet<unknown> = new Set([400, 403, 404]);

/**
 * One request for each device, for this API has no list over device types and no filter by ID. Several of one device type are
 * looked for in its list first, and so is a device that was asked for alone within the hour, as long as that may be limited.
 */
export class DeviceFinder {
  readonly #reader: Reader;
  readonly #clock: Clock;
  readonly #looks = new PerDeviceLimit(oneLookAnHour);
  readonly #forms = new WireForms();

  constructor(options: { readonly reader: Reader; readonly clock: Clock }) {
    this.#reader = options.reader;
    this.#clock = options.clock;
  }

  async find(deviceIds: readonly DeviceId[], options: FindOptions): Promise<ReadonlyMap<DeviceId, RegisteredDevice>> {
    const wanted = [...new Set(deviceIds)];
    const found = new Map<DeviceId, RegisteredDevice>();
    const isWhole = await this.#lookInList(wanted, found, options);
    const open = wanted.filter((deviceId) => !found.has(deviceId));
    if (!isWhole || options.effort === 'thorough') await this.#lookAlone(open, found, options);
    return found;
  }

  /** Whether everything wanted would have been in the list, and the list was read to its end. */
  async #lookInList(
    wanted: readonly DeviceId[],
    found: Map<DeviceId, RegisteredDevice>,
    { deviceTypeId, effort, signal, onProgress }: FindOptions,
  ): Promise<boolean> {
    const [one] = wanted;
    if (deviceTypeId === undefined || one === undefined) return false;
    const wasJustAsked = wanted.length === 1 && effort === 'quick' && this.#looks.isTaken(one, this.#clock.uptime());
    // Never dearer than asking for each alone
    const mostPages = wasJustAsked ? allPages : wanted.length > 1 ? Math.min(wanted.length, allPages) : 0;
    if (mostPages === 0) return false;
    const isWanted = new Set(wanted);
    let pages = 0;
    let shown = 0;
    try {
      for await (const { entries, isLast } of readPages(this.#reader, {
        kind: 'other',
        path: devicesPath(deviceTypeId, { limit: pageSize }),
        reply: deviceListReply,
        mostPages: allPages + 10,
        signal,
      })) {
        pages += 1;
        shown += entries.length;
        for (const device of entries.map(toRegisteredDevice))
          if (device !== null && isWanted.has(device.deviceId)) found.set(device.deviceId, device);
        onProgress?.({ seen: found.size, left: wanted.length - found.size });
        if (found.size === wanted.length) return true;
        if (isLast) return shown < listEnd;
        if (pages === mostPages) return false;
      }
    } catch (error) {
      if (!PaclineError.is(error) || !noSuchList.has(error.context['status'])) throw error;
    }
    return false;
  }

  /**
   * 403 is the answer to a device that is not ours as well as to a user without rights, so it counts as absent only after
   * the user's rights have been seen.
   */
  async #lookAlone(
    open: readonly DeviceId[],
    found: Map<DeviceId, RegisteredDevice>,
    options: FindOptions,
  ): Promise<void> {
    const forbidden: PaclineError[] = [];
    for (let from = 0; from < open.length; from += atOnce) {
      await Promise.all(
        open.slice(from, from + atOnce).map(async (deviceId) => {
          const sight = await this.#lookAt(deviceId, options);
          if (sight instanceof PaclineError) forbidden.push(sight);
          else if (sight !== null) found.set(deviceId, sight);
        }),
      );
      options.onProgress?.({ seen: found.size, left: Math.max(0, open.length - from - atOnce) });
    }
    const [refusal] = forbidden;
    if (refusal !== undefined && !(await maySeeDevices(this.#reader, options))) throw refusal;
  }

  /** The device, null where there is none, or the refusal to show it. */
  async #lookAt(deviceId: DeviceId, { effort, signal }: FindOptions): Promise<RegisteredDevice | PaclineError | null> {
    let refusal: PaclineError | null = null;
    this.#looks.take(deviceId, this.#clock.uptime());
    for (const form of this.#forms.of(deviceId, { effort })) {
      const result = await this.#reader.tryRead({ kind: 'other', path: devicePath(form), reply: deviceReply, signal });
      if (result.ok) {
        const device = toRegisteredDevice(result.value);
        if (device?.deviceId !== deviceId) continue;
        this.#forms.knownAs(form, { deviceId });
        return device;
      } else if (result.status === 403) refusal = result.error;
      else if (result.status !== 404) throw result.error;
    }
    return refusal;
  }
}

const maySeeDevices = async (reader: Reader, { signal }: CallOptions): Promise<boolean> => {
  const types = await reader.tryRead({ kind: 'other', path: deviceTypesPath, reply: deviceTypesReply, signal });
  const first = types.ok ? types.value.data[0] : undefined;
  if (first === undefined) return false;
  const devices = await reader.tryRead({
    kind: 'other',
    path: devicesPath(first.id, { limit: 1 }),
    reply: deviceListReply,
    signal,
  });
  return devices.ok;
};
