import type { UsbIdentity } from '../../dialect/identification.ts';
import { usbIdentity, type PortDescription } from '../port-source.ts';
import type { SlotSetting } from '../slot-setting.ts';

/** What tells one adapter from another. */
export interface Adapter {
  /** Null or absent: not known. */
  readonly usb?: UsbIdentity | null;
  readonly serialNumber?: string | null;
}

export const adapterAt = (port: PortDescription): Adapter => ({
  usb: usbIdentity(port),
  serialNumber: port.serialNumber,
});

/** Equal for two ports of one adapter, for one adapter in two places, and for two adapters that nothing tells apart. */
export const adapterKey = ({ usb, serialNumber }: Adapter): string =>
  JSON.stringify([usbWord(usb), serialNumber ?? null]);

/** Vendor and product as the settings write them, `0403:6001`. */
export const usbWord = (usb: UsbIdentity | null | undefined): string | null =>
  usb == null ? null : `${usb.vendorId}:${usb.productId}`;

/** The USB device behind a port, by its place: the interface's number is left away. Each port without a place is a device of its own. */
export const usbDeviceOf = ({ path, place }: PortDescription): string =>
  place?.replace(/:\d+\.\d+(?:-port\d+)?$/, '') ?? path;

/** Whether the adapter at a slot's place is the one that was taught. A unit that brings its port may bring a serial number of its own. */
export const isAdapterOf = (slot: SlotSetting, port: PortDescription): boolean => {
  const there = adapterAt(port);
  return slot.presence === 'port' ? usbWord(slot.usb) === usbWord(there.usb) : adapterKey(slot) === adapterKey(there);
};

/** For people. */
export const describeAdapter = ({ usb, serialNumber }: Adapter): string =>
  `${usbWord(usb) ?? 'not USB'}${serialNumber == null ? '' : `, serial number ${serialNumber}`}`;
