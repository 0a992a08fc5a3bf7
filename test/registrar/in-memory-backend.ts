import type { CreateResult, RegisteredDevice, RegistrationRequest } from '../../src/backend/backend.ts';
import type { DeviceId } from '../../src/domain/device-id.ts';
import type { Registers } from '../../src/registrar/registers.ts';

/** A backend without a socket, for time that stands still. It registers what it is asked to, unless it is told otherwise. */
export class InMemoryBackend implements Registers {
  readonly devices = new Map<DeviceId, RegisteredDevice>();
  /** The IDs of all creates, in order. */
  readonly created: DeviceId[] = [];
  /** What the next creates lead to instead, one after another; nothing is registered then. */
  readonly instead: CreateResult[] = [];

  async create({ deviceId, name, deviceTypeId, certification }: RegistrationRequest, { signal }: { readonly signal: AbortSignal }): Promise<CreateResult> {
    signal.throwIfAborted();
    this.created.push(deviceId);
    const instead = this.instead.shift();
    if (instead !== undefined) return instead;
    if (this.devices.has(deviceId)) return { kind: 'exists' };
    const certificate = certification.kind === 'certificate' ? certification.certificate : null;
    this.devices.set(deviceId, { deviceId, name, deviceTypeId, certificate, prototype: certificate === null });
    return { kind: 'created' };
  }

  async find(deviceIds: readonly DeviceId[], { signal }: { readonly signal: AbortSignal }): Promise<ReadonlyMap<DeviceId, RegisteredDevice>> {
    signal.throwIfAborted();
    return new Map([...this.devices].filter(([deviceId]) => deviceIds.includes(deviceId)));
  }
}
