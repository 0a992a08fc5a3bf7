import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { demoIds } from '../../../src/simulator/backend/world/demo-world.ts';
import { idsFrom, startRig, type Rig } from './backend-rig.ts';

const requests = 2;
const unitsOfRequest = 150_000;
/** Far above what it takes (about 3 s on two cores), far below what anything quadratic would. */
const cpuLimitMs = 20_000;
const first = 0x00a1_0000;

const listed = z.object({
  data: z.array(z.object({ id: z.string() })),
  paging: z.object({ next: z.string().optional() }),
});
const paired = z.object({ data: z.array(z.unknown()) });

const walk = async (rig: Rig, path: string): Promise<number> => {
  let count = 0;
  let next: string | undefined = path;
  while (next !== undefined) {
    const page: z.infer<typeof listed> = listed.parse((await rig.call(next)).body);
    count += page.data.length;
    next = page.paging.next;
  }
  return count;
};

/** The whole list, each page from behind the last ID on: offsets end at 40,000. */
const walkById = async (rig: Rig, path: string): Promise<number> => {
  let count = 0;
  for (let from = 0; ;) {
    const { data } = listed.parse((await rig.call(`${path}&minId=${hex(from)}`)).body);
    const last = data.at(-1);
    if (last === undefined) return count;
    count += data.length;
    from = Number.parseInt(last.id, 16) + 1;
  }
};

const hex = (number: number): string => number.toString(16).toUpperCase();

describe('300,000 units', () => {
  it('are created by two bulk requests, counted, and listed by windows of IDs, in seconds', async () => {
    const rig = await startRig();
    const begin = process.cpuUsage();
    for (let request = 0; request < requests; request += 1) {
      const started = await rig.createBulk(idsFrom(hex(first + request * unitsOfRequest), unitsOfRequest));
      expect(await rig.poll(started)).toMatchObject({
        body: { jobDone: true, total: unitsOfRequest, status: { success: unitsOfRequest, errors: [] } },
      });
    }
    const window = `/devices/?deviceTypeId=${demoIds.deviceType}&sort=id&fields=productCertificate(key)`;
    expect(await walk(rig, `${window}&minId=${hex(first + 149_000)}&maxId=${hex(first + 150_999)}`)).toBe(2_000);
    for (let step = 0; step < 100; step += 1) {
      const from = first + step * 3_000;
      expect(await walk(rig, `${window}&minId=${hex(from)}&maxId=${hex(from + 49)}`)).toBe(50);
      expect(rig.world.creates(hex(from))).toEqual({ attempts: 1, committed: 1 });
    }
    const pairs = paired.parse((await rig.callV1(`/devicetypes/${demoIds.deviceType}/id-pac`)).body);
    expect(pairs.data.length).toBe(requests * unitsOfRequest);
    const { user, system } = process.cpuUsage(begin);
    expect((user + system) / 1000).toBeLessThan(cpuLimitMs);
  });
});

describe('60,000 scattered units of a world that lists late', () => {
  it('are walked page by page while more of them come, in seconds', async () => {
    const rig = await startRig({
      listDelay: { minMs: 300, maxMs: 1_500 },
      pace: { startsAfterMs: 500, perJobMs: 0, perThousandMs: 1_000 },
    });
    const begin = process.cpuUsage();
    // A step that has no factor in common with the whole range scatters the IDs and repeats none.
    const ids = Array.from({ length: 60_000 }, (_, index) => hex(0x00a1_0000 + ((index * 7_919) % 65_521)));
    const started = await rig.createBulk(ids);
    const window = `/devices/?deviceTypeId=${demoIds.deviceType}&sort=id&fields=productCertificate(key)`;
    let listedBefore = 0;
    for (let step = 0; step < 6; step += 1) {
      await rig.clock.advance(10_000);
      const count = await walkById(rig, window);
      expect(count).toBeGreaterThan(listedBefore);
      listedBefore = count;
    }
    await rig.clock.advance(2_000);
    expect(await rig.poll(started)).toMatchObject({ body: { jobDone: true, status: { success: 60_000, errors: [] } } });
    for (const sort of ['id', '-id', 'name', '-name']) {
      const [far] = listed.parse((await rig.call(`/devices/?sort=${sort}&offset=39900&limit=1`)).body).data;
      expect(far).toBeDefined();
    }
    expect(rig.world.createCounter.repeated('arrived')).toEqual([]);
    expect(await walk(rig, `${window}&minId=A10000&maxId=A17FFF`)).toBe(
      ids.filter((id) => Number.parseInt(id, 16) <= 0x00a1_7fff).length,
    );
    const { user, system } = process.cpuUsage(begin);
    expect((user + system) / 1000).toBeLessThan(cpuLimitMs);
  });
});
