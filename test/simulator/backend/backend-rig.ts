import { expect, onTestFinished } from 'vitest';
import * as z from 'zod';
import {
  startSimulatedBackend,
  type SimulatedBackend,
  type SimulatedBackendOptions,
} from '../../../src/simulator/backend/server.ts';
import { demoIds, demoUsers, demoWorld } from '../../../src/simulator/backend/world/demo-world.ts';
import type { WorldSeed } from '../../../src/simulator/backend/world/entities.ts';
import { Registry } from '../../../src/simulator/backend/world/registry.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

interface CallOptions {
  /** Default: the demo's user with write rights; null: no credentials at all. */
  readonly as?: { readonly login: string; readonly password: string } | null;
  readonly method?: string;
  /** Text goes out as it is, anything else as JSON. */
  readonly body?: unknown;
}

export interface Rig extends SimulatedBackend {
  readonly clock: VirtualClock;
  /** Path below the base, or a full URL. */
  call(path: string, options?: CallOptions): Promise<Reply>;
  /** As `call`, below the base of API v1. */
  callV1(path: string, options?: CallOptions): Promise<Reply>;
  /** A create that is right in every field but those given. */
  create(id: string, fields?: Readonly<Record<string, unknown>>): Promise<Reply>;
  /** A bulk create of these units that is right in every field but those given. */
  createBulk(ids: readonly string[], fields?: Readonly<Record<string, unknown>>): Promise<Reply>;
  /** The status of the create, edit or transfer job that this answer started. */
  poll(started: Reply): Promise<Reply>;
}

type RigOptions = Partial<Omit<SimulatedBackendOptions, 'world' | 'clock'>> & { readonly seed?: Partial<WorldSeed> };

/** A backend of the test's own on a free port, closed when the test ends. */
export const startRig = async ({ seed, ...options }: RigOptions = {}): Promise<Rig> => {
  const clock = new VirtualClock();
  const backend = await startSimulatedBackend({
    listen: { host: '127.0.0.1', port: 0 },
    world: new Registry({ ...demoWorld, ...seed }),
    clock,
    signal: new AbortController().signal,
    ...options,
  });
  onTestFinished(() => backend.close());

  const call: Rig['call'] = async (path, { as = demoUsers.writer, method = 'GET', body } = {}) => {
    const response = await fetch(path.startsWith('http') ? path : `${backend.url}${path}`, {
      method,
      redirect: 'manual',
      headers:
        as === null ? {} : { authorization: `Basic ${Buffer.from(`${as.login}:${as.password}`).toString('base64')}` },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson(response) ? JSON.parse(text) : undefined,
    };
  };
  const create: Rig['create'] = (id, fields = {}) =>
    call('/devices/', { method: 'POST', body: { ...creationOf(id), ...fields } });
  const callV1: Rig['callV1'] = (path, asked) => call(`${backend.urlV1}${path}`, asked);
  const createBulk: Rig['createBulk'] = (ids, fields = {}) =>
    call('/devices/bulk', { method: 'POST', body: { ...bulkOf(ids), ...fields } });
  const poll: Rig['poll'] = (started) => call(`/devices/bulk/${jobIdOf(started)}`);
  return { ...backend, clock, call, callV1, create, createBulk, poll };
};

export const jobIdOf = ({ body }: Reply): string => z.object({ jobId: z.string() }).parse(body).jobId;

export const bulkOf = (ids: readonly string[]): Record<string, unknown> => ({
  deviceTypeId: demoIds.deviceType,
  productCertificate: { key: 'P_00A1_0001_01' },
  data: ids.map((id) => ({ id, pac: pacOf(id) })),
});

/** Made-up IDs that follow on one another. */
export const idsFrom = (first: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) =>
    (Number.parseInt(first, 16) + index).toString(16).toUpperCase().padStart(8, '0'),
  );

/** A second customer with a device type and one device, and a second device type of our own on a contract of its own. */
export const neighbours = {
  group: 'f0'.repeat(12),
  deviceType: 'f1'.repeat(12),
  device: '00A10009',
  ourOtherType: 'f3'.repeat(12),
  ourOtherContract: 'f4'.repeat(12),
} as const;

export const withNeighbours: Partial<WorldSeed> = {
  groups: [
    ...demoWorld.groups,
    { id: neighbours.group, name: 'Theirs', maxPrototypeAllowed: 0, currentPrototypeCount: 0 },
  ],
  deviceTypes: [
    ...demoWorld.deviceTypes,
    { id: neighbours.deviceType, name: 'Their sensor', groupId: neighbours.group, contractIds: [] },
    {
      id: neighbours.ourOtherType,
      name: 'Our meter',
      groupId: demoIds.group,
      contractIds: [neighbours.ourOtherContract],
    },
  ],
  contracts: [
    ...demoWorld.contracts,
    ...demoWorld.contracts.map((contract) => ({
      ...contract,
      id: neighbours.ourOtherContract,
      name: 'Our other contract',
      tokenDurationMonths: 6,
    })),
  ],
  devices: [
    {
      id: neighbours.device,
      pac: pacOf(neighbours.device),
      name: 'theirs',
      deviceTypeId: neighbours.deviceType,
      productCertificate: 'P_00A1_0002_01',
      creationTime: 0,
    },
  ],
};

export const creationOf = (id: string): Record<string, unknown> => ({
  id,
  name: `unit ${id}`,
  pac: pacOf(id),
  deviceTypeId: demoIds.deviceType,
  productCertificate: { key: 'P_00A1_0001_01' },
});

/** A made-up PAC for a made-up ID. */
export function pacOf(id: string): string {
  return `A1A1A1A1${id.padStart(8, '0')}`;
}

/** Matchers that no longer count as `any`. */
export const anyText: unknown = expect.any(String);
export const textLike = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const isJson = (response: Response): boolean => response.headers.get('content-type') === 'application/json';
