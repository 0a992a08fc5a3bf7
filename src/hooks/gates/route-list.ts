import { DeviceId } from '../../domain/device-id.ts';
import type { GateUnit } from '../../station/gate.ts';
import { cellOf, GateRowFault, gateRows, headerOf, idColumns } from './gate-rows.ts';

const serialColumns: readonly string[] = ['serial', 'serialnumber'];

/** The units that may be here, by ID, by serial, or by both together. */
export class RouteList {
  /** The serial that the list gives the ID, or null where it gives none. */
  readonly #serialNumberOf: ReadonlyMap<DeviceId, string | null>;
  /** Of rows without an ID. */
  readonly #serialNumbers: ReadonlySet<string>;

  constructor(serialNumberOf: ReadonlyMap<DeviceId, string | null>, serialNumbers: ReadonlySet<string>) {
    this.#serialNumberOf = serialNumberOf;
    this.#serialNumbers = serialNumbers;
  }

  /** null: the unit may be here; else why not. A serial is compared where list and unit both have one. */
  refusal({ deviceId, serialNumber }: Pick<GateUnit, 'deviceId' | 'serialNumber'>): string | null {
    if (serialNumber !== null && this.#serialNumbers.has(serialNumber)) return null;
    const listed = this.#serialNumberOf.get(deviceId);
    if (listed === undefined) return `${deviceId} is not on the list`;
    if (listed === null || serialNumber === null || listed === serialNumber) return null;
    return `the list has ${deviceId} with another serial than ${serialNumber}`;
  }
}

/**
 * Reads a list with a column `id` or `serial` or both; without a header, the first column is the ID. A list with a bad row is not used.
 * @throws GateRowFault and the file system's own errors
 */
export const readRouteList = async (path: string): Promise<RouteList> => {
  const serialNumberOf = new Map<DeviceId, string | null>();
  const serialNumbers = new Set<string>();
  let header: readonly string[] | null = null;
  for await (const row of gateRows(path)) {
    if (header === null) {
      const names = headerOf(row);
      const hasHeader = names.some((name) => idColumns.includes(name) || serialColumns.includes(name));
      header = hasHeader ? names : ['id'];
      if (hasHeader) continue;
    }
    const id = cellOf(row, header, idColumns);
    const serialNumber = cellOf(row, header, serialColumns);
    if (id === '' && serialNumber === '') throw new GateRowFault(row.line, 'neither an ID nor a serial');
    if (id === '') {
      serialNumbers.add(serialNumber);
      continue;
    }
    const parsed = DeviceId.parse(id);
    if (!parsed.ok) throw new GateRowFault(row.line, parsed.reason);
    const before = serialNumberOf.get(parsed.value);
    if (before !== undefined && before !== (serialNumber || null))
      throw new GateRowFault(row.line, `${parsed.value} stands in an earlier line with another serial`);
    serialNumberOf.set(parsed.value, serialNumber || null);
  }
  if (serialNumberOf.size + serialNumbers.size === 0) throw new GateRowFault(1, 'the list holds no unit');
  return new RouteList(serialNumberOf, serialNumbers);
};
