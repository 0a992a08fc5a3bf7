import { accepted, refused, type Parsed } from './parsed.ts';

declare const brand: unique symbol;

/**
 * The 32-bit Sigfox device ID as eight upper-case hex digits.
 * Modems and the backend write it with or without leading zeros; padded text is this project's one form,
 * so equality of strings is equality of numbers.
 */
export type DeviceId = string & { readonly [brand]: 'DeviceId' };

/** Values that a chip without credentials reports. @source shared evidence: STM32WL and ST end-point firmware, erased flash */
const unprovisioned = new Set(['FEDCBA98', '00000000', 'FFFFFFFF']);

/** Values printed in manuals in place of a real one. @source AX-SFEU datasheet; UnaMKR documentation */
const documentation = new Set(['0FFFFFFF', '00012345']);

export const DeviceId = {
  /** Accepts 1 to 8 hex digits of either case, keeps 8. Refuses test and documentation values. */
  parse(text: string): Parsed<DeviceId> {
    const digits = text.trim().toUpperCase();
    if (!/^[0-9A-F]{1,8}$/.test(digits)) {
      return refused('bad device id', `"${printable(text)}" is not a device ID: 1 to 8 hex digits (32 bit)`);
    }
    const id = digits.padStart(8, '0');
    if (unprovisioned.has(id))
      return refused('unprovisioned', `device ID ${id} is what a modem without credentials reports`);
    if (documentation.has(id)) return refused('documentation value', `device ID ${id} is a sample value from a manual`);
    return accepted(id as DeviceId);
  },
};

/** Outside text made safe to show: control characters escaped, length limited. */
const printable = (text: string): string => JSON.stringify(text.slice(0, 40)).slice(1, -1);
