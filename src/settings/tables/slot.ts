import { z } from 'zod';

import type { FixtureSetting } from './fixture.ts';
import { only, show } from '../values/settings-words.ts';
import { distinct, modemLines, milliseconds, tableList, text, wholeNumberIn } from '../values/value-schemas.ts';

/** The line of the port that the fixture's lid closes. */
export type PresenceLine = 'cts' | 'dsr' | 'dcd';

/** A place for one unit, as taught or written. */
export interface TaughtSlot {
  readonly name: string;
  /** The port's path or its place. */
  readonly port: string;
  readonly presence: 'port' | 'probe' | 'line' | 'start';
  /** With presence `line`, and only then. */
  readonly line?: PresenceLine;
  /** How long a port or a line has to stay as it is before it is believed, 0 to 5000 ms; absent: as the station knows it. */
  readonly debounceMs?: number;
  /** The adapter that was there when the slot was taught: four hex digits each, lower case. Tells a swapped hub. */
  readonly usb?: { readonly vendorId: string; readonly productId: string };
  readonly serialNumber?: string;
  /** How the modems of this slot speak, whatever the product says. */
  readonly dialect?: string;
  /** What DTR and RTS of its port are set to; absent: as [station] says. */
  readonly lines?: 'keep' | 'low' | 'high' | 'pulse';
  /** Its place in the fixture, from 1; both or neither. Absent: the next that is free. */
  readonly row?: number;
  readonly column?: number;
}

const maxSlots = 32;

const usbAccepted = 'vendor and product in hex, as in "0403:6001"';

const usb = z.string(only(usbAccepted)).transform((written, context) => {
  const [, vendorId, productId] = /^([0-9a-f]{4}):([0-9a-f]{4})$/.exec(written.toLowerCase()) ?? [];
  if (vendorId !== undefined && productId !== undefined) return { vendorId, productId };
  context.addIssue(`${show(written)} is not ${usbAccepted}`);
  return z.NEVER;
});

export const slotKeys = {
  name: text('a name').describe('what stands on the bench'),
  port: text('the path or the place of a port').describe(
    'path of the port, its place as `pacline ports` shows it, or a link to it',
  ),
  presence: z
    .literal(['port', 'probe', 'line', 'start'], only('"port", "probe", "line" or "start"'))
    .default('port')
    .describe(
      'how a seated unit is noticed: its `port` comes, it answers a `probe`, a `line` of the port changes, or somebody says `start`',
    ),
  line: z
    .literal(['cts', 'dsr', 'dcd'], only('"cts", "dsr" or "dcd"'))
    .exactOptional()
    .describe('with presence `line`: `cts`, `dsr` or `dcd`'),
  debounceMs: milliseconds({ from: 0, to: 5000 })
    .exactOptional()
    .describe(
      'how long a port or a line has to stay before it is believed; 0 for a port and 200 for a line if left out',
    ),
  usb: usb.exactOptional().describe('vendor and product of the adapter that belongs here, as in `0403:6001`'),
  serialNumber: text('the serial number of an adapter').exactOptional().describe('serial number of that adapter'),
  dialect: text('a dialect')
    .exactOptional()
    .describe(
      'how the modems of this slot speak, as `pacline protocols` lists it; such a port is asked nothing else. As the product says if left out',
    ),
  lines: modemLines
    .exactOptional()
    .describe(
      'what DTR and RTS of this port are set to: `keep`, `low`, `high` or `pulse`; as [station] says if left out',
    ),
  row: wholeNumberIn({ from: 1, to: 8 })
    .exactOptional()
    .describe('with [fixture]: its row, from the top, and `column`; the next free place if left out'),
  column: wholeNumberIn({ from: 1, to: 8 }).exactOptional().describe('its place in that row, from the left'),
};

const slot = z.strictObject(slotKeys, only('a [[slot]] table')).superRefine(({ presence, line }, context) => {
  if (presence === 'line' && line === undefined)
    context.addIssue({
      code: 'custom',
      path: ['line'],
      message: 'missing; presence "line" needs line = "cts", "dsr" or "dcd"',
    });
  if (presence !== 'line' && line !== undefined)
    context.addIssue({
      code: 'custom',
      path: ['line'],
      message: `a line belongs to presence "line", and this slot's is "${presence}"`,
    });
});

export const slots = z
  .array(slot, tableList('slot'))
  .superRefine(distinct<TaughtSlot>('slot', ['name', 'port']))
  .superRefine((all, context) => {
    if (all.length > maxSlots)
      context.addIssue({
        code: 'custom',
        path: [maxSlots],
        message: `slot number ${maxSlots + 1}; at most ${maxSlots} are accepted`,
      });
  });

interface PlaceFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What is wrong with the places of the slots in the fixture. */
export const faultsOfPlaces = (
  all: readonly TaughtSlot[],
  fixture: FixtureSetting | undefined,
): readonly PlaceFault[] => {
  const faults: PlaceFault[] = [];
  for (const [index, { row, column }] of all.entries()) {
    const fault = (key: string, message: string): void => void faults.push({ path: ['slot', index, key], message });
    if (row === undefined && column === undefined) continue;
    if (row === undefined) fault('column', 'belongs to row, which is not given');
    else if (column === undefined) fault('row', 'belongs to column, which is not given');
    else if (fixture === undefined) fault('row', 'belongs to [fixture], which is not given');
    else if (row > fixture.rows) fault('row', `${row} is below the last row of [fixture], which is ${fixture.rows}`);
    else if (column > fixture.columns)
      fault('column', `${column} is right of the last column of [fixture], which is ${fixture.columns}`);
    else if (all.slice(0, index).some((other) => other.row === row && other.column === column))
      fault('row', 'an earlier slot stands there; every slot has a place of its own');
  }
  if (fixture !== undefined && all.length > fixture.rows * fixture.columns)
    faults.push({
      path: ['slot', all.length - 1],
      message: `slot number ${all.length}; [fixture] has ${fixture.rows * fixture.columns} places`,
    });
  return faults;
};
