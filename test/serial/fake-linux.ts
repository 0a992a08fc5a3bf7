import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface Adapter {
  readonly name: string;
  /** USB port, as in 1-1.2 */
  readonly usb: string;
  readonly serial?: string;
  /** Name of the by-path link, where udev has made one. */
  readonly link?: string;
  readonly devnum?: number;
}

/** A /sys and a /dev in a folder of their own, with a real kernel's shape. */
export const createFakeLinux = async () => {
  const root = await mkdtemp(join(tmpdir(), 'pacline-linux-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const [sys, dev] = [join(root, 'sys'), join(root, 'dev')];
  const classFolder = join(sys, 'class', 'tty');
  const byPath = join(dev, 'serial', 'by-path');
  await mkdir(join(classFolder, 'console'), { recursive: true });
  await mkdir(dev, { recursive: true });
  await writeFile(join(classFolder, 'console', 'active'), 'tty0 ttyS0\n');

  const addTty = async (
    name: string,
    device: string,
    attributes: Readonly<Record<string, string>> = {},
  ): Promise<void> => {
    const folder = join(device, 'tty', name);
    await mkdir(folder, { recursive: true });
    await symlink(device, join(folder, 'device'));
    await writeFile(join(device, 'driver'), '');
    for (const [attribute, value] of Object.entries(attributes)) await writeFile(join(folder, attribute), `${value}\n`);
    await symlink(folder, join(classFolder, name));
  };

  const link = async (name: string, place: string): Promise<void> => {
    await mkdir(byPath, { recursive: true });
    await symlink(`../../${name}`, join(byPath, place));
  };

  return {
    sys,
    dev,
    link,
    addNode: (name: string) => writeFile(join(dev, name), ''),
    /** A UART of the board or of a PCI card; type 0 is a port without hardware. */
    addUart: async (name: string, { type }: { readonly type: number }): Promise<void> => {
      await addTty(name, join(sys, 'devices', 'platform', `serial.${name}`), { type: String(type) });
      await writeFile(join(dev, name), '');
    },
    addVirtual: async (name: string): Promise<void> => {
      await mkdir(join(sys, 'devices', 'virtual', 'tty', name), { recursive: true });
      await symlink(join(sys, 'devices', 'virtual', 'tty', name), join(classFolder, name));
      await writeFile(join(dev, name), '');
    },
    /** The kernel's part and, with a link, udev's. The node comes last, as its waker. */
    plug: async ({ name, usb, serial, link: place, devnum = 7 }: Adapter): Promise<void> => {
      const parent = join(sys, 'devices', 'pci0000:00', 'usb1', usb);
      const device = join(parent, `${usb}:1.0`, name);
      await mkdir(device, { recursive: true });
      const attributes = {
        idVendor: '0403',
        idProduct: '6001',
        product: 'FT232R USB UART',
        devnum: String(devnum),
        ...(serial === undefined ? {} : { serial }),
      };
      for (const [attribute, value] of Object.entries(attributes))
        await writeFile(join(parent, attribute), `${value}\n`);
      await writeFile(join(device, 'port_number'), '0\n');
      await addTty(name, device);
      if (place !== undefined) await link(name, place);
      await writeFile(join(dev, name), '');
    },
    unplug: async ({ name, usb, link: place }: Adapter): Promise<void> => {
      await rm(join(classFolder, name));
      await rm(join(sys, 'devices', 'pci0000:00', 'usb1', usb), { recursive: true });
      if (place !== undefined) await rm(join(byPath, place));
      await rm(join(dev, name));
    },
  };
};
