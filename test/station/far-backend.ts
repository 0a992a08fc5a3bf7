import type { CreateResult, RegisteredDevice } from '../../src/backend/backend.ts';
import type { DeviceId } from '../../src/domain/device-id.ts';
import { PaclineError } from '../../src/domain/pacline-error.ts';
import type { Registers } from '../../src/registrar/registers.ts';
import { InMemoryBackend } from '../registrar/in-memory-backend.ts';

/** A backend that can be cut off, and that can be slow. */
export class FarBackend extends InMemoryBackend {
  isReachable = true;
  /** What a create waits for before it is answered. */
  answers: Promise<void> = Promise.resolve();

  override async create(...[request, { signal }]: Parameters<Registers['create']>): Promise<CreateResult> {
    if (!this.isReachable) return { kind: 'postponed', code: 'backend unreachable', reason: 'nothing was sent', retryAfterMs: null };
    const result = await super.create(request, { signal });
    await this.answers;
    return signal.aborted ? { kind: 'unknown', reason: 'stopped by us' } : result;
  }

  override async find(...asked: Parameters<Registers['find']>): Promise<ReadonlyMap<DeviceId, RegisteredDevice>> {
    if (!this.isReachable) throw new PaclineError('backend unreachable', 'Nobody there.');
    return super.find(...asked);
  }
}
