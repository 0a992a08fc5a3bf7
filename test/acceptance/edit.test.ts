import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { cli, objects, pacline, start, startPacline, temporaryFolder, type Environment } from './support/pacline.ts';
import type { Ended } from './support/running-program.ts';
import { accessTo, certificate, deviceType, nobody, password, serveBackend, startBeside } from './support/served.ts';

const otherType = '5eed000000000000000000c2';
const otherCertificate = 'P_0001_AFAF_02';

/** A backend in which units are registered. */
const startUnits = async () => {
  const backend = startBeside('backend-with-units.ts');
  const [, url = '', urlV1 = ''] = await backend.until(/^(http:\S+\/v2)\n(http:\S+\/api)$/m);
  const state = { PACLINE_STATE_DIR: temporaryFolder() };
  const world: Environment = { ...accessTo(url), ...state };
  const worldV1: Environment = { ...accessTo(urlV1), ...state };
  return { world, worldV1, hearTheLast: () => backend.type('') };
};

const serveUnits = async (): Promise<Environment> => (await startUnits()).world;

/** The demo's backend, which takes orders of trouble, with three units registered by this program. */
const serveRegistered = async (...args: readonly string[]): Promise<Environment> => {
  const world = { ...(await serveBackend(...args)), PACLINE_STATE_DIR: temporaryFolder() };
  for (const digit of ['1', '2', '3'])
    await pacline(
      [
        'register',
        '--device-type',
        deviceType,
        '--certificate',
        certificate,
        '--id',
        `a1000${digit}`,
        '--pac',
        `B7D93CE5A61F82D${digit}`,
      ],
      world,
    );
  return world;
};

const fileOf = (...rows: readonly string[]): string => {
  const path = join(temporaryFolder(), 'units.csv');
  writeFileSync(path, `${rows.join('\n')}\n`);
  return path;
};

const edit = async (args: readonly string[], world: Environment): Promise<Ended> => {
  const ended = await pacline(['edit', ...args, '--json'], world);
  expect(ended.stdout + ended.stderr).not.toContain(password);
  return ended;
};

const shown = async (id: string, world: Environment) =>
  objects(await pacline(['status', '--id', id, '--json'], world))[0];

