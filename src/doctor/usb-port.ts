import { readFile, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';

export interface SysAndRun {
  readonly sys: string;
  readonly run: string;
}

/** Milliseconds for which the adapter holds back what is short; null: it has no such timer. */
export const readLatencyMs = async (name: string, { sys }: Pick<SysAndRun, 'sys'>): Promise<number | null> => {
  const text = await readText(join(sys, 'bus', 'usb-serial', 'devices', name, 'latency_timer'));
  return text === null || !/^\d+$/.test(text) ? null : Number(text);
};

/**
 * Whether udev tells ModemManager to keep off: for the port itself, or for the USB device it belongs to.
 * @source freedesktop.org, ModemManager reference, "Modem filter": ID_MM_DEVICE_IGNORE holds in every filter policy
 */
export const isLeftAlone = async (name: string, roots: SysAndRun): Promise<boolean> => {
  const port = join(roots.sys, 'class', 'tty', name);
  const device = await realpath(join(port, 'device')).catch(() => null);
  const folders = [port, ...(device === null ? [] : foldersUpFrom(device, await realpath(roots.sys)))];
  const properties = await Promise.all(folders.map((folder) => udevProperties(folder, roots)));
  return properties.some((text) => /^E:ID_MM_(?:DEVICE|PORT)_IGNORE=1$/m.test(text));
};

/** The device's folder and those around it, up to the root of /sys. */
const foldersUpFrom = (folder: string, root: string): readonly string[] =>
  folder.startsWith(root + sep) ? [folder, ...foldersUpFrom(dirname(folder), root)] : [];

/** udev keeps what it knows of a device under its number: c188:0 of a character device such as a port or a USB device. */
const udevProperties = async (folder: string, { run }: SysAndRun): Promise<string> => {
  const number = await readText(join(folder, 'dev'));
  return number === null ? '' : ((await readText(join(run, 'udev', 'data', `c${number}`))) ?? '');
};

const readText = async (path: string): Promise<string | null> =>
  (await readFile(path, 'utf8').catch(() => null))?.trim() ?? null;
