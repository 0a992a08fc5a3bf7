/** What a series file is for: registering units, editing them, or moving their tokens to other units. */
export type SeriesPurpose = 'new' | 'edit' | 'replace';

/** A maker's delivery list is a list of units with nothing but their PACs. */
export type ListPurpose = SeriesPurpose | 'delivery';

const details = [
  'name',
  'productCertificate',
  'prototype',
  'deviceTypeId',
  'lat',
  'lng',
  'activable',
  'automaticRenewal',
] as const;

export const columnsOf = {
  new: ['id', 'pac', ...details],
  edit: ['id', ...details],
  replace: ['id', 'targetId'],
  delivery: ['id', 'pac'],
} as const satisfies Record<ListPurpose, readonly string[]>;

/** A column by the name of the API's field. */
export type SeriesColumn = (typeof columnsOf)[ListPurpose][number];

/** Without these there is no unit; a file without a header has them first, in this order. */
export const neededColumns: Readonly<Record<ListPurpose, readonly IdentityColumn[]>> = {
  new: ['id', 'pac'],
  edit: ['id'],
  replace: ['id', 'targetId'],
  delivery: ['id', 'pac'],
};

/** Columns of IDs and PACs, of which a cell tells by itself whether it can be one. */
export type IdentityColumn = Extract<SeriesColumn, 'id' | 'pac' | 'targetId'>;

/** Upper and lower case, blanks, dashes and whatever else is neither letter nor digit are one. */
export const normalised = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Besides the API's own names those that makers of modems and boards use. */
const otherNames: Readonly<Record<'id' | 'pac', readonly string[]>> = {
  id: ['Device ID', 'Sigfox ID', 'Sigfox Device ID', 'DEVID', 'ID (hex)', 'Device ID (hex)', 'Sigfox ID (hex)'],
  pac: [
    'Porting Code',
    'Porting Authorization Code',
    'Porting Authorisation Code',
    'Sigfox PAC',
    'PAC Code',
    'PAC (hex)',
  ],
};

const everyName: ReadonlyMap<string, SeriesColumn> = new Map<string, SeriesColumn>([
  ...[...columnsOf.new, ...columnsOf.replace].map((column) => [normalised(column), column] as const),
  ...otherNames.id.map((name) => [normalised(name), 'id'] as const),
  ...otherNames.pac.map((name) => [normalised(name), 'pac'] as const),
]);

/** The column that goes by this name, in whatever spelling. */
export const columnNamed = (name: string): SeriesColumn | undefined => everyName.get(normalised(name));

export const isColumnName = (name: string): boolean => columnNamed(name) !== undefined;
