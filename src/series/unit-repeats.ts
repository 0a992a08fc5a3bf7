import type { DeviceId } from '../domain/device-id.ts';
import { PairIndex, type PairMatch, type Pair } from './pair-index.ts';
import type { SeriesColumn, SeriesPurpose } from './columns/column-names.ts';
import type { SeriesUnits } from './series-units.ts';

/** A unit that stands in the file for the first time; or again, in the same words; or contradicts an earlier line. */
export type Repeat =
  | { readonly kind: 'first' }
  | { readonly kind: 'again'; readonly line: number }
  | { readonly kind: 'contradiction'; readonly column: SeriesColumn; readonly reason: string };

/** What may not stand twice with another partner. */
const pairOf: { readonly [Purpose in SeriesPurpose]: (unit: SeriesUnits[Purpose]) => Pair } = {
  new: ({ deviceId, pac }) => ({
    key: hex(deviceId),
    high: hex(pac.reveal().slice(0, 8)),
    low: hex(pac.reveal().slice(8)),
  }),
  // An edit has no partner but what it says: the same words of the same unit are one edit
  edit: ({ deviceId, changes }) => ({
    key: hex(deviceId),
    high: digest(`${deviceId} ${JSON.stringify(changes)}`),
    low: digest(`${JSON.stringify(changes)} ${deviceId}`),
  }),
  replace: ({ deviceId, targetDeviceId }) => ({ key: hex(deviceId), high: 0, low: hex(targetDeviceId) }),
};

/** FNV-1a, 32 bit. @source Fowler, Noll and Vo */
const digest = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};

const hex = (digits: string): number => Number.parseInt(digits, 16);

/** The units of one file, as far as they were read. It holds their PACs, in private fields that nothing prints. */
export class UnitRepeats<Purpose extends SeriesPurpose> {
  readonly #purpose: Purpose;
  readonly #index = new PairIndex();

  constructor(purpose: Purpose) {
    this.#purpose = purpose;
  }

  take(unit: SeriesUnits[Purpose]): Repeat {
    const met = this.#index.take(pairOf[this.#purpose](unit), unit.line);
    if (met.kind === 'nothing') return { kind: 'first' };
    return met.kind === 'same'
      ? { kind: 'again', line: met.line }
      : { kind: 'contradiction', ...contradiction(this.#purpose, unit.deviceId, met) };
  }
}

const contradiction = (
  purpose: SeriesPurpose,
  id: DeviceId,
  met: Extract<PairMatch, { readonly kind: 'other value' | 'other key' }>,
): { readonly column: SeriesColumn; readonly reason: string } => {
  if (purpose === 'edit')
    return {
      column: 'id',
      reason: `device ID ${id} stands on line ${met.line} with other changes; one row has all that is to be changed of it`,
    };
  if (met.kind === 'other value') {
    const [column, partner] = purpose === 'new' ? (['pac', 'PAC'] as const) : (['targetId', 'target'] as const);
    return { column, reason: `device ID ${id} stands on line ${met.line} with another ${partner}` };
  }
  const other = met.key.toString(16).toUpperCase().padStart(8, '0');
  return {
    column: 'id',
    reason: `the ${purpose === 'new' ? 'PAC' : 'target'} of device ID ${id} stands on line ${met.line} with another ID, ${other}`,
  };
};