describe('edit set', () => {
  test('changes one unit, and the second time says that it is as it is to be', async () => {
    const world = await serveUnits();
    const command = ['set', '--id', 'a10001', '--name', 'kitchen', '--certificate', otherCertificate];
    const first = await edit(command, world);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(objects(first)).toEqual([
      { deviceId: '00A10001', outcome: 'pass', code: 'edited', message: expect.any(String), jobId: null },
    ]);
    expect(await shown('a10001', world)).toMatchObject({
      name: 'kitchen',
      certificate: otherCertificate,
      prototype: false,
    });

    expect(objects(await edit(command, world))).toMatchObject([{ outcome: 'pass', code: 'already done' }]);
  });

  test('changes the units of a file in one job, each with what its row says', async () => {
    const world = await serveUnits();
    const file = fileOf(
      'DEVICE;name;lat;lng;productCertificate',
      'a10001;bath;53.1;-6.2;',
      `a10002;;52.9;-6.3;${otherCertificate}`,
    );
    const ended = await edit(['set', '--file', file, '--column', 'id=DEVICE'], world);
    expect(ended.code).toBe(0);
    const results = objects(ended);
    expect(results).toMatchObject([
      { deviceId: '00A10001', code: 'edited' },
      { deviceId: '00A10002', code: 'edited' },
    ]);
    expect(results[0]?.['jobId']).toMatch(/^[0-9a-f]{24}$/);
    expect(await shown('a10001', world)).toMatchObject({ name: 'bath', certificate });
    expect(await shown('a10002', world)).toMatchObject({ name: 'unit 00A10002', certificate: otherCertificate });
  });

  test('names each unit that the backend refuses, in its words, and ends with 1', async () => {
    const ended = await edit(
      ['set', '--file', fileOf('id;name', 'a10001;one', 'a100ff;two', 'a10002;three')],
      await serveUnits(),
    );
    expect(ended.code).toBe(1);
    const results = objects(ended);
    expect(results).toHaveLength(3);
    expect(results.filter(({ outcome }) => outcome === 'fail')).toEqual([
      {
        deviceId: '00A100FF',
        outcome: 'fail',
        code: 'backend refused',
        message: expect.stringContaining('there is no such device'),
        jobId: expect.any(String),
      },
    ]);
  });

  test('calls unknown what the backend neither says nor shows, and ends with 4', async () => {
    const world = await serveRegistered('--fault', 'job-missing:2', '--job-ms', '0');
    const ended = await edit(
      ['set', '--file', fileOf('id;automaticRenewal', 'a10001;false', 'a10002;false', 'a10003;false')],
      world,
    );
    expect(ended.code).toBe(4);
    const results = objects(ended);
    expect(results.filter(({ code }) => code === 'change unknown')).toMatchObject([
      { message: expect.stringMatching(/^Unknown/) },
      {},
      {},
    ]);
  });

  test('says of a unit that is not there how that may be', async () => {
    const ended = await edit(['set', '--id', 'a100ff', '--name', 'x'], await serveUnits());
    expect(ended.code).toBe(1);
    expect(objects(ended)).toMatchObject([
      {
        deviceId: '00A100FF',
        outcome: 'fail',
        code: 'not registered',
        message: expect.stringContaining('not registered, or not visible to this API user'),
      },
    ]);
  });

  test('gives every unit its object when nobody answers', async () => {
    for (const units of [
      ['--id', 'a10001', '--name', 'x'],
      ['--file', fileOf('id;name', 'a10001;x')],
    ]) {
      const ended = await edit(['set', ...units], nobody);
      expect(ended.code).toBe(4);
      expect(objects(ended)).toMatchObject([
        { deviceId: '00A10001', outcome: 'error', code: 'backend unreachable', jobId: null },
      ]);
    }
  });

  test('stopped in mid-job says which job goes on, and how to go on', async () => {
    const world = await serveRegistered('--job-ms', '600000');
    // What it says of the job stands on standard error
    const running = start(
      'bash',
      [
        '-c',
        'exec "$0" "$@" 2>&1',
        process.execPath,
        cli,
        'edit',
        'set',
        '--file',
        fileOf('id;name', 'a10001;x', 'a10002;y'),
      ],
      world,
    );
    await running.until(/works on 2 units in job/);
    running.stop('SIGINT');
    const ended = await running.ended;
    expect(ended.code).toBe(130);
    expect(ended.stdout).toMatch(
      /0 of 2 units have a result\. Job [0-9a-f]{24} may still go on in the backend\. Run the same command again/,
    );
    expect(ended.stdout).not.toMatch(/^ {4}at /m);
  });

  test.each([
    {
      what: 'nothing to be changed',
      args: ['set', '--id', 'a10001'],
      code: 'bad usage',
      says: /what is to be changed/,
    },
    {
      what: 'two units',
      args: ['set', '--id', 'a10001', '--id', 'a10002', '--name', 'x'],
      code: 'bad usage',
      says: /no more than one/,
    },
    {
      what: 'half a position',
      args: ['set', '--id', 'a10001', '--lat', '53'],
      code: 'bad usage',
      says: /--lat and --lng together/,
    },
    {
      what: 'a position that is none',
      args: ['set', '--id', 'a10001', '--lat', '153', '--lng', '7'],
      code: 'bad usage',
      says: /--lat: degrees from -90 to 90/,
    },
    {
      what: 'a placeholder certificate',
      args: ['set', '--id', 'a10001', '--certificate', 'P_0001_AFAF_XX'],
      code: 'bad certificate',
      says: /placeholder/,
    },
    {
      what: 'certificate and prototype',
      args: ['set', '--id', 'a10001', '--certificate', certificate, '--prototype'],
      code: 'bad usage',
      says: /exactly one/,
    },
    {
      what: 'a word that is neither true nor false',
      args: ['set', '--id', 'a10001', '--activable', 'maybe'],
      code: 'bad usage',
      says: /true, false/,
    },
    {
      what: 'another device type on API v2',
      args: ['set', '--id', 'a10001', '--device-type', otherType],
      code: 'not in this api',
      says: /`pacline edit transfer --to 5eed000000000000000000c2 --id 00A10001 --yes`/,
    },
    {
      what: 'a transfer without consent',
      args: ['transfer', '--to', otherType, '--id', 'a10001'],
      code: 'bad usage',
      says: /tokens are lost for good.*Nothing was sent; add --yes/,
    },
    {
      what: 'a suspension without consent',
      args: ['suspend', '--id', 'a10001'],
      code: 'bad usage',
      says: /still paid for.*add --yes/,
    },
    {
      what: 'a deletion without its own consent',
      args: ['delete', '--id', 'a10001'],
      code: 'bad usage',
      says: /the PAC in its module will not register it again.*add --yes-delete-device/,
    },
    {
      what: 'two deletions',
      args: ['delete', '--id', 'a10001', '--id', 'a10002', '--yes-delete-device'],
      code: 'bad usage',
      says: /no more than one/,
    },
    {
      what: 'a token that goes nowhere',
      args: ['replace', '--id', 'a10001', '--yes'],
      code: 'bad usage',
      says: /--id and --target/,
    },
  ])('refuses $what before anything is sent', async ({ args, code, says }) => {
    const ended = await edit(args, nobody);
    expect(ended.code).toBe(2);
    expect(objects(ended)).toMatchObject([{ outcome: 'error', code, message: expect.stringMatching(says) }]);
  });

  test('refuses a file that says two things of one unit, with both lines', async () => {
    const ended = await edit(['set', '--file', fileOf('id;name', 'a10001;one', 'a10002;two', 'A10001;three')], nobody);
    expect(ended.code).toBe(2);
    expect(objects(ended)).toMatchObject([
      { code: 'bad usage', message: expect.stringMatching(/Nothing was sent.*line 4.*00A10001.*line 2/) },
    ]);
  });

  test('moves a unit to another device type on API v1, which can, registers there, and says what it cannot', async () => {
    const { world, worldV1 } = await startUnits();
    expect(
      objects(await edit(['set', '--api', 'v1', '--id', 'a10001', '--device-type', otherType], worldV1)),
    ).toMatchObject([{ deviceId: '00A10001', code: 'edited' }]);
    expect(await shown('a10001', world)).toMatchObject({ deviceTypeId: otherType });
    const registered = await pacline(
      [
        'register',
        '--api',
        'v1',
        '--device-type',
        deviceType,
        '--certificate',
        certificate,
        '--id',
        'a10007',
        '--pac',
        'B7D93CE5A61F82D7',
        '--json',
      ],
      worldV1,
    );
    expect(objects(registered)).toMatchObject([{ deviceId: '00A10007', code: 'registered' }]);
    const suspended = await edit(['suspend', '--api', 'v1', '--id', 'a10001', '--yes'], worldV1);
    expect(suspended.code).toBe(2);
    expect(objects(suspended)).toMatchObject([
      { code: 'not in this api', message: expect.stringContaining('use API v2') },
    ]);
  });
});

