import type { DeviceId } from '../domain/device-id.ts';
import type { Pac } from '../domain/pac.ts';
import type { Certification } from '../domain/product.ts';
import { parseIdCell, parsePacCell } from './columns/identity-cells.ts';
import {
  longestName,
  parseBooleanCell,
  parseCertificateCell,
  parseDeviceTypeCell,
  parseLatitudeCell,
  parseLongitudeCell,
  parseNameCell,
} from './columns/series-cells.ts';
import type { SeriesPurpose } from './columns/column-names.ts';
import type { SeriesRow } from './series-row.ts';

/** What a file says of a unit besides what it is. What is not named is left as it is. */
export interface UnitDetails {
  /** Degrees; never one without the other. */
  readonly lat?: number;
  readonly lng?: number;
  readonly activable?: boolean;
  readonly automaticRenewal?: boolean;
}

interface ListedUnit {
  readonly kind: 'unit';
  readonly line: number;
  readonly deviceId: DeviceId;
}

/** A unit to be registered. */
export interface NewUnit extends ListedUnit {
  readonly pac: Pac;
  readonly name: string;
  /** 24 hex digits, lower case. */
  readonly deviceTypeId: string;
  readonly certification: Certification;
  readonly details: UnitDetails;
}

/** A unit to be edited: at least one change. */
export interface EditedUnit extends ListedUnit {
  readonly changes: UnitDetails & {
    readonly name?: string;
    readonly certification?: Certification;
    readonly deviceTypeId?: string;
  };
}

/** A unit whose token goes to another one. */
export interface ReplacedUnit extends ListedUnit {
  readonly targetDeviceId: DeviceId;
}

export interface SeriesUnits {
  readonly new: NewUnit;
  readonly edit: EditedUnit;
  readonly replace: ReplacedUnit;
}

/** What goes for every unit of which the file says nothing else. */
export interface SeriesDefaults {
  /** 24 hex digits, lower case. */
  readonly deviceTypeId?: string;
  readonly certification?: Certification;
  /** A new unit without a name is called this and its ID. */
  readonly namePrefix?: string;
}

/** The unit that a row speaks of, or null and the row's faults. */
export const unitOf: {
  readonly [Purpose in SeriesPurpose]: (row: SeriesRow, defaults: SeriesDefaults) => SeriesUnits[Purpose] | null;
} = {
  new(row, defaults) {
    const deviceId = row.needed('id', parseIdCell);
    const pac = row.needed('pac', parsePacCell);
    const name = row.optional('name', parseNameCell) ?? `${defaults.namePrefix ?? ''}${deviceId ?? ''}`;
    const deviceTypeId = row.optional('deviceTypeId', parseDeviceTypeCell) ?? defaults.deviceTypeId;
    const certification = certificationOf(row, defaults.certification);
    const details = detailsOf(row);
    if (row.faults.length > 0 || deviceId === undefined || pac === undefined) return null;
    if (name.length > longestName)
      row.refuse('name', `the prefix is too long: a name has at most ${longestName} characters`);
    if (name.toUpperCase().includes(pac.reveal()))
      row.refuse('name', 'the name has the PAC in it, which is a secret; are the columns mixed up?');
    if (deviceTypeId === undefined) row.refuse('deviceTypeId', 'missing; 24 hex digits expected');
    if (certification === undefined)
      row.refuse('productCertificate', 'missing; a unit has a product certificate, or prototype is true');
    if (row.faults.length > 0 || deviceTypeId === undefined || certification === undefined) return null;
    return { kind: 'unit', line: row.line, deviceId, pac, name, deviceTypeId, certification, details };
  },

  edit(row, defaults) {
    const deviceId = row.needed('id', parseIdCell);
    const changes = {
      ...detailsOf(row),
      ...defined({
        name: row.optional('name', parseNameCell),
        certification: certificationOf(row, defaults.certification),
        deviceTypeId: row.optional('deviceTypeId', parseDeviceTypeCell) ?? defaults.deviceTypeId,
      }),
    };
    if (row.faults.length === 0 && Object.keys(changes).length === 0)
      row.refuse(null, 'nothing to be changed stands in this row');
    return row.faults.length > 0 || deviceId === undefined ? null : { kind: 'unit', line: row.line, deviceId, changes };
  },

  replace(row) {
    const deviceId = row.needed('id', parseIdCell);
    const targetDeviceId = row.needed('targetId', parseIdCell);
    if (deviceId !== undefined && deviceId === targetDeviceId)
      row.refuse('targetId', `device ID ${deviceId} cannot take its own place`);
    return row.faults.length > 0 || deviceId === undefined || targetDeviceId === undefined
      ? null
      : { kind: 'unit', line: row.line, deviceId, targetDeviceId };
  },
};

/** A row's own word goes before the default; never both certificate and prototype. */
const certificationOf = (row: SeriesRow, fallback: Certification | undefined): Certification | undefined => {
  const certificate = row.optional('productCertificate', parseCertificateCell);
  const prototype = row.optional('prototype', parseBooleanCell);
  if (prototype === true && certificate !== undefined)
    row.refuse('prototype', 'a unit has either a product certificate or prototype true, and this row has both');
  if (certificate !== undefined) return { kind: 'certificate', certificate };
  if (prototype === true) return { kind: 'prototype' };
  if (prototype === false && fallback?.kind !== 'certificate' && row.faults.length === 0)
    row.refuse('prototype', 'prototype is false, so that a product certificate is needed, and none is given');
  return fallback;
};

const detailsOf = (row: SeriesRow): UnitDetails => {
  const lat = row.optional('lat', parseLatitudeCell);
  const lng = row.optional('lng', parseLongitudeCell);
  if ((lat === undefined) !== (lng === undefined) && row.faults.length === 0)
    row.refuse(lat === undefined ? 'lat' : 'lng', 'missing; lat and lng go together');
  return defined({
    lat,
    lng,
    activable: row.optional('activable', parseBooleanCell),
    automaticRenewal: row.optional('automaticRenewal', parseBooleanCell),
  });
};

/** The same without the keys that have no value. */
const defined = <T extends object>(values: { readonly [Key in keyof T]: T[Key] | undefined }): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
