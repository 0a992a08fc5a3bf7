import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DeviceId } from '../../src/domain/device-id.ts';
import { InMemoryBackend, shelved } from './in-memory-backend.ts';
import { temporaryFolder, waiting } from './registrar-bench.ts';
import { id } from '../backend/api-bench.ts';
import { ProductCertificate } from '../../src/domain/product-certificate.ts';
import { openVirtual, type VirtualBench } from './virtual-registrar.ts';

const deviceTypeId = '0123456789abcdef01234567';
const certificate = ProductCertificate.parse('P_0001_AFAF_01');
if (!certificate.ok) throw new Error(certificate.reason);
const certification = { kind: 'certificate', certificate: certificate.value } as const;

/** What the backend had got of the units whose end was not known. */
const there: readonly DeviceId[] = [
  '00A10002',
  '00A10004',
  '00A10006',
  '00A10010',
  '00A10011',
  '00A10012',
  '00A10020',
  '00A10030',
].map(id);
const absent: readonly DeviceId[] = ['00A10003', '00A10013', '00A10021', '00A10031'].map(id);

const open = async (schema: number, singles: 'at once' | 'as a job'): Promise<VirtualBench> => {
  const path = join(temporaryFolder(), 'journal.sqlite');
  copyFileSync(join(import.meta.dirname, '../journal/earlier-versions', `schema-${schema}.sqlite`), path);
  return openVirtual({
    path,
    backend: (clock) => {
      const backend = new InMemoryBackend({ clock, singles, listDelayMs: () => 90_000 });
      for (const deviceId of there) backend.devices.set(deviceId, shelved({ deviceId, deviceTypeId, certification }));
      return backend;
    },
  });
};

const expectSettled = async ({ backend, journal }: VirtualBench): Promise<void> => {
  expect(await journal.countRegistrations()).toEqual({ confirmed: 14, refused: 1 });
  expect(there.map((deviceId) => backend.attempts(deviceId))).toEqual(there.map(() => 0));
  expect(absent.map((deviceId) => backend.attempts(deviceId))).toEqual(absent.map(() => 1));
  expect(await journal.verify()).toMatchObject({ brokenAt: null });
};

describe.each([1, 2, 3, 4])('A journal that was written with schema %i goes on', (schema) => {
  test.each(['at once', 'as a job'] as const)('with a drain, where units are answered %s', async (singles) => {
    const bench = await open(schema, singles);
    const registrar = await bench.start();
    const stop = new AbortController();
    const draining = registrar.drain({ signal: stop.signal });
    await bench.passing(40 * 60_000);
    await expectSettled(bench);
    stop.abort(new Error('the shift is over'));
    await bench.through(draining);
  });

  test.each([1, 100])('with a command, in batches from %i', async (batchFrom) => {
    const bench = await open(schema, 'at once');
    await bench.through((await bench.start()).flush({}, { signal: waiting(), batchFrom }));
    await expectSettled(bench);
  });
});
