import { join } from 'node:path';

import { expect, test } from 'vitest';

import { madeUpId, madeUpPac } from '../series/made-up-series.ts';
import { objects, pacline, temporaryFolder } from './support/pacline.ts';
import { certificate, deviceType, serveBackend } from './support/served.ts';

test('A unit in a job is called that by outbox drain, and sent already by outbox withdraw', async () => {
  const access = await serveBackend('--job-delay', '600000');
  const world = {
    ...access,
    PACLINE_API_URL: access.PACLINE_API_URL.replace('/v2', '/api'),
    PACLINE_API_VERSION: 'v1',
    PACLINE_STATE_DIR: join(temporaryFolder(), 'state'),
  };
  const registered = await pacline(
    [
      'register',
      '--id',
      madeUpId(0),
      '--pac',
      madeUpPac(0),
      '--device-type',
      deviceType,
      '--certificate',
      certificate,
      '--wait',
      '1',
      '--json',
    ],
    world,
  );
  expect(objects(registered)).toMatchObject([{ code: 'in a job' }]);

  const drained = await pacline(['outbox', 'drain', '--wait', '1'], world);
  expect(drained).toMatchObject({ code: 4, stdout: expect.stringMatching(/^0 owed, 1 in jobs, /) as string });
  const told = await pacline(['outbox', 'drain', '--wait', '1', '--json'], world);
  expect(objects(told)).toEqual([
    { event: 'end', confirmed: 0, refused: 0, left: 1, owed: 0, inJobs: 1, accepted: 0, unknown: 0 },
  ]);

  const withdrawn = await pacline(
    ['outbox', 'withdraw', '--id', madeUpId(0), '--why', 'typed wrongly', '--json'],
    world,
  );
  expect(withdrawn.code).toBe(4);
  expect(objects(withdrawn)).toEqual([{ event: 'end', withdrawn: 0, sent: 1, notOwed: 0 }]);
});
