import { describe, expect, test } from 'vitest';

import { demoUsers } from '../../src/simulator/backend/world/demo-world.ts';
import { objects, pacline } from './support/pacline.ts';
import { accessTo, certificate, deviceType, startBeside } from './support/served.ts';

/** A backend with units in it, seen by an API user who may look and is not shown PACs. */
const serveToAnOnlooker = async () => {
  const [, url = ''] = await startBeside('backend-with-units.ts').until(/^(http:\S+\/v2)$/m);
  return {
    ...accessTo(url),
    PACLINE_API_LOGIN: demoUsers.reader.login,
    PACLINE_API_PASSWORD: demoUsers.reader.password,
  };
};

describe('status tells what this API user is not shown', () => {
  test('of a unit', async () => {
    const world = await serveToAnOnlooker();
    expect((await pacline(['status', '--id', 'a10001'], world)).stdout).toContain(
      'not shown     the current PAC: labels and hand-over lists have no current PAC\n',
    );
    expect(objects(await pacline(['status', '--id', 'a10001', '--json'], world))).toMatchObject([
      { notShown: ['current PAC'], certificationShown: true },
    ]);
  });

  test('of several units once', async () => {
    const several = await pacline(['status', '--id', 'a10001', '--id', 'a10002'], await serveToAnOnlooker());
    expect(several.code).toBe(0);
    expect(several.stdout).not.toContain('not shown ');
    expect(several.stderr.match(/is not shown the current PAC of some of them/g)).toHaveLength(1);
  });

  test('before any unit of a product is registered', async () => {
    const ended = await pacline(
      ['status', '--device-type', deviceType, '--certificate', certificate, '--json'],
      await serveToAnOnlooker(),
    );
    expect(ended.code).toBe(0);
    expect(objects(ended)).toMatchObject([
      { findings: [{ code: 'not shown', severity: 'warn', message: expect.stringContaining('hand-over lists') }] },
    ]);
  });
});
