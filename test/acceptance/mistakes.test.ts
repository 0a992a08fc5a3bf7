import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { demoWorld } from '../../src/simulator/backend/world/demo-world.ts';
import { Registry } from '../../src/simulator/backend/world/registry.ts';
import { startSimulatedBackend } from '../../src/simulator/backend/server.ts';
import { systemClock } from '../../src/machine/system-clock.ts';
import { objects, pacline, temporaryFolder } from './support/pacline.ts';
import { accessTo, certificate, deviceType, serveBoard } from './support/served.ts';

/** Made up: what was issued, and nothing else was. */
const pairs = [
  { id: '00A1B0D1', pac: 'E4927C05B38A61FD' },
  { id: '00A1B0D2', pac: '17F8A3D26C904B5E' },
  { id: '00A1B0D3', pac: '83C56E1F0A7D94B2' },
] as const;
const [first] = pairs;
const mistyped = '00A1B0D8';
const product = ['--device-type', deviceType, '--certificate', certificate];

/** A backend that knows only what was issued, and a station with nothing in its journal. */
const setOut = async () => {
  const world = new Registry({ ...demoWorld, credentials: pairs.map(({ id, pac }) => ({ id, pac })) });
  const backend = await startSimulatedBackend({
    listen: { host: '127.0.0.1', port: 0 },
    world,
    clock: systemClock,
    signal: new AbortController().signal,
  });
  onTestFinished(() => backend.close());
  const folder = temporaryFolder();
  const environment = { ...accessTo(backend.url), PACLINE_STATE_DIR: join(folder, 'state') };
  const type = (id: string, pac: string) =>
    pacline(['register', ...product, '--id', id, '--pac', '-', '--json'], environment, `${pac}\n`);
  const give = (content: string, ...args: readonly string[]) => {
    const file = join(folder, 'units.csv');
    writeFileSync(file, content);
    return pacline(['register', ...product, '--file', file, '--json', ...args], environment);
  };
  return { world, environment, type, give };
};

/** As a table of a database exports it: the column that is called id numbers the rows. */
const rowNumbers = `id;sigfox_id;sigfox_pac\n${pairs.map(({ id, pac }, index) => `${index + 1};${id};${pac}\n`).join('')}`;
const wrongColumns = ['--column', 'pac=sigfox_pac'];
const rightColumns = [...wrongColumns, '--column', 'id=sigfox_id'];
const units = (ended: Parameters<typeof objects>[0]) => objects(ended).filter((one) => 'deviceId' in one);

describe('a typing error', () => {
  test('in the ID is refused, and the right ID with the same PAC is registered', async () => {
    const { world, type } = await setOut();
    const wrong = await type(mistyped, first.pac);
    expect(wrong.code).toBe(1);
    expect(objects(wrong)).toMatchObject([
      { deviceId: mistyped, outcome: 'fail', code: 'backend refused', state: 'refused' },
    ]);
    const right = await type(first.id, first.pac);
    expect(right.code).toBe(0);
    expect(objects(right)).toMatchObject([
      { deviceId: first.id, outcome: 'pass', code: 'registered', state: 'confirmed' },
    ]);
    expect(world.creates(first.id)).toMatchObject({ committed: 1 });
  });

  test('in the PAC is refused, and the right PAC of the same ID is registered', async () => {
    const { type } = await setOut();
    expect((await type(first.id, pairs[1].pac)).code).toBe(1);
    expect(objects(await type(first.id, first.pac))).toMatchObject([
      { deviceId: first.id, outcome: 'pass', code: 'registered' },
    ]);
    // What the backend has confirmed gives way to nobody
    const again = await type(first.id, pairs[2].pac);
    expect(again.code).toBe(1);
    expect(objects(again)).toMatchObject([{ deviceId: first.id, code: 'new pac', state: 'confirmed' }]);
  });

  test.each([
    { what: 'ID', id: mistyped, pac: first.pac },
    { what: 'PAC', id: first.id, pac: pairs[1].pac },
  ])('in the $what does not stand against the board itself when it is seated', async ({ id, pac }) => {
    const { world, environment, type } = await setOut();
    expect((await type(id, pac)).code).toBe(1);
    const { port } = await serveBoard('--dialect', 'ax-wisol', '--id', first.id, '--pac', first.pac);
    const line = await pacline(
      ['run', ...product, '--port', port, '--dialect', 'ax-wisol', '--count', '1', '--json'],
      environment,
    );
    expect(objects(line).at(-2)).toMatchObject({
      state: 'judged',
      deviceId: first.id,
      colour: 'green',
      code: 'registered',
    });
    expect(world.creates(first.id).committed).toBe(1);
    expect((await pacline(['journal', 'verify'], environment)).code).toBe(0);
  });
});

describe('a file whose row numbers were taken for IDs', () => {
  test('is registered once the right column is named', async () => {
    const { world, give } = await setOut();
    expect((await give(rowNumbers, ...wrongColumns)).code).toBe(1);
    const right = await give(rowNumbers, ...rightColumns);
    expect(right.code).toBe(0);
    expect(units(right)).toEqual(
      pairs.map(({ id }) => expect.objectContaining({ deviceId: id, outcome: 'pass', state: 'confirmed' })),
    );
    for (const { id } of pairs) expect(world.creates(id).committed).toBe(1);
  });

  test('calls what was never sent owed, not lost', async () => {
    const { world, give } = await setOut();
    const wrong = await give(rowNumbers, ...wrongColumns);
    const ends = units(wrong);
    expect(ends).toHaveLength(pairs.length);
    for (const end of ends) {
      const wasSent = world.creates(String(end['deviceId'])).attempts > 0;
      expect(end).toMatchObject(
        wasSent
          ? { outcome: 'fail', code: 'backend refused', state: 'refused' }
          : { outcome: 'error', code: 'owed', state: 'owed' },
      );
    }
    expect(wrong.stdout + wrong.stderr).not.toMatch(/registration unknown|answer got lost/);
  });

  test('is not sent any more when the corrected file is', async () => {
    const { world, give } = await setOut();
    await give(rowNumbers, ...wrongColumns);
    const numbers = pairs.map((_, index) => `0000000${index + 1}`);
    const sentBefore = numbers.map((id) => world.creates(id).attempts);
    expect((await give(rowNumbers, ...rightColumns)).code).toBe(0);
    expect(numbers.map((id) => world.creates(id).attempts)).toEqual(sentBefore);
  });
});
