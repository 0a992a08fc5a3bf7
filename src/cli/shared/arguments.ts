import { InvalidArgumentError } from 'commander';

import { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { required } from '../../domain/parsed.ts';

export const deviceIdArgument = (text: string): DeviceId => required(DeviceId.parse(text));

export const baudRateArgument = (text: string): number => wholeNumber(text, { from: 300, to: 4_000_000 });

export const countArgument = (text: string): number => wholeNumber(text, { from: 1, to: 1_000_000 });

const wholeNumber = (text: string, { from, to }: { readonly from: number; readonly to: number }): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < from || value > to)
    throw new InvalidArgumentError(`A whole number from ${from} to ${to} is expected.`);
  return value;
};

/**
 * What stands either behind an option or, where nothing else could, without one.
 * @throws PaclineError bad usage: both, or more than one without an option
 */
export const eitherWay = (
  option: string | undefined,
  flag: string,
  operands: readonly string[],
): string | undefined => {
  const [operand, another] = operands;
  if (operand === undefined) return option;
  if (option !== undefined || another !== undefined)
    throw new PaclineError('bad usage', `"${(another ?? operand).slice(0, 60)}" is one too many: ${flag} takes one.`);
  return operand;
};

/** Adds one more value to an option that may be given several times. */
export const collected = (value: string, before: readonly string[]): readonly string[] => [...before, value];
