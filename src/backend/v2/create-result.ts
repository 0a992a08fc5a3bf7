import type { DeviceId } from '../../domain/device-id.ts';
import type { CreateResult } from '../backend.ts';
import type { Answered, HttpResult } from '../http-result.ts';
import { createdReply, isDevice } from './replies.ts';

/** Refusals that are final for this unit as it was sent. @source API response codes; 422 by its meaning in HTTP */
const refusals: ReadonlySet<number> = new Set([400, 403, 404, 405, 412, 422]);

/**
 * What POST /devices/ led to. Whatever is not clearly one of the documented ends is `unknown`, for a proxy may answer in
 * the backend's place after the backend did its work, and a look-up costs less than a second registration.
 */
export const toCreateResult = (result: HttpResult, options: { readonly deviceId: DeviceId; readonly words: string }): CreateResult => {
  if (result.kind === 'not sent') {
    return { kind: 'postponed', code: 'backend unreachable', reason: `nothing was sent: ${result.reason}`, retryAfterMs: null };
  }
  if (result.kind === 'lost') return { kind: 'unknown', reason: `the answer got lost: ${result.reason}` };
  return fromAnswer(result, options);
};

const fromAnswer = (answer: Answered, { deviceId, words }: { readonly deviceId: DeviceId; readonly words: string }): CreateResult => {
  const { status } = answer;
  if (status === 200 || status === 201) {
    const reply = answer.body.kind === 'json' ? createdReply.safeParse(answer.body.value) : null;
    if (reply?.success && isDevice(reply.data.id, deviceId)) return { kind: 'created' };
  }
  if (status >= 200 && status < 300) {
    const came = answer.body.kind === 'text' ? answer.body.looksLike : 'JSON that does not name this device';
    return { kind: 'unknown', reason: `the backend answered ${status}, but with ${came}` };
  }
  if (status === 409) return { kind: 'exists' };
  if (refusals.has(status)) return { kind: 'refused', code: status === 403 ? 'no rights' : 'backend refused', words };
  if (status === 401) return { kind: 'postponed', code: 'bad credentials', reason: `the backend answered 401: ${words}`, retryAfterMs: null };
  if (status === 429) return { kind: 'postponed', code: 'backend throttled', reason: `the backend answered 429: ${words}`, retryAfterMs: answer.retryAfterMs };
  if (answer.redirectHost !== null) return { kind: 'unknown', reason: `the backend answered ${status}, a redirect to ${answer.redirectHost}, which was not followed` };
  return { kind: 'unknown', reason: `the backend answered ${status}: ${words}` };
};
