import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { createFakeLinux } from '../serial/fake-linux.ts';

interface Running {
  readonly pid: number;
  readonly program: string;
  /** A path that it has open. */
  readonly opens?: string;
}

/** A fake Linux with processes, with what udev knows of devices, and with the timers of adapters. */
export const createFakeMachine = async () => {
  const linux = await createFakeLinux();
  const root = dirname(linux.sys);
  const roots = { sys: linux.sys, dev: linux.dev, proc: join(root, 'proc'), run: join(root, 'run') };
  await mkdir(roots.proc);

  const udev = async (folder: string, number: string, properties: string): Promise<void> => {
    const database = join(roots.run, 'udev', 'data');
    await mkdir(database, { recursive: true });
    await writeFile(join(folder, 'dev'), `${number}\n`);
    await writeFile(join(database, `c${number}`), properties);
  };

  return {
    ...linux,
    roots,
    run: async ({ pid, program, opens }: Running): Promise<void> => {
      const folder = join(roots.proc, String(pid));
      await mkdir(join(folder, 'fd'), { recursive: true });
      await writeFile(join(folder, 'comm'), `${program}\n`);
      if (opens !== undefined) await symlink(opens, join(folder, 'fd', '7'));
    },
    /** What udev has noted of the port itself. */
    notePort: (name: string, properties: string) => udev(join(linux.sys, 'class', 'tty', name), '188:0', properties),
    /** The same of the USB device that the port belongs to. */
    noteUsb: (usb: string, properties: string) =>
      udev(join(linux.sys, 'devices', 'pci0000:00', 'usb1', usb), '189:6', properties),
    setLatency: async (name: string, ms: number): Promise<void> => {
      const folder = join(linux.sys, 'bus', 'usb-serial', 'devices', name);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'latency_timer'), `${ms}\n`);
    },
  };
};
