import type { PortDescription } from '../station/port-source.ts';
import { describeAdapter, usbWord } from '../station/taught-adapter.ts';

/** A port as one line for people. */
export const portLine = (port: PortDescription): string =>
  [port.path.padEnd(14), port.product ?? '-', `(${describeAdapter({ usb: usbWord(port), serialNumber: port.serialNumber })})`, port.place === null ? '' : `at ${port.place}`].join('  ').trimEnd();
