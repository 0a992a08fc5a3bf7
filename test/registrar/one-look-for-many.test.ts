import { describe, expect, test } from 'vitest';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import type { DeviceId } from '../../src/domain/device-id.ts';
import { HttpClient } from '../../src/backend/http/http-client.ts';
import { BaseUrl } from '../../src/backend/http/base-url.ts';
import { Credentials } from '../../src/backend/http/credentials.ts';
import { RateBudget } from '../../src/backend/limits/rate-budget.ts';
import { ApiV2 } from '../../src/backend/v2/api-v2.ts';
import { SharedLookup } from '../../src/registrar/lookup/shared-lookup.ts';
import { demoUsers } from '../../src/simulator/backend/world/demo-world.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { InMemoryBackend } from './in-memory-backend.ts';
import { startWorld, unitOf, waiting } from './registrar-bench.ts';
import { openVirtual } from './virtual-registrar.ts';

class CountingHttp extends HttpClient {
  requests = 0;

  override send(...asked: Parameters<HttpClient['send']>): ReturnType<HttpClient['send']> {
    this.requests += 1;
    return super.send(...asked);
  }
}

test('Thirty-two units of one delivery that finish together cost at most 40 requests in all', async () => {
  const bench = await openVirtual();
  const { clock } = bench;
  const { url } = await startWorld();
  const http = new CountingHttp({ baseUrl: BaseUrl.parse(url), credentials: new Credentials(demoUsers.writer) });
  const client = new ApiV2({ http, budget: new RateBudget({ clock }), clock });
  const registrar = await bench.start({ client });
  const units = Array.from({ length: 32 }, (_, index) => unitOf(0x100 + index));
  await bench.owe(...units);
  const results = await bench.through(
    Promise.all(units.map(({ deviceId }) => registrar.register(deviceId, { signal: waiting() }))),
  );
  expect(new Set(results.map(({ state }) => state))).toEqual(new Set(['confirmed']));
  expect(http.requests).toBeLessThanOrEqual(40);
  await client.close();
});

describe('A look-up that is shared', () => {
  const deviceTypeId = 'any';
  const ids = Array.from({ length: 5 }, (_, index) => unitOf(index).deviceId);

  const open = (gatherMs = 150) => {
    const clock = new VirtualClock();
    const backend = new InMemoryBackend({ clock });
    const lookup = new SharedLookup({ backend, clock, gatherMs: () => gatherMs });
    const find = (
      deviceId: DeviceId,
      { signal = waiting(), effort = 'quick' }: { signal?: AbortSignal; effort?: 'quick' | 'thorough' } = {},
    ) => lookup.find({ deviceId, deviceTypeId, effort }, { signal });
    return { clock, backend, find };
  };

  test('asks for all that wait at once, and for those that come meanwhile in the next one', async () => {
    const { clock, backend, find } = open();
    const first = ids.slice(0, 3).map((deviceId) => find(deviceId));
    await clock.advance(150);
    await Promise.all(first);
    const later = ids.slice(3).map((deviceId) => find(deviceId));
    await clock.advance(150);
    await Promise.all(later);
    expect(backend.looks.map(({ deviceIds }) => deviceIds)).toEqual([ids.slice(0, 3), ids.slice(3)]);
  });

  test('tells each what it asked for, and all of them what went wrong', async () => {
    const { clock, backend, find } = open();
    backend.failingLooks.push(new PaclineError('backend fault', 'Later.'));
    const all = Promise.allSettled(ids.map((deviceId) => find(deviceId)));
    await clock.advance(150);
    expect((await all).map(({ status }) => status)).toEqual(ids.map(() => 'rejected'));
    const again = find(unitOf(0).deviceId);
    await clock.advance(150);
    expect(await again).toBeUndefined();
  });

  test('is left at once by who has to go, is not asked for him, and leaves nothing behind when all have gone', async () => {
    const { clock, backend, find } = open();
    const leaving = new AbortController();
    const [one = unitOf(1).deviceId, other = unitOf(2).deviceId] = ids;
    const left = expect(find(one, { signal: leaving.signal })).rejects.toThrow('has to go');
    const stays = find(other);
    leaving.abort(new Error('has to go'));
    await left;
    await clock.advance(150);
    await stays;
    expect(backend.looks.map(({ deviceIds }) => deviceIds)).toEqual([[other]]);

    const all = new AbortController();
    const gone = Promise.allSettled(ids.map((deviceId) => find(deviceId, { signal: all.signal })));
    expect(clock.sleeping).toBe(1);
    all.abort(new Error('the station stops'));
    await gone;
    expect(clock.sleeping).toBe(0);
    await expect(find(one, { signal: all.signal })).rejects.toThrow('the station stops');
    const next = find(one);
    await clock.advance(150);
    expect(await next).toBeUndefined();
    expect(backend.looks).toHaveLength(2);
  });

  test('does not wait for others where nobody else is on the way', async () => {
    const { clock, find } = open(0);
    expect(await find(unitOf(1).deviceId)).toBeUndefined();
    expect(clock.sleeping).toBe(0);
  });

  test('asks for quick and thorough answers apart', async () => {
    const { clock, backend, find } = open();
    const both = [find(unitOf(1).deviceId), find(unitOf(2).deviceId, { effort: 'thorough' })];
    await clock.advance(150);
    await Promise.all(both);
    expect(backend.looks.map(({ effort }) => effort)).toEqual(['quick', 'thorough']);
  });
});
