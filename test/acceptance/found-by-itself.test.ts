import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { objects, shell, temporaryFolder } from './support/pacline.ts';
import { deviceType, serveBackend, serveBoard } from './support/served.ts';

const product = (name: string): string =>
  `[[product]]\nname = "${name}"\ndeviceTypeId = "${deviceType}"\nprototype = true\nprefix = "${name}-"\n`;
const order = '[[order]]\nname = "4711"\nproduct = "Tank"\n';

/** A folder with a station.toml, and what its line needs beside it. */
const station = async (toml: string) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'station.toml'), toml);
  const world = { ...(await serveBackend('--prompt')), PACLINE_STATE_DIR: join(folder, 'state') };
  return { folder, world, here: (line: string, more = {}) => shell(`cd ${folder}; ${line}`, { ...world, ...more }) };
};

test('the settings of the folder are taken where none are named, and said; the flag and the variable win', async () => {
  const { folder, here } = await station(`[station]\nname = "here"\n${product('Tank')}`);
  writeFileSync(join(folder, 'other.toml'), product('Pump'));
  const register = async (id: string, flags = '', more = {}) => {
    const ended = await here(`pacline register --id ${id} --pac B7D93CE5A61F82${id.slice(-2)} ${flags}`, more);
    expect(ended).toMatchObject({ code: 0 });
    const [shown] = objects(await here(`pacline journal show ${id} --json`));
    return { said: ended.stderr, registration: shown?.['registration'] };
  };
  expect(await register('00A10001')).toEqual({
    said: expect.stringContaining(`Settings: ${join(folder, 'station.toml')}\n`),
    registration: expect.objectContaining({ name: 'Tank-00A10001' }),
  });
  expect(await register('00A10002', '--settings other.toml')).toEqual({
    said: '',
    registration: expect.objectContaining({ name: 'Pump-00A10002' }),
  });
  expect(await register('00A10003', '', { PACLINE_SETTINGS: 'other.toml' })).toEqual({
    said: '',
    registration: expect.objectContaining({ name: 'Pump-00A10003' }),
  });
  expect((await register('00A10004', '', { PACLINE_SETTINGS: '' })).registration).toMatchObject({
    name: 'Tank-00A10004',
  });
});

test.each(['doctor', 'slots list', 'report --since 1h', 'device-types', 'label sheet --out sheet.pdf', 'hooks list'])(
  'pacline %s takes them too',
  async (command) => {
    const { folder, here } = await station('[station]\nnmae = "x"\n');
    const ended = await here(`pacline ${command}`);
    expect(ended.code).toBe(2);
    expect(ended.stdout + ended.stderr).toContain(`${join(folder, 'station.toml')}:2:1: station.nmae`);
  },
);

test('the only order of the settings is worked, with its product, and said; --no-order works none', async () => {
  const { here } = await station(`${product('Pump')}${product('Tank')}${order}`);
  const orderOf = async (flags: string) => {
    const { port } = await serveBoard('--dialect', 'ax-wisol');
    const ended = await here(`pacline run --port ${port} --count 1 ${flags}`);
    expect(ended).toMatchObject({ code: 0 });
    return ended.stderr;
  };
  expect(await orderOf('')).toContain('Order: 4711, the only one of the settings; --no-order works none.');
  expect(await orderOf('--no-order --product Tank')).not.toContain('Order: ');
  const [report] = objects(await here('pacline report --order 4711 --json'));
  expect(report).toMatchObject({ products: ['Tank'], reconciliation: { runs: 1 } });
});
