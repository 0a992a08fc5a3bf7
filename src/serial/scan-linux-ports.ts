import { access, readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { PortDescription } from '../station/port-source.ts';

export interface LinuxRoots {
  /** Default `/sys`. */
  readonly sys: string;
  /** Default `/dev`. */
  readonly dev: string;
}

export interface ScannedPort {
  readonly port: PortDescription;
  /** Whether the name of its place is final: a USB adapter gets it from udev, a moment after its node and along with its rights. */
  readonly isPlaced: boolean;
  /** The USB device number: another one each time an adapter is plugged in. Empty where there is none. */
  readonly enumeration: string;
}

interface UsbParent {
  /** As in /sys/devices/…/1-1.2 */
  readonly folder: string;
  /** The interface the port hangs on, as in 1-1.2:1.0 */
  readonly interfaceName: string;
}

export const byPathFolder = ({ dev }: LinuxRoots): string => join(dev, 'serial', 'by-path');

/** The serial ports behind which there is hardware, ordered by path. */
export const scanLinuxPorts = async (roots: LinuxRoots): Promise<readonly ScannedPort[]> => {
  const classFolder = join(roots.sys, 'class', 'tty');
  const [names, consoles, places] = await Promise.all([
    entries(classFolder),
    readWord(join(classFolder, 'console', 'active')),
    placesByName(roots),
  ]);
  const consoleNames = new Set(consoles?.split(/\s+/));
  const scanned = await Promise.all(
    names.filter((name) => !consoleNames.has(name)).map((name) => scanPort(name, roots, places.get(name))),
  );
  return scanned.filter((port) => port !== null);
};

const scanPort = async (
  name: string,
  roots: LinuxRoots,
  linkedPlace: string | undefined,
): Promise<ScannedPort | null> => {
  const classFolder = join(roots.sys, 'class', 'tty', name);
  const device = await realpath(join(classFolder, 'device')).catch(() => null);
  if (device === null || !(await exists(join(device, 'driver')))) return null;
  // a port that the 8250 driver keeps ready for hardware that is not there: PORT_UNKNOWN
  if ((await readWord(join(classFolder, 'type'))) === '0') return null;
  const path = join(roots.dev, name);
  if (!(await exists(path))) return null;

  const usb = await usbParent(device, await realpath(roots.sys));
  if (usb === null) {
    // soldered on: its name is its place
    const port = {
      path,
      place: linkedPlace ?? name,
      vendorId: null,
      productId: null,
      serialNumber: null,
      product: null,
    };
    return { port, isPlaced: true, enumeration: '' };
  }
  const attribute = (file: string): Promise<string | null> => readWord(join(usb.folder, file));
  const [vendorId, productId, serialNumber, product, enumeration, portNumber] = await Promise.all([
    attribute('idVendor'),
    attribute('idProduct'),
    attribute('serial'),
    attribute('product'),
    attribute('devnum'),
    readWord(join(device, 'port_number')),
  ]);
  const place = linkedPlace ?? `usb-${usb.interfaceName}${portNumber === null ? '' : `-port${portNumber}`}`;
  return {
    port: { path, place, vendorId, productId, serialNumber, product },
    isPlaced: linkedPlace !== undefined,
    enumeration: enumeration ?? '',
  };
};

/** Newer udev links a port twice, `…-usb-…` and `…-usbv2-…`; the first in order is the one that older udev makes too. */
const placesByName = async (roots: LinuxRoots): Promise<ReadonlyMap<string, string>> => {
  const places = new Map<string, string>();
  for (const link of await entries(byPathFolder(roots))) {
    const target = await readlink(join(byPathFolder(roots), link)).catch(() => null);
    if (target !== null && !places.has(basename(target))) places.set(basename(target), link);
  }
  return places;
};

const usbParent = async (device: string, sys: string): Promise<UsbParent | null> => {
  for (let folder = device; folder.startsWith(sys + sep); folder = dirname(folder)) {
    if (await exists(join(folder, 'idVendor')))
      return { folder, interfaceName: relative(folder, device).split(sep)[0] ?? '' };
  }
  return null;
};

/** Port 2 before port 10. */
const { compare } = new Intl.Collator('en', { numeric: true });

const entries = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder).catch(() => [])).toSorted(compare);

/** Null for an attribute that is not there, or went with its device. */
const readWord = async (file: string): Promise<string | null> =>
  (await readFile(file, 'utf8').catch(() => null))?.trim() || null;

const exists = async (path: string): Promise<boolean> => {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
};
