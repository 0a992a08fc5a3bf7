import { expect, onTestFinished, test } from 'vitest';
import { BaseUrl } from '../../src/backend/http/base-url.ts';
import type { Backend, BatchUnit, JobStatus } from '../../src/backend/backend.ts';
import { Credentials } from '../../src/backend/http/credentials.ts';
import { HttpClient } from '../../src/backend/http/http-client.ts';
import { RateBudget } from '../../src/backend/limits/rate-budget.ts';
import { ApiV1 } from '../../src/backend/v1/api-v1.ts';
import { ApiV2 } from '../../src/backend/v2/api-v2.ts';
import { Pac } from '../../src/domain/pac.ts';
import { demoIds, demoUsers, demoWorld } from '../../src/simulator/backend/world/demo-world.ts';
import { Registry } from '../../src/simulator/backend/world/registry.ts';
import { startSimulatedBackend } from '../../src/simulator/backend/server.ts';
import { fastClock } from '../acceptance/support/fast-clock.ts';
import { id, product as someProduct, request as someRequest, valueOf, waiting } from './api-bench.ts';

const signal = waiting();
const otherType = '5eed0000000000000000000d';
const product = { ...someProduct, deviceTypeId: demoIds.deviceType };

const unit = (number: number): BatchUnit => {
  const digits = (0xa10000 + number).toString(16).toUpperCase();
  return { deviceId: id(digits), pac: valueOf(Pac.parse(`7C1E5A90B3${digits}`)), name: `tank-00${digits}` };
};

const request = { ...unit(1), deviceTypeId: demoIds.deviceType, certification: someRequest.certification };
const batch = {
  deviceTypeId: demoIds.deviceType,
  certification: someRequest.certification,
  units: Array.from({ length: 30 }, (_, index) => unit(100 + index)),
};

/** Both versions of the API of one simulated world, in time that passes fifty times as fast as ours. */
const open = async () => {
  const clock = fastClock(50);
  const deviceTypes = [
    ...demoWorld.deviceTypes,
    { id: otherType, name: 'Other sensor', groupId: demoIds.group, contractIds: [demoIds.contract] },
  ];
  const simulated = await startSimulatedBackend({
    listen: { host: '127.0.0.1', port: 0 },
    world: new Registry({ ...demoWorld, deviceTypes }),
    clock,
    signal,
  });
  onTestFinished(() => simulated.close());
  const client = (url: string) => ({
    http: new HttpClient({ baseUrl: BaseUrl.parse(url), credentials: new Credentials(demoUsers.writer) }),
    budget: new RateBudget({ clock }),
    clock,
  });
  const apis = { v1: new ApiV1(client(simulated.urlV1)), v2: new ApiV2(client(simulated.url)) };
  onTestFinished(() => apis.v1.close());
  onTestFinished(() => apis.v2.close());
  const untilDone = async (poll: () => Promise<JobStatus | null>): Promise<JobStatus | null> => {
    for (;;) {
      const status = await poll();
      if (status === null || status.done) return status;
      await clock.sleep(500, { signal });
    }
  };
  return { ...apis, untilDone };
};

const jobOf = (start: { readonly kind: string }): string =>
  'jobId' in start ? String(start.jobId) : expect.fail(JSON.stringify(start));

/** One unit, at once or as a job, as the API does it. */
const register = async ({ untilDone }: Awaited<ReturnType<typeof open>>, api: Backend): Promise<void> => {
  if (api.singles === 'at once') {
    expect(await api.create(request, { signal })).toEqual({ kind: 'created' });
    return;
  }
  const jobId = jobOf(await api.createBatch({ ...batch, units: [unit(1)] }, { signal }));
  expect(await untilDone(() => api.job({ jobId, deviceTypeId: demoIds.deviceType }, { signal }))).toMatchObject({
    success: 1,
  });
};

const versions = ['v1', 'v2'] as const;

test.each(versions)('one unit goes through API %s: preflight, create, look-up, edit', async (version) => {
  const bench = await open();
  const api: Backend = bench[version];
  expect(await api.preflight(product, { signal })).toMatchObject({ deviceTypeName: 'Demo sensor' });
  await register(bench, api);
  const found = await api.find([request.deviceId, unit(2).deviceId], { signal, effort: 'thorough' });
  expect([...found.values()]).toMatchObject([
    { deviceId: request.deviceId, deviceTypeId: demoIds.deviceType, state: 'ok' },
  ]);
  expect(await api.edit(request.deviceId, { name: 'left door' }, { signal })).toEqual({ kind: 'done' });
  expect((await api.find([request.deviceId], { signal, effort: 'thorough' })).get(request.deviceId)?.name).toBe(
    'left door',
  );
  expect(found.get(request.deviceId)?.pac?.equals(request.pac), 'registration makes a new PAC').toBe(false);
});

