import type { DeviceId } from '../domain/device-id.ts';
import { givesWay } from '../domain/evidence.ts';
import type { Certification } from '../domain/product.ts';
import { mayHaveBeenSent } from '../domain/registration.ts';
import type { PairGaveWay } from '../journal/unit-events.ts';
import type { JournalReader, RegistrationRecord, UnitRecord } from '../journal/journal.ts';
import type { SeriesColumn } from './columns/column-names.ts';
import type { NewUnit } from './series-units.ts';

/**
 * What becomes of a listed unit.
 * - `to be owed`: never seen, refused or withdrawn before, confirmed by another backend, or owed with another product or name.
 * - `owed`: owed already, just as it is listed.
 * - `done`: confirmed with this product.
 * - `under way`: may have reached the backend; it has to be settled by looking before it can be owed again.
 * - `contradiction`: what the journal knows of its ID or its PAC does not fit, or somebody set it aside.
 */
export type UnitCheck = {
  readonly unit: NewUnit;
  /** The file that it was last given in, as the journal names it; null: none. */
  readonly listing: string | null;
  /** Pairs that were only typed or listed, and that give way to this one. */
  readonly gaveWay: readonly PairGaveWay[];
} & CheckKind;

type CheckKind =
  | { readonly kind: 'to be owed' | 'owed' | 'done' | 'under way' }
  | { readonly kind: 'contradiction'; readonly column: SeriesColumn; readonly reason: string };

/** The certificate's key, or null for a prototype, as the journal writes it. */
export const certificateOf = (certification: Certification): string | null =>
  certification.kind === 'certificate' ? certification.certificate : null;

export interface JournalCheckOptions {
  readonly journal: Pick<JournalReader, 'knownUnits' | 'registration'>;
  /** Where the units are to be registered; left out: wherever they were. */
  readonly backend?: string;
}

/** How the units of one page stand in the journal, in their order; two questions for the whole page. */
export const checkAgainstJournal = async (
  units: readonly NewUnit[],
  { journal, backend }: JournalCheckOptions,
): Promise<readonly UnitCheck[]> => {
  const { units: known, registrations } = await journal.knownUnits(units);
  const byId = new Map(known.map((unit) => [unit.deviceId, unit]));
  const byPac = new Map(known.map((unit) => [unit.pac.reveal(), unit]));
  const registered = new Map(registrations.map((one) => [one.deviceId, one]));
  // The other holder of a PAC is seldom in the page itself
  const registrationOf = async (deviceId: DeviceId): Promise<RegistrationRecord | null> =>
    registered.get(deviceId) ?? (await journal.registration(deviceId));
  return Promise.all(
    units.map(async (unit): Promise<UnitCheck> => {
      const own = byId.get(unit.deviceId);
      const other = byPac.get(unit.pac.reveal());
      const registration = registered.get(unit.deviceId);
      const listing = registration?.listing ?? null;
      const gaveWay: PairGaveWay[] = [];
      const against = (kind: CheckKind): UnitCheck => ({ unit, listing, gaveWay: [], ...kind });
      if (own !== undefined && own.setAside !== null)
        return against({
          kind: 'contradiction',
          column: 'id',
          reason: `device ID ${unit.deviceId} was set aside: ${own.setAside}`,
        });
      if (own !== undefined && !own.pac.equals(unit.pac) && own.currentPac?.equals(unit.pac) !== true) {
        if (!isWeak(own, registration ?? null))
          return against({
            kind: 'contradiction',
            column: 'pac',
            reason: `the journal knows device ID ${unit.deviceId} with another PAC`,
          });
        gaveWay.push({ kind: 'pair gave way', deviceId: own.deviceId, reason: 'a file lists another PAC for it' });
      }
      if (other !== undefined && other.deviceId !== unit.deviceId) {
        if (!isWeak(other, await registrationOf(other.deviceId)))
          return against({
            kind: 'contradiction',
            column: 'id',
            reason: `the journal knows the PAC of device ID ${unit.deviceId} with another ID, ${other.deviceId}`,
          });
        gaveWay.push({
          kind: 'pair gave way',
          deviceId: other.deviceId,
          reason: `a file lists its PAC for ${unit.deviceId}`,
        });
      }
      const initial = own !== undefined && own.currentPac?.equals(unit.pac) === true ? { ...unit, pac: own.pac } : unit;
      return {
        unit: initial,
        listing,
        gaveWay,
        ...checkOfRegistration(
          unit,
          gaveWay.some(({ deviceId }) => deviceId === unit.deviceId) ? undefined : registration,
          backend,
        ),
      };
    }),
  );
};

const isWeak = ({ pacSource }: UnitRecord, registration: RegistrationRecord | null): boolean =>
  givesWay({ pacSource, state: registration?.state ?? null, sends: registration?.sends ?? 0 });

const checkOfRegistration = (
  unit: NewUnit,
  registration: RegistrationRecord | undefined,
  backend: string | undefined,
): CheckKind => {
  if (registration === undefined) return { kind: 'to be owed' };
  if (mayHaveBeenSent(registration.state)) return { kind: 'under way' };
  const sameProduct =
    registration.deviceTypeId === unit.deviceTypeId && registration.certificate === certificateOf(unit.certification);
  switch (registration.state) {
    case 'confirmed':
      if (backend !== undefined && registration.backend !== null && registration.backend !== backend)
        return { kind: 'to be owed' };
      if (sameProduct) return { kind: 'done' };
      // A question that is wrong later changes nothing of what is confirmed
      return {
        kind: 'contradiction',
        column: 'id',
        reason: `it was confirmed with ${registration.certificate ?? 'the prototype flag'} in the device type ${registration.deviceTypeId}, and stays so; \`pacline edit\` changes it`,
      };
    case 'owed':
      return { kind: sameProduct && registration.name === unit.name ? 'owed' : 'to be owed' };
    default:
      return { kind: 'to be owed' };
  }
};
