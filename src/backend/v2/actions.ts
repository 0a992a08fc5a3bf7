import type { DeviceId } from '../../domain/device-id.ts';
import type { Action, CallOptions, EditResult, JobStart, ReplaceResult, Replacement, TransferUnit, Unsubscription } from '../backend.ts';
import { encodeBatch } from '../batch-size.ts';
import type { HttpRequest } from '../http-client.ts';
import { asRefusal, decodeTaken, oneDeviceResult, type Writer } from '../writer.ts';
import { startJob, toFailures } from './jobs.ts';
import { replaceReply } from './replies.ts';
import { actOnDevices, disengageDevice, replaceDevices, transferDevices, unsubscribeDevice, unsubscribeDevices } from './requests.ts';

export const transfer = (writer: Writer, deviceTypeId: string, units: readonly TransferUnit[], { signal }: CallOptions): Promise<JobStart> =>
  startJob(writer, { kind: 'bulk', request: transferDevices(deviceTypeId, units), total: units.length, conflict: 'refused', signal });

export const act = (writer: Writer, action: Action, deviceIds: readonly DeviceId[], { signal }: CallOptions): Promise<JobStart> =>
  startJob(writer, { kind: 'other', request: actOnDevices(action, deviceIds), total: deviceIds.length, conflict: 'refused', signal });

export const unsubscribe = (writer: Writer, units: readonly Unsubscription[], { signal }: CallOptions): Promise<JobStart> =>
  startJob(writer, { kind: 'other', request: unsubscribeDevices(units), total: units.length, conflict: 'refused', signal });

/** The one bulk request that is answered when it is done. */
export const replace = async (writer: Writer, pairs: readonly Replacement[], { signal }: CallOptions): Promise<ReplaceResult> => {
  const request = replaceDevices(pairs);
  const written = await writer.send({ kind: 'other', request: encodeBatch(request), signal });
  if (written.kind === 'conflict' || written.kind === 'gone') return asRefusal(written);
  if (written.kind !== 'taken') return written;
  const reply = decodeTaken(written, replaceReply, 'does not say what became of the pairs');
  if (reply.kind === 'unknown') return reply;
  const { total, status } = reply.value;
  const failures = toFailures(status.errors, (text) => writer.paced.http.credentials.hide(text));
  const unexplained = pairs.length - status.success - failures.length;
  return {
    kind: 'replaced',
    total: total ?? pairs.length,
    failures: unexplained > 0 ? [...failures, { deviceId: null, words: `the backend does not say what became of ${unexplained} of the pairs`, system: true }] : failures,
  };
};

export const unsubscribeOne = (writer: Writer, unit: Unsubscription, options: CallOptions): Promise<EditResult> => sendOne(writer, unsubscribeDevice(unit), options);

export const disengage = (writer: Writer, deviceId: DeviceId, options: CallOptions): Promise<EditResult> => sendOne(writer, disengageDevice(deviceId), options);

const sendOne = async (writer: Writer, request: HttpRequest, { signal }: CallOptions): Promise<EditResult> => oneDeviceResult(await writer.send({ kind: 'other', request, signal }));