describe('what concerns tokens', () => {
  test('is done with consent, says what is lost, and is followed to the end of its job', async () => {
    const world = await serveUnits();
    const suspended = await edit(['suspend', '--id', 'a10001', '--id', 'a10002', '--yes'], world);
    expect(suspended.code).toBe(0);
    expect(objects(suspended)).toMatchObject([
      { deviceId: '00A10001', code: 'suspended' },
      { deviceId: '00A10002', code: 'suspended' },
    ]);
    expect(suspended.stderr).toContain('they keep their tokens, which are still paid for');
    expect(await shown('a10001', world)).toMatchObject({ state: 'suspended' });
    expect(objects(await edit(['resume', '--file', fileOf('id', 'a10001', 'a10002'), '--yes'], world))).toMatchObject([
      { code: 'resumed' },
      { code: 'resumed' },
    ]);

    expect(objects(await edit(['replace', '--id', 'a10001', '--target', 'a10003', '--yes'], world))).toMatchObject([
      { deviceId: '00A10001', code: 'replaced' },
    ]);
    expect(objects(await edit(['restart', '--id', 'a10001', '--yes'], world))).toMatchObject([{ code: 'restarted' }]);
    expect(objects(await edit(['unsubscribe', '--id', 'a10002', '--yes'], world))).toMatchObject([
      { code: 'unsubscribed' },
    ]);
    expect(objects(await edit(['disengage', '--id', 'a10002', '--yes'], world))).toMatchObject([
      { code: 'disengaged' },
    ]);
  });

  test('a transfer moves the unit, and the same command again does nothing', async () => {
    const world = await serveUnits();
    const command = ['transfer', '--to', otherType, '--id', 'a10001', '--keep-history', '--yes'];
    expect(objects(await edit(command, world))).toMatchObject([
      { deviceId: '00A10001', code: 'transferred', jobId: expect.any(String) },
    ]);
    expect(await shown('a10001', world)).toMatchObject({ deviceTypeId: otherType });
    expect(objects(await edit(command, world))).toMatchObject([{ code: 'already done', jobId: null }]);
  });

  test('one unit is deleted, and is not there any more', async () => {
    const world = await serveUnits();
    expect(objects(await edit(['delete', '--id', 'a10003', '--yes-delete-device'], world))).toMatchObject([
      { deviceId: '00A10003', code: 'deleted' },
    ]);
    expect(await shown('a10003', world)).toMatchObject({ code: 'not registered' });
  });
});

