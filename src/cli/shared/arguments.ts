import { InvalidArgumentError } from 'commander';

import { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/pacline-error.ts';
import type { Parsed } from '../../domain/parsed.ts';
import { ProductCertificate } from '../../domain/product-certificate.ts';
import type { Certification } from '../../domain/product.ts';

/** What a parser or the command line's own grammar says, as a sentence of its own. */
export const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.?!)]$/.test(words) ? '' : '.'}`;

/** The value, or the error that its refusal is. @throws PaclineError with the refusal's code */
export const required = <T>(parsed: Parsed<T>): T => {
  if (parsed.ok) return parsed.value;
  throw new PaclineError(parsed.code, sentence(parsed.reason));
};

export const deviceIdArgument = (text: string): DeviceId => required(DeviceId.parse(text));

export const baudRateArgument = (text: string): number => wholeNumber(text, { from: 300, to: 4_000_000 });

export const countArgument = (text: string): number => wholeNumber(text, { from: 1, to: 1_000_000 });

const wholeNumber = (text: string, { from, to }: { readonly from: number; readonly to: number }): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < from || value > to) throw new InvalidArgumentError(`A whole number from ${from} to ${to} is expected.`);
  return value;
};

/** Adds one more value to an option that may be given several times. */
export const collected = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Exactly one of certificate and prototype. @throws PaclineError bad usage | bad certificate | modem certificate */
export const certificationOf = (certificate: string | undefined, prototype: true | undefined): Certification => {
  if (certificate !== undefined && prototype === undefined) return { kind: 'certificate', certificate: required(ProductCertificate.parse(certificate)) };
  if (certificate === undefined && prototype === true) return { kind: 'prototype' };
  throw new PaclineError('bad usage', 'A unit is registered either with --certificate P_… or with --prototype; give exactly one of them.');
};