test.each(versions)('a batch goes through API %s, and its job to the end', async (version) => {
  const bench = await open();
  const api: Backend = bench[version];
  const jobId = jobOf(await api.createBatch(batch, { signal }));
  expect(await bench.untilDone(() => api.job({ jobId, deviceTypeId: demoIds.deviceType }, { signal }))).toEqual({
    done: true,
    total: 30,
    success: 30,
    failures: [],
  });
  expect((await Array.fromAsync(api.list({ deviceTypeId: demoIds.deviceType }, { signal }))).length).toBe(30);
  expect(
    (
      await api.find(
        batch.units.map(({ deviceId }) => deviceId),
        { signal, effort: 'thorough' },
      )
    ).size,
  ).toBe(30);
  expect(await api.job({ jobId: '6543a1b2c3d4e5f607182930', deviceTypeId: demoIds.deviceType }, { signal })).toBeNull();
});

test.each(versions)('a batch of edits goes through API %s, and names the unit that is not there', async (version) => {
  const bench = await open();
  const api: Backend = bench[version];
  await register(bench, api);
  const edits = [request.deviceId, unit(2).deviceId].map((deviceId) => ({ deviceId, changes: { name: 'new' } }));
  const result = await api.editBatch(edits, { signal });
  const failures =
    result.kind === 'edited'
      ? result.failures
      : (await bench.untilDone(() => api.job({ jobId: jobOf(result), deviceTypeId: demoIds.deviceType }, { signal })))
          ?.failures;
  expect(failures).toHaveLength(1);
  expect((await api.find([request.deviceId], { signal, effort: 'thorough' })).get(request.deviceId)?.name).toBe('new');
});

test('a unit is moved to another device type by an edit on API v1 and by a transfer on API v2', async () => {
  const { v1, v2, untilDone } = await open();
  await v2.create(request, { signal });
  expect(await v1.edit(request.deviceId, { deviceTypeId: otherType }, { signal })).toEqual({ kind: 'done' });
  expect((await v2.find([request.deviceId], { signal, effort: 'thorough' })).get(request.deviceId)?.deviceTypeId).toBe(
    otherType,
  );
  const jobId = jobOf(
    await v2.transfer(demoIds.deviceType, [{ deviceId: request.deviceId, keepHistory: true, activable: true }], {
      signal,
    }),
  );
  expect(await untilDone(() => v2.job({ jobId, deviceTypeId: demoIds.deviceType }, { signal }))).toMatchObject({
    success: 1,
    failures: [],
  });
  expect((await v1.find([request.deviceId], { signal, effort: 'thorough' })).get(request.deviceId)?.deviceTypeId).toBe(
    demoIds.deviceType,
  );
});

test('what is simulated of API v2 only: pairs, certificates, actions with their own jobs, quotas', async () => {
  const { v2, untilDone } = await open();
  expect((await v2.productCertificateOf(request, { signal })).kind).toMatch(/^(known|not confirmed)$/);
  await v2.create(request, { signal });
  expect(await v2.certificateStatus(request.deviceId, { signal })).toMatchObject({ certificate: 'P_00A1_BEEF_01' });
  for (const action of ['suspend', 'resume', 'restart'] as const) {
    const jobId = jobOf(await v2.act(action, [request.deviceId, unit(2).deviceId], { signal }));
    const status = await untilDone(() => v2.actionJob(action, jobId, { signal }));
    expect(status).toMatchObject({ done: true, total: 2 });
    expect(status?.failures.map(({ deviceId }) => deviceId)).toContain(unit(2).deviceId);
  }
  expect(await v2.prototypeQuota(demoIds.group, { signal })).toEqual({ allowed: 1_000, used: 0 });
  expect(await v2.disengage(request.deviceId, { signal })).toEqual({ kind: 'done' });
  expect(await v2.edit(request.deviceId, { certification: { kind: 'prototype' } }, { signal })).toEqual({
    kind: 'done',
  });
  expect((await v2.find([request.deviceId], { signal, effort: 'thorough' })).get(request.deviceId)).toMatchObject({
    certificate: null,
    prototype: true,
  });
});
