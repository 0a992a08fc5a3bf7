import type { DeviceId } from '../domain/device-id.ts';
import type { Certification } from '../domain/product.ts';
import type { JournalReader, RegistrationRecord } from '../journal/journal.ts';
import type { SeriesColumn } from './column-names.ts';
import type { NewUnit } from './series-units.ts';

/**
 * What becomes of a listed unit.
 * - `to be owed`: never seen, refused before, or known with another product or name.
 * - `owed`: owed already, just as it is listed.
 * - `done`: confirmed with this product.
 * - `under way`: may have reached the backend; it has to be settled by looking before it can be owed again.
 * - `contradiction`: the journal knows its ID with another PAC, or its PAC with another ID.
 */
export type UnitStanding = { readonly unit: NewUnit } & StandingKind;

type StandingKind =
  | { readonly kind: 'to be owed' | 'owed' | 'done' | 'under way' }
  | { readonly kind: 'contradiction'; readonly column: SeriesColumn; readonly reason: string };

/** The certificate's key, or null for a prototype, as the journal writes it. */
export const certificateOf = (certification: Certification): string | null => (certification.kind === 'certificate' ? certification.certificate : null);

/** How the units of one page stand in the journal, in their order; two questions for the whole page. */
export const standingOf = async (units: readonly NewUnit[], journal: Pick<JournalReader, 'standing'>): Promise<readonly UnitStanding[]> => {
  const { units: known, registrations } = await journal.standing(units);
  const pacs = new Map(known.map(({ deviceId, pac }) => [deviceId, pac.reveal()]));
  const holders = new Map(known.map(({ deviceId, pac }) => [pac.reveal(), deviceId]));
  const registered = new Map(registrations.map((one) => [one.deviceId, one]));
  return units.map((unit) => {
    const digits = unit.pac.reveal();
    const against = contradiction(unit.deviceId, { pac: pacs.get(unit.deviceId) ?? digits, listedPac: digits, holder: holders.get(digits) ?? unit.deviceId });
    return { unit, ...(against ?? standing(unit, registered.get(unit.deviceId))) };
  });
};

const contradiction = (id: DeviceId, { pac, listedPac, holder }: { readonly pac: string; readonly listedPac: string; readonly holder: DeviceId }): StandingKind | null => {
  if (pac !== listedPac) return { kind: 'contradiction', column: 'pac', reason: `the journal knows device ID ${id} with another PAC` };
  if (holder !== id) return { kind: 'contradiction', column: 'id', reason: `the journal knows the PAC of device ID ${id} with another ID, ${holder}` };
  return null;
};

const standing = (unit: NewUnit, registration: RegistrationRecord | undefined): StandingKind => {
  if (registration === undefined) return { kind: 'to be owed' };
  const sameProduct = registration.deviceTypeId === unit.deviceTypeId && registration.certificate === certificateOf(unit.certification);
  switch (registration.state) {
    case 'intended':
    case 'submitted':
    case 'unknown':
      return { kind: 'under way' };
    case 'confirmed':
      return { kind: sameProduct ? 'done' : 'to be owed' };
    case 'owed':
      return { kind: sameProduct && registration.name === unit.name ? 'owed' : 'to be owed' };
    case 'refused':
      return { kind: 'to be owed' };
  }
};
