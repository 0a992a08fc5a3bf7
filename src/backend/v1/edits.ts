import type {
  CallOptions,
  CarriedOut,
  DeviceEdit,
  EditBatchResult,
  EditResult,
  NotDone,
  Refused,
  ReplaceResult,
  Replacement,
} from '../backend.ts';
import { encodeBatch } from '../shared/batch-size.ts';
import { faultIn } from '../shared/device-changes.ts';
import type { HttpRequest } from '../http/http-client.ts';
import { deviceOf } from '../shared/job-failures.ts';
import { refuseInApi } from '../shared/not-in-api.ts';
import { asRefusal, decodeRequestTaken, type RequestTaken, type Writer } from '../shared/writer.ts';
import { logFailures } from './log-failures.ts';
import { logReply, renewalReply } from './replies.ts';
import { editDevicesRequest, editItem, replaceDevicesRequest, setRenewal } from './requests.ts';

/** Edits are carried out while we wait, in two requests where the renewal of tokens is among them. */
export const editMany = async (
  writer: Writer,
  edits: readonly DeviceEdit[],
  options: CallOptions,
): Promise<CarriedOut<'edited'> | NotDone> => {
  for (const edit of edits) {
    const refused = refusal(edit);
    if (refused !== null) return refused;
  }
  const fields = edits.filter((edit) => Object.keys(editItem(edit)).length > 1);
  const renewals = edits.filter(({ changes }) => changes.automaticRenewal !== undefined);
  const first = fields.length === 0 ? none : await editFields(writer, fields, options);
  if (first.kind !== 'edited') return first;
  const second =
    renewals.length === 0
      ? none
      : await editRenewals(writer, renewals, options).catch(rethrowUnless(fields.length > 0));
  if (second.kind === 'edited')
    return { kind: 'edited', total: edits.length, failures: [...first.failures, ...second.failures] };
  if (fields.length === 0) return second;
  return {
    kind: 'unknown',
    reason: `everything but the renewal of tokens was edited; that was not: ${second.kind === 'refused' ? second.words : second.reason}`,
  };
};

const none: CarriedOut<'edited'> = { kind: 'edited', total: 0, failures: [] };

/** An abort before the second request: the first one was carried out, and must not be forgotten. */
const rethrowUnless =
  (firstWasSent: boolean) =>
  (error: unknown): NotDone => {
    if (!firstWasSent) throw error;
    return { kind: 'unknown', reason: 'stopped by us' };
  };

export const editOne = async (writer: Writer, edit: DeviceEdit, options: CallOptions): Promise<EditResult> => {
  const result: EditBatchResult = await editMany(writer, [edit], options);
  if (result.kind !== 'edited') return result;
  const [failure] = result.failures;
  return failure === undefined
    ? { kind: 'done' }
    : { kind: 'refused', code: 'backend refused', words: result.failures.map(({ words }) => words).join('; ') };
};

export const replaceMany = async (
  writer: Writer,
  pairs: readonly Replacement[],
  options: CallOptions,
): Promise<ReplaceResult> => {
  const carried = await carry(writer, replaceDevicesRequest(pairs), options);
  if (carried.kind !== 'taken') return carried;
  const failures = decodeLog(
    writer,
    carried,
    pairs.map(({ deviceId }) => deviceId),
  );
  return 'kind' in failures ? failures : { kind: 'replaced', total: pairs.length, ...failures };
};

const refusal = ({ deviceId, changes }: DeviceEdit): Refused | null => {
  if (changes.activable !== undefined)
    return refuseInApi(`API v1 cannot say whether ${deviceId} may take a token; use API v2`);
  if (changes.certification?.kind === 'prototype')
    return refuseInApi(`API v1 cannot make ${deviceId} a prototype; use API v2`);
  return faultIn(deviceId, changes);
};

const editFields = async (
  writer: Writer,
  edits: readonly DeviceEdit[],
  options: CallOptions,
): Promise<CarriedOut<'edited'> | NotDone> => {
  const carried = await carry(writer, editDevicesRequest(edits), options);
  if (carried.kind !== 'taken') return carried;
  const failures = decodeLog(
    writer,
    carried,
    edits.map(({ deviceId }) => deviceId),
  );
  return 'kind' in failures ? failures : { kind: 'edited', total: edits.length, ...failures };
};

const editRenewals = async (
  writer: Writer,
  edits: readonly DeviceEdit[],
  options: CallOptions,
): Promise<CarriedOut<'edited'> | NotDone> => {
  const carried = await carry(writer, setRenewal(edits), options);
  if (carried.kind !== 'taken') return carried;
  const reply = decodeRequestTaken(carried, renewalReply, 'does not say what became of the renewals');
  if (reply.kind === 'unknown') return reply;
  const failed = reply.value.failed ?? [];
  const unnamed = (reply.value.error ?? 0) - failed.length;
  return {
    kind: 'edited',
    total: edits.length,
    failures: [
      ...failed.map((id) => ({
        deviceId: deviceOf(id),
        words: 'the renewal of its token was not changed',
        system: false,
      })),
      ...(unnamed > 0
        ? [
            {
              deviceId: null,
              words: `the renewal of ${unnamed} tokens was not changed, and the backend does not say of which`,
              system: false,
            },
          ]
        : []),
    ],
  };
};

const carry = async (
  writer: Writer,
  request: HttpRequest & { readonly body: object },
  { signal }: CallOptions,
): Promise<RequestTaken | NotDone> => {
  const written = await writer.send({ kind: 'other', request: encodeBatch(request), signal });
  return written.kind === 'conflict' || written.kind === 'gone' ? asRefusal(written) : written;
};

const decodeLog = (writer: Writer, taken: RequestTaken, deviceIds: readonly DeviceEdit['deviceId'][]) => {
  const reply = decodeRequestTaken(taken, logReply, 'does not say what was changed');
  if (reply.kind === 'unknown') return reply;
  const hide = (text: string): string => writer.paced.http.credentials.hide(text);
  return { failures: logFailures({ deviceIds, changed: reply.value.total, log: reply.value.log ?? [], hide }) };
};
