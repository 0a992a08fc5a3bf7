import { z } from 'zod';

import { DeviceId } from '../../domain/device-id.ts';
import type { Parsed } from '../../domain/parsed.ts';
import { isPrintable } from '../../domain/text/printable.ts';
import { only, show } from './settings-words.ts';

/** A text that is not blank, and that shows as what it is wherever it is shown. */
export const text = (accepted: string) =>
  z.string(only(accepted)).regex(/\S/, only(accepted)).refine(isPrintable, unprintable);

export const unprintable = 'a control character, or a sign that is not seen, stands in it; write it anew';

export interface NumberRange {
  readonly from: number;
  readonly to: number;
  /** As in "in milliseconds"; none for a count. */
  readonly unit?: string;
}

export const wholeNumberIn = ({ from, to, unit }: NumberRange) => {
  const words = only(`a whole number from ${from} to ${to}${unit === undefined ? '' : `, in ${unit}`}`);
  return z.int(words).min(from, words).max(to, words);
};

export const milliseconds = (range: NumberRange) => wholeNumberIn({ ...range, unit: 'milliseconds' });

/** What DTR and RTS of a port are set to. */
export const modemLines = z.literal(['keep', 'low', 'high', 'pulse'], only('"keep", "low", "high" or "pulse"'));

export const yesOrNo = () => z.boolean(only('true or false'));

/** A text that a parser of the domain understands; what it refuses is said in the parser's own words. */
export const parsedText = <T>(accepted: string, parse: (text: string) => Parsed<T>) =>
  z.string(only(accepted)).transform((written, context): T => {
    const parsed = parse(written);
    if (parsed.ok) return parsed.value;
    context.addIssue(parsed.reason);
    return z.NEVER;
  });

export const deviceIdText = () => parsedText('a device ID such as "00A10001"', (written) => DeviceId.parse(written));

/** The words when two elements of a list have the same value of a key that tells them apart. */
export const distinct =
  <Element extends object>(what: string, keys: readonly (keyof Element & string)[]) =>
  (all: readonly Element[], context: z.RefinementCtx): void => {
    for (const key of keys) {
      const known = new Set<unknown>();
      for (const [index, element] of all.entries()) {
        if (known.has(element[key]))
          context.addIssue({
            code: 'custom',
            path: [index, key],
            message: `${show(element[key])} belongs to an earlier ${what}; every ${what} needs a ${key} of its own`,
          });
        known.add(element[key]);
      }
    }
  };

/** For lists whose elements are tables. */
export const tableList = (name: string) => only(`a list of tables; write [[${name}]] with double brackets`);

/** Least and most, both optional, never crossed. */
export const limits = (range: NumberRange) =>
  z
    .strictObject(
      { min: wholeNumberIn(range).exactOptional(), max: wholeNumberIn(range).exactOptional() },
      only('limits such as { min = 1, max = 2 }'),
    )
    .superRefine(({ min, max }, context) => {
      if (min === undefined && max === undefined) context.addIssue('neither min nor max is given');
      if (min !== undefined && max !== undefined && min > max)
        context.addIssue({ code: 'custom', path: ['min'], message: `${min} is above max, which is ${max}` });
    });

/** `host:port`; an IPv6 address stands in brackets, which are kept out of the host. */
export interface SocketPlace {
  readonly host: string;
  readonly port: number;
}

export const socketPlace = (accepted: string) =>
  z.string(only(accepted)).transform((written, context): SocketPlace => {
    const [, address, name, port] = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(written) ?? [];
    const host = address ?? name;
    if (host !== undefined && port !== undefined && Number(port) <= 65_535) return { host, port: Number(port) };
    context.addIssue(`${show(written)} is not ${accepted}`);
    return z.NEVER;
  });
