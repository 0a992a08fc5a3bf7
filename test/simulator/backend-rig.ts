import { expect, onTestFinished } from 'vitest';
import { startSimulatedBackend, type SimulatedBackend, type SimulatedBackendOptions } from '../../src/simulator/backend/server.ts';
import { demoIds, demoUsers, demoWorld } from '../../src/simulator/backend/demo-world.ts';
import type { WorldSeed } from '../../src/simulator/backend/entities.ts';
import { Registry } from '../../src/simulator/backend/registry.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

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
  /** A create that is right in every field but those given. */
  create(id: string, fields?: Readonly<Record<string, unknown>>): Promise<Reply>;
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
      headers: as === null ? {} : { authorization: `Basic ${Buffer.from(`${as.login}:${as.password}`).toString('base64')}` },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: isJson(response) ? JSON.parse(text) : undefined };
  };
  const create: Rig['create'] = (id, fields = {}) => call('/devices/', { method: 'POST', body: { ...creationOf(id), ...fields } });
  return { ...backend, clock, call, create };
};

export const creationOf = (id: string): Record<string, unknown> => ({
  id,
  name: `unit ${id}`,
  pac: pacOf(id),
  deviceTypeId: demoIds.deviceType,
  productCertificate: { key: 'P_00A1_0001_01' },
});

/** A made-up PAC for a made-up ID. */
export const pacOf = (id: string): string => `A1A1A1A1${id.padStart(8, '0')}`;

/** Matchers that no longer count as `any`. */
export const anyText: unknown = expect.any(String);
export const textLike = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const isJson = (response: Response): boolean => response.headers.get('content-type') === 'application/json';
