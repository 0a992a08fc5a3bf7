import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { demoIds } from '../../src/simulator/backend/demo-world.ts';
import { idsFrom, startRig, type Rig } from './backend-rig.ts';

const requests = 2;
const unitsOfRequest = 150_000;
/** Far above what it takes (about 3 s on two cores), far below what anything quadratic would. */
const cpuLimitMs = 20_000;
const first = 0x00a1_0000;

const listed = z.object({ data: z.array(z.object({ id: z.string() })), paging: z.object({ next: z.string().optional() }) });
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

const hex = (number: number): string => number.toString(16).toUpperCase();

describe('300,000 units', () => {
  it('are created by two bulk requests, counted, and listed by windows of IDs, in seconds', { timeout: 120_000 }, async () => {
    const rig = await startRig();
    const begin = process.cpuUsage();
    for (let request = 0; request < requests; request += 1) {
      const started = await rig.createBulk(idsFrom(hex(first + request * unitsOfRequest), unitsOfRequest));
      expect(await rig.poll(started)).toMatchObject({ body: { jobDone: true, total: unitsOfRequest, status: { success: unitsOfRequest, errors: [] } } });
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