describe('status', () => {
  test('shows units as the backend and the journal have them', async () => {
    const world = await serveRegistered('--prompt');
    const one = await pacline(['status', '--id', 'a10001', '--json'], world);
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(objects(one)).toMatchObject([
      {
        deviceId: '00A10001',
        outcome: 'pass',
        code: 'registered',
        deviceTypeId: deviceType,
        certificate,
        state: 'ok',
        tokenState: 'not consumed',
        activationAt: null,
        journal: { state: 'confirmed', agrees: true },
      },
    ]);

    // By another station, of which this journal knows nothing
    await edit(['set', '--id', 'a10001', '--certificate', otherCertificate], {
      ...world,
      PACLINE_STATE_DIR: temporaryFolder(),
    });
    const text = await pacline(['status', '--id', 'a10001'], world);
    expect(text.stdout).toMatch(new RegExp(`as +${otherCertificate}`));
    expect(text.stdout).toMatch(new RegExp(`journal +confirmed, but not like this: .*${certificate}`));
  });

  test('of a unit that is not there ends with 1', async () => {
    const world = await serveUnits();
    const ended = await pacline(['status', '--id', 'a10001', '--id', 'a100ff', '--json'], world);
    expect(ended.code).toBe(1);
    expect(objects(ended)).toMatchObject([
      { deviceId: '00A10001', activationAt: expect.any(Number), journal: { state: null } },
      { deviceId: '00A100FF', code: 'not registered', message: 'not registered, or not visible to this API user' },
    ]);
  });

  test('waits for first frames, and says that a missing one is no failed registration', async () => {
    const { world, hearTheLast } = await startUnits();
    const waiting = startPacline(
      ['status', '--id', 'a10001', '--id', 'a10004', '--first-frame', '--within', '30', '--json'],
      world,
    );
    await waiting.until(/00A10001/);
    hearTheLast();
    const heard = await waiting.ended;
    expect(heard.code).toBe(0);
    expect(objects(heard).map(({ deviceId, code }) => [deviceId, code])).toEqual([
      ['00A10001', 'heard'],
      ['00A10004', 'heard'],
    ]);

    const silent = await pacline(['status', '--id', 'a10003', '--first-frame', '--within', '1', '--json'], world);
    expect(silent.code).toBe(1);
    expect(objects(silent)).toMatchObject([
      {
        deviceId: '00A10003',
        outcome: 'timeout',
        code: 'no frame yet',
        message: expect.stringContaining('no failed registration'),
      },
    ]);
  });

  test('without a unit says whether units of the product can be registered', async () => {
    const world = await serveUnits();
    const product = ['--device-type', deviceType];
    const ended = await pacline(['status', ...product, '--certificate', certificate, '--json'], world);
    expect(ended.code).toBe(0);
    expect(objects(ended)).toMatchObject([
      {
        event: 'preflight',
        deviceTypeName: 'Demo sensor',
        tokensLeft: 9998,
        silentUnits: 2,
        certificate: { finalized: true },
        findings: [],
      },
    ]);
    expect(objects(await pacline(['status', ...product, '--prototype', '--json'], world))).toMatchObject([
      { prototypeQuota: { allowed: 1000, used: 0 } },
    ]);
    expect((await pacline(['status', '--device-type', '5eed00000000000000000bad', '--prototype'], world)).code).toBe(4);
  });
});
