import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { loadSettings } from '../../src/settings/file/load-settings.ts';
import { objects, pacline, startPacline, temporaryFolder } from './support/pacline.ts';
import { accessTo, deviceType, nobody, password, serveBackend, startBeside } from './support/served.ts';
import { typingAt } from './support/typing-at.ts';

const otherType = '5eed000000000000000000c2';
const otherContract = '5eed000000000000000000b2';

/** A backend with two device types; what reaches it by either version of the API. */
const serveTwo = async () => {
  const [, v2 = '', v1 = ''] = await startBeside('backend-with-units.ts').until(/^(http:\S+)\n(http:\S+)$/m);
  return { v2: accessTo(v2), v1: { ...accessTo(v1), PACLINE_API_VERSION: 'v1' } };
};

describe('device-types', () => {
  test('lists what the API user can see, by either version of the API', async () => {
    const { v1, v2 } = await serveTwo();
    const text = await pacline(['device-types'], v2);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toContain(`${otherType}  "Another product"               contract ${otherContract}\n`);
    for (const world of [v1, v2]) {
      const ended = await pacline(['device-types', '--json'], world);
      expect(ended.code).toBe(0);
      expect(objects(ended)).toHaveLength(2);
      expect(objects(ended)).toContainEqual({
        event: 'device type',
        deviceTypeId: otherType,
        name: 'Another product',
        groupId: expect.any(String),
        contractIds: [otherContract],
        projectId: null,
      });
    }
  });

  test('lists those with a name, and says so where no name has it', async () => {
    const { v1, v2 } = await serveTwo();
    for (const world of [v1, v2]) {
      expect(objects(await pacline(['device-types', '--name', 'Demo', '--json'], world))).toMatchObject([
        { deviceTypeId: deviceType },
      ]);
      const none = await pacline(['device-types', '--name', 'Boat'], world);
      expect(none).toMatchObject({ code: 4, stdout: '' });
      expect(none.stderr).toContain('has "Boat" in its name. (unknown device type)');
    }
  });

  test('ends with 4 where the backend is out of reach or knows nobody of this name, and never shows a password', async () => {
    expect(await pacline(['device-types'], nobody)).toMatchObject({ code: 4, stdout: '' });
    const world = { ...(await serveBackend()), PACLINE_API_PASSWORD: 'mistyped-0815' };
    const ended = await pacline(['device-types', '--json'], world);
    expect(ended.code).toBe(4);
    expect(objects(ended)).toMatchObject([{ event: 'error', code: 'bad credentials' }]);
    expect(ended.stdout + ended.stderr).not.toContain('mistyped-0815');
  });

  test('are named to a script that registers and does not say where', async () => {
    const ended = await pacline(
      ['register', '--id', 'a10001', '--pac', '-', '--prototype'],
      await serveBackend(),
      'B7D93CE5A61F82D4\n',
    );
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('`pacline device-types` lists what there is');
  });
});

/** Answers what comes before the device type. */
const startInit = async (settings: string, world: Readonly<Record<string, string>>) => {
  const terminal = typingAt(['init', '--settings', settings], world);
  await terminal.answer(/Name of this station \[.+\]: /, 'bench 3');
  await terminal.answer(/Name of the product: /, 'Water meter');
  return terminal;
};

/** Takes what is usual for everything after it. */
const finishInit = async (terminal: Awaited<ReturnType<typeof startInit>>) => {
  await terminal.answer(/certificate, .*: /, 'prototype');
  for (const question of [
    /begin with: /,
    /modem speaks.*: /,
    /if it has none: /,
    /leave or held.*: /,
    /label printed.*: /,
    /Slots now.*: /,
    /order: /,
    /shifts begin.*: /,
    /Name of somebody.*: /,
  ])
    await terminal.answer(question, '');
  return terminal.ended;
};

describe('init', () => {
  test('lets a person at a terminal choose from the device types of the account', async () => {
    const settings = join(temporaryFolder(), 'station.toml');
    const { v2 } = await serveTwo();
    const terminal = await startInit(settings, v2);
    await terminal.answer(
      /1 {2}5eed\w+ {2}"Another product" +contract[^]*2 {2}5eed\w+ {2}"Demo sensor"[^]*24 hex digits: /,
      '1',
    );
    const { code, shown } = await finishInit(terminal);
    expect(code).toBe(0);
    expect(shown).not.toContain(password);
    expect(readFileSync(settings, 'utf8')).not.toContain(password);
    expect((await loadSettings(settings)).settings.products).toMatchObject([{ deviceTypeId: otherType }]);
  });

  test('looks up an ID that is typed, and takes one that is not there when it is given again', async () => {
    const settings = join(temporaryFolder(), 'station.toml');
    const { v2 } = await serveTwo();
    const terminal = await startInit(settings, v2);
    const mistyped = deviceType.replace('0c', 'cc');
    await terminal.answer(/24 hex digits: /, mistyped);
    await terminal.answer(new RegExp(`shows this API user no device type ${mistyped}[^]*24 hex digits: `), deviceType);
    expect((await finishInit(terminal)).code).toBe(0);
    expect((await loadSettings(settings)).settings.products).toMatchObject([{ deviceTypeId: deviceType }]);
  });

  test('asks for the ID alone where the backend is out of reach', async () => {
    const settings = join(temporaryFolder(), 'station.toml');
    const terminal = await startInit(settings, nobody);
    await terminal.answer(/none: .*\(backend unreachable\)[^]*24 hex digits from the portal: /, deviceType);
    expect((await finishInit(terminal)).code).toBe(0);
    expect(existsSync(settings)).toBe(true);
  });

  test('with --yes asks nothing, and says of a device type that is not there that it is not', async () => {
    const folder = temporaryFolder();
    const init = (id: string, world: Readonly<Record<string, string>>) =>
      pacline(
        [
          'init',
          '--yes',
          '--force',
          '--settings',
          join(folder, 'station.toml'),
          '--product',
          'Meter',
          '--device-type',
          id,
          '--prototype',
        ],
        world,
      );
    const world = await serveBackend();
    const mistyped = deviceType.replace('0c', 'cc');
    const unseen = await init(mistyped, world);
    expect(unseen.code).toBe(0);
    expect(unseen.stderr).toContain(`The backend shows this API user no device type ${mistyped}.`);
    expect((await init(deviceType, world)).stderr).not.toContain('device type');
    expect((await init(deviceType, nobody)).stderr).toContain('The device type is not checked: ');
  });

  test('with --service says nothing of device types', async () => {
    const into = temporaryFolder();
    const running = startPacline(
      ['init', '--service', '--into', into, '--settings', join(into, 'station.toml')],
      nobody,
    );
    expect((await running.ended).code).toBe(0);
  });
});
