import type { DeviceId } from '../../domain/device-id.ts';
import type { Pac } from '../../domain/pac.ts';
import type { PacList } from '../../station/pac-list.ts';
import type { DeliveryFault } from './delivery-list-error.ts';
import { parseIdCell, parsePacCell } from '../columns/identity-cells.ts';

/** Where ID and PAC stand in a row, from 0. */
export interface DeliveryPlaces {
  readonly id: number;
  readonly pac: number;
}

interface ListedPac {
  readonly pac: Pac;
  readonly line: number;
}

/** The rows of a delivery list taken so far. Its maps hold PACs in the clear and are private, so that nothing prints them. */
export class ListedUnits {
  readonly faults: DeliveryFault[] = [];
  readonly #byId = new Map<DeviceId, ListedPac>();
  readonly #idByPac = new Map<string, DeviceId>();
  duplicates = 0;

  get size(): number {
    return this.#byId.size;
  }

  /** What was taken, without what was only needed to find faults. */
  list(): PacList {
    const byId = this.#byId;
    return { pacOf: (deviceId) => byId.get(deviceId)?.pac ?? null };
  }

  /** `place`: of the cell in its row, from 0; null for the whole row. */
  refuse(line: number, place: number | null, reason: string): void {
    this.faults.push({ line, column: place === null ? null : place + 1, reason });
  }

  take(line: number, cells: readonly string[], columns: DeliveryPlaces): void {
    const id = parseIdCell(cells[columns.id]?.trim() ?? '');
    const pac = parsePacCell(cells[columns.pac]?.trim() ?? '');
    if (!id.ok) this.refuse(line, columns.id, id.reason);
    if (!pac.ok) this.refuse(line, columns.pac, pac.reason);
    if (id.ok && pac.ok) this.#add({ id: id.value, pac: pac.value, line, columns });
  }

  #add({
    id,
    pac,
    line,
    columns,
  }: {
    readonly id: DeviceId;
    readonly pac: Pac;
    readonly line: number;
    readonly columns: DeliveryPlaces;
  }): void {
    const known = this.#byId.get(id);
    if (known !== undefined) {
      if (known.pac.equals(pac)) this.duplicates += 1;
      else this.refuse(line, columns.pac, `device ID ${id} stands on line ${known.line} with another PAC`);
      return;
    }
    const owner = this.#idByPac.get(pac.reveal());
    if (owner !== undefined)
      return this.refuse(
        line,
        columns.id,
        `the PAC of device ID ${id} stands on line ${this.#byId.get(owner)?.line ?? 0} with another ID, ${owner}`,
      );
    this.#byId.set(id, { pac, line });
    this.#idByPac.set(pac.reveal(), id);
  }
}
