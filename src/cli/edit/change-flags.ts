import type { DeviceChanges } from '../../backend/backend.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Certification } from '../../domain/product.ts';
import type { Cell } from '../../series/columns/identity-cells.ts';
import {
  parseBooleanCell,
  parseDeviceTypeCell,
  parseLatitudeCell,
  parseLongitudeCell,
  parseNameCell,
} from '../../series/columns/series-cells.ts';
import { certificationFromFlags } from '../../composition/station-config.ts';

/** What is to be changed, as typed. */
export interface ChangeFlags {
  readonly name?: string;
  readonly certificate?: string;
  readonly prototype?: true;
  readonly lat?: string;
  readonly lng?: string;
  readonly activable?: string;
  readonly automaticRenewal?: string;
  readonly deviceType?: string;
}

/** What is not typed is left out. @throws PaclineError bad usage | bad certificate | modem certificate */
export const changesOf = (flags: ChangeFlags): DeviceChanges => {
  if ((flags.lat === undefined) !== (flags.lng === undefined))
    throw new PaclineError('bad usage', 'A position has two numbers: give --lat and --lng together.');
  if (flags.name?.trim() === '')
    throw new PaclineError('bad usage', '--name: an empty name is none; leave it out to keep the name.');
  return {
    ...typed('name', '--name', flags.name, parseNameCell),
    ...certificationFlag(flags),
    ...typed('lat', '--lat', flags.lat, parseLatitudeCell),
    ...typed('lng', '--lng', flags.lng, parseLongitudeCell),
    ...typed('activable', '--activable', flags.activable, parseBooleanCell),
    ...typed('automaticRenewal', '--automatic-renewal', flags.automaticRenewal, parseBooleanCell),
    ...typed('deviceTypeId', '--device-type', flags.deviceType, parseDeviceTypeCell),
  };
};

const certificationFlag = ({ certificate, prototype }: ChangeFlags): { readonly certification?: Certification } =>
  certificate === undefined && prototype === undefined
    ? {}
    : { certification: certificationFromFlags(certificate, prototype) };

const typed = <Key extends string, Value>(
  key: Key,
  flag: string,
  text: string | undefined,
  parse: (text: string) => Cell<Value>,
): { readonly [K in Key]?: Value } => {
  const some: { [K in Key]?: Value } = {};
  if (text !== undefined) some[key] = typedValue(flag, parse(text.trim()));
  return some;
};

/** A flag's value. @throws PaclineError bad usage */
export const typedValue = <Value>(flag: string, cell: Cell<Value>): Value => {
  if (cell.ok) return cell.value;
  throw new PaclineError('bad usage', `${flag}: ${cell.reason}.`);
};
