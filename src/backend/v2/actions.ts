import type { Clock } from '../../domain/clock.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type {
  Action,
  CallOptions,
  EditResult,
  JobStart,
  ReplaceResult,
  Replacement,
  TransferUnit,
  Unsubscription,
} from '../backend.ts';
import { encodeBatch } from '../shared/batch-size.ts';
import type { HttpRequest } from '../http/http-client.ts';
import { asRefusal, decodeRequestTaken, oneDeviceResult, type Writer } from '../shared/writer.ts';
import { startJob, toFailures } from './jobs.ts';
import { replaceReply } from './replies.ts';
import {
  actOnDevicesRequest,
  deviceTypesPath,
  disengageDevice,
  replaceDevicesRequest,
  transferDevicesRequest,
  unsubscribeDevice,
  unsubscribeDevicesRequest,
  type DatedUnsubscription,
} from './requests.ts';

export const transfer = (
  writer: Writer,
  deviceTypeId: string,
  units: readonly TransferUnit[],
  { signal }: CallOptions,
): Promise<JobStart> =>
  startJob(writer, {
    kind: 'bulk',
    request: transferDevicesRequest(deviceTypeId, units),
    total: units.length,
    conflict: 'refused',
    signal,
  });

export const act = (
  writer: Writer,
  action: Action,
  deviceIds: readonly DeviceId[],
  { signal }: CallOptions,
): Promise<JobStart> =>
  startJob(writer, {
    kind: 'other',
    request: actOnDevicesRequest(action, deviceIds),
    total: deviceIds.length,
    conflict: 'refused',
    signal,
  });

export const unsubscribe = async (
  writer: Writer,
  units: readonly Unsubscription[],
  { clock, signal }: TimedCallOptions,
): Promise<JobStart> =>
  startJob(writer, {
    kind: 'other',
    request: unsubscribeDevicesRequest(await dated(writer, units, { clock, signal })),
    total: units.length,
    conflict: 'refused',
    signal,
  });

interface TimedCallOptions extends CallOptions {
  /** Of the station; for a backend whose answers have no date. */
  readonly clock: Pick<Clock, 'now'>;
}

/** Any answer has the date, also a refusal; what else is the matter comes out when the request itself is sent. */
const dated = async (
  { paced }: Writer,
  units: readonly Unsubscription[],
  { clock, signal }: TimedCallOptions,
): Promise<readonly DatedUnsubscription[]> => {
  if (paced.serverNow() === null && units.some(({ at }) => at === 'now'))
    await paced.ask('other', { method: 'GET', path: deviceTypesPath({ limit: 1 }) }, { signal });
  const now = paced.serverNow() ?? clock.now();
  return units.map(({ deviceId, at }) => ({ deviceId, at: at === 'now' ? now : at }));
};

/** The one bulk request that is answered when it is done. */
export const replace = async (
  writer: Writer,
  pairs: readonly Replacement[],
  { signal }: CallOptions,
): Promise<ReplaceResult> => {
  const request = replaceDevicesRequest(pairs);
  const written = await writer.send({ kind: 'other', request: encodeBatch(request), signal });
  if (written.kind === 'conflict' || written.kind === 'gone') return asRefusal(written);
  if (written.kind !== 'taken') return written;
  const reply = decodeRequestTaken(written, replaceReply, 'does not say what became of the pairs');
  if (reply.kind === 'unknown') return reply;
  const { total, status } = reply.value;
  const failures = toFailures(status.errors, (text) => writer.paced.http.credentials.hide(text));
  const unexplained = pairs.length - status.success - failures.length;
  return {
    kind: 'replaced',
    total: total ?? pairs.length,
    failures:
      unexplained > 0
        ? [
            ...failures,
            {
              deviceId: null,
              words: `the backend does not say what became of ${unexplained} of the pairs`,
              system: true,
            },
          ]
        : failures,
  };
};

export const unsubscribeOne = async (
  writer: Writer,
  unit: Unsubscription,
  { clock, signal }: TimedCallOptions,
): Promise<EditResult> => {
  const [one] = await dated(writer, [unit], { clock, signal });
  return one === undefined ? { kind: 'absent' } : sendOne(writer, unsubscribeDevice(one), { signal });
};

export const disengage = (writer: Writer, deviceId: DeviceId, options: CallOptions): Promise<EditResult> =>
  sendOne(writer, disengageDevice(deviceId), options);

const sendOne = async (writer: Writer, request: HttpRequest, { signal }: CallOptions): Promise<EditResult> =>
  oneDeviceResult(await writer.send({ kind: 'other', request, signal }));
