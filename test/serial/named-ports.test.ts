import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { createLinuxPorts } from '../../src/serial/linux-ports.ts';
import { withNamedPorts } from '../../src/serial/named-ports.ts';
import { openPseudoTerminal } from '../../src/simulator/boards/pseudo-terminal.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { createFakeLinux } from './fake-linux.ts';

const link = 'pci-0000:00:14.0-usb-0:1.2:1.0-port0';

test('a named port that the list has, by path or by place, is there once, and one that is not there is not', async () => {
  const linux = await createFakeLinux();
  await linux.plug({ name: 'ttyUSB0', usb: '1-1.2', serial: 'A1', link });
  const listed = await createLinuxPorts({ clock: new VirtualClock(), ...linux }).list();
  expect(await withNamedPorts(listed, [link, join(linux.dev, 'ttyUSB0'), '/dev/nowhere'])).toEqual(listed);
});

test('a pseudo-terminal is there by its path alone, and a link is the port that it leads to', async () => {
  const linux = await createFakeLinux();
  const cable = await openPseudoTerminal();
  onTestFinished(() => cable.unplug());
  await linux.plug({ name: 'ttyUSB0', usb: '1-1.2', serial: 'A1', link });
  const mine = join(linux.dev, 'mine');
  await symlink(join(linux.dev, 'ttyUSB0'), mine);
  const listed = await createLinuxPorts({ clock: new VirtualClock(), ...linux }).list();
  const [, ...named] = await withNamedPorts(listed, [cable.path, mine]);
  expect(named).toMatchObject([
    { path: cable.path, place: null, serialNumber: null },
    { path: mine, place: link, serialNumber: 'A1' },
  ]);
});
