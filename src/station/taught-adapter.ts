import { usbIdentity, type PortDescription } from './port-source.ts';
import type { SlotSetting } from './slot-setting.ts';

type Taught = Pick<SlotSetting, 'usb' | 'serialNumber'>;

/** Vendor and product as the settings write them, `0403:6001`; null where the port does not tell them. */
export const usbWord = (port: PortDescription): string | null => {
  const usb = usbIdentity(port);
  return usb === null ? null : `${usb.vendorId}:${usb.productId}`;
};

/** What an adapter is known by wherever it is plugged in: equal for two ports of one adapter, and for two adapters that nothing tells apart. */
export const adapterOf = (of: Taught | PortDescription): string => {
  const usb = 'path' in of ? usbWord(of) : of.usb;
  return JSON.stringify([usb?.toLowerCase() ?? null, of.serialNumber ?? null]);
};

/** The USB device behind a port, by its place: the interface's number is left away. Each port without a place is a device of its own. */
export const usbDeviceOf = ({ path, place }: PortDescription): string => place?.replace(/:\d+\.\d+(?:-port\d+)?$/, '') ?? path;

/** Whether the adapter at a slot's place is the one that was taught. A unit that brings its port may bring a serial number of its own. */
export const isAdapterOf = (slot: SlotSetting, port: PortDescription): boolean =>
  slot.presence === 'port' ? slot.usb?.toLowerCase() === usbWord(port) : adapterOf(slot) === adapterOf(port);

/** For people. */
export const describeAdapter = ({ usb, serialNumber }: { readonly usb?: string | null; readonly serialNumber?: string | null }): string =>
  `${usb ?? 'not USB'}${serialNumber == null ? '' : `, serial number ${serialNumber}`}`;
