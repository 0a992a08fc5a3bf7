import type { Device } from './entities.ts';

/** Why a well-formed create is turned down. */
export type Refusal =
  | 'unknown device type'
  | 'unknown credentials'
  | 'wrong pac'
  | 'spent pac'
  | 'unknown certificate'
  | 'certificate and prototype'
  | 'neither certificate nor prototype'
  | 'prototype quota reached';

export type CreateOutcome =
  | { readonly kind: 'created'; readonly device: Device }
  | { readonly kind: 'exists' }
  | { readonly kind: 'foreign device type' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };
