import type { CallOptions, CreateResult, RegistrationRequest } from '../backend.ts';
import { asRefusal, decodeRequestTaken, type Writer } from '../shared/writer.ts';
import { createdReply, isDevice } from './replies.ts';
import { createDevice } from './requests.ts';

const documented: ReadonlySet<number> = new Set([200, 201]);

/** What POST /devices/ led to. */
export const createOne = async (
  writer: Writer,
  request: RegistrationRequest,
  { signal }: CallOptions,
): Promise<CreateResult> => {
  const written = await writer.send({ kind: 'other', request: createDevice(request), pacs: [request.pac], signal });
  if (written.kind === 'conflict') return { kind: 'exists' };
  if (written.kind === 'gone') return asRefusal(written);
  if (written.kind !== 'taken') return written;
  const reply = decodeRequestTaken(written, createdReply, 'does not name this device');
  if (reply.kind === 'unknown') return reply;
  if (!isDevice(reply.value.id, request.deviceId) || !documented.has(written.status)) {
    return {
      kind: 'unknown',
      reason: `the backend answered ${written.status}, but with JSON that does not name this device`,
    };
  }
  return { kind: 'created' };
};
