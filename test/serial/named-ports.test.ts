import { rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { createLinuxPorts } from '../../src/serial/linux-ports.ts';
import { openPseudoTerminal } from '../../src/simulator/boards/pseudo-terminal.ts';
import type { PortSource } from '../../src/station/port-source.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { portsOf } from './ports-of.ts';
import { createFakeLinux } from './fake-linux.ts';

const link = 'pci-0000:00:14.0-usb-0:1.2:1.0-port0';
const adapter = { name: 'ttyUSB0', usb: '1-1.2', serial: 'A1', link };

const openCable = async () => {
  const cable = await openPseudoTerminal();
  onTestFinished(() => cable.unplug());
  return cable;
};

/** A machine with an adapter, and its ports as they are named. */
const machine = async () => {
  const linux = await createFakeLinux();
  await linux.plug(adapter);
  const clock = new VirtualClock();
  const ports = createLinuxPorts({ clock, ...linux });
  const named = (...names: readonly string[]) =>
    portsOf(
      linux,
      names.map((port) => ({ port })),
      clock,
    );
  return { linux, clock, ports, named, path: join(linux.dev, 'ttyUSB0'), mine: join(linux.dev, 'mine') };
};

/** What is told next, while time passes: the watch looks at files between. */
const following = (source: PortSource, clock: VirtualClock) => {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const changes = source.watch(stop.signal)[Symbol.asyncIterator]();
  return async () => {
    const next = changes.next().then(({ value }): unknown => value);
    for (;;) {
      await clock.advance(500);
      const told = await Promise.race([next, new Promise((resolve) => void setImmediate(resolve, null))]);
      if (told !== null) return told;
    }
  };
};

test('a port that the list has, by path or by place, is there once, and one that is not there is not', async () => {
  const { named, ports, path } = await machine();
  expect(await named(link, path, '/dev/nowhere').list()).toEqual(await ports.list());
});

test('a link is the port that it leads to, called by its own name', async () => {
  const { named, path, mine } = await machine();
  await symlink(path, mine);
  expect(await named(mine).list()).toMatchObject([{ path: mine, place: link, serialNumber: 'A1' }]);
});

test('a link to a port that another slot names by its place is no second port', async () => {
  const { named, ports, path, mine } = await machine();
  await symlink(path, mine);
  expect(await named(mine, link).list()).toEqual(await ports.list());
});

test('a pseudo-terminal is there by its path alone', async () => {
  const { named } = await machine();
  const cable = await openCable();
  const [, unlisted] = await named(cable.path).list();
  expect(unlisted).toMatchObject({ path: cable.path, place: null, serialNumber: null, isListed: false });
});

test('a file, a folder and a port of the kernel without hardware are no ports', async () => {
  const { named, linux, ports } = await machine();
  await linux.addUart('ttyS5', { type: 0 });
  const file = join(linux.dev, 'file');
  await writeFile(file, '');
  expect(await named(file, linux.dev, join(linux.dev, 'ttyS5'), '/dev/null/none').list()).toEqual(await ports.list());
});

test('a path of a name that the kernel lists comes with the list, and not before', async () => {
  const { named, linux } = await machine();
  const cable = await openCable();
  // A node that the kernel knows, and whose driver is not there yet
  await linux.addVirtual('ttyUSB1');
  await symlink(cable.path, join(linux.dev, 'elsewhere'));
  const kernelsOwn = join(linux.sys, 'class', 'tty', cable.path.slice('/dev/pts/'.length));
  await symlink(linux.sys, kernelsOwn);
  expect(await named(cable.path).list()).toHaveLength(1);
});

test('a path comes and goes, and one that leads elsewhere is another', async () => {
  const { named, clock, mine, path } = await machine();
  const next = following(named(mine), clock);
  expect(await next()).toMatchObject({ kind: 'seen', port: { path } });
  const [one, two] = [await openCable(), await openCable()];
  await symlink(one.path, mine);
  expect(await next()).toMatchObject({ kind: 'seen', port: { path: mine, isListed: false } });
  await symlink(two.path, `${mine}.new`);
  await rename(`${mine}.new`, mine);
  expect(await next()).toEqual({ kind: 'gone', path: mine });
  expect(await next()).toMatchObject({ kind: 'seen', port: { path: mine } });
});

test('a terminal that is closed and made anew under its old number is another', async () => {
  const { named, clock } = await machine();
  const cable = await openPseudoTerminal();
  const next = following(named(cable.path), clock);
  expect([await next(), await next()]).toContainEqual({
    kind: 'seen',
    port: expect.objectContaining({ path: cable.path }),
  });
  cable.unplug();
  const again = await openCable();
  expect(again.path).toBe(cable.path);
  expect(await next()).toEqual({ kind: 'gone', path: cable.path });
  expect(await next()).toMatchObject({ kind: 'seen', port: { path: cable.path } });
});

test('a listed port that a link leads to is told by the name of the link, as it comes and as it goes', async () => {
  const { named, clock, linux, mine, path } = await machine();
  await symlink(path, mine);
  const next = following(named(mine), clock);
  expect(await next()).toMatchObject({ kind: 'seen', port: { path: mine, place: link } });
  await linux.unplug(adapter);
  expect(await next()).toEqual({ kind: 'gone', path: mine });
});
