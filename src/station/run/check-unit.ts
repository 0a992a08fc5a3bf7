import { givesWay } from '../../domain/evidence.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { UnitIdentity } from '../../domain/unit.ts';
import type { PairGaveWay } from '../../journal/unit-events.ts';
import type { JournalReader, RegistrationRecord, UnitRecord } from '../../journal/journal.ts';
import type { ModemIdentity } from '../../modem/read-identity.ts';
import type { PacList } from '../pac-list.ts';

export interface CheckedUnit extends UnitIdentity {
  /** Pairs that this one contradicts, and that give way to it: to be written down before it. */
  readonly gaveWay: readonly PairGaveWay[];
}

/**
 * Completes what the modem said with the delivery list, and holds it against everything this journal has ever read.
 * @throws PaclineError pac needed | pac not listed | set aside | two pacs for one id | two ids for one pac | new pac
 */
export const checkUnit = async (
  read: ModemIdentity,
  journal: JournalReader,
  pacList: PacList | null,
): Promise<CheckedUnit> => {
  const unit = withPac(read, pacList);
  const { deviceId, pac } = unit;
  const known = await journal.unit(deviceId);
  if (known !== null && known.setAside !== null)
    throw new PaclineError('set aside', `${deviceId} was set aside: ${known.setAside}.`, { context: { deviceId } });
  // Somebody gave the PAC that the backend has made of it: the same unit
  if (known?.currentPac?.equals(pac) === true)
    return { ...unit, pac: known.pac, pacSource: known.pacSource, gaveWay: [] };
  const gaveWay: PairGaveWay[] = [];
  if (known !== null && !known.pac.equals(pac)) gaveWay.push(pairOfSameId(known, await journal.registration(deviceId)));
  const other = await journal.unitByPac(pac);
  if (other !== null && other.deviceId !== deviceId)
    gaveWay.push(pairOfSamePac(other, await journal.registration(other.deviceId), unit));
  return { ...unit, gaveWay };
};

const pairOfSameId = (known: UnitRecord, registration: RegistrationRecord | null): PairGaveWay => {
  const { deviceId } = known;
  if (isWeak(known, registration))
    return {
      kind: 'pair gave way',
      deviceId,
      reason: 'the unit has another PAC than the one that was typed or listed for it',
    };
  if (registration?.state === 'confirmed') {
    throw new PaclineError(
      'new pac',
      `Device ID ${deviceId} was confirmed here with another PAC. A unit that was moved or returned has a new one.`,
      { context: { deviceId } },
    );
  }
  throw new PaclineError(
    'two pacs for one id',
    `Device ID ${deviceId} was read before with another PAC. Set both units aside.`,
    { context: { deviceId } },
  );
};

const pairOfSamePac = (
  other: UnitRecord,
  registration: RegistrationRecord | null,
  { deviceId }: UnitIdentity,
): PairGaveWay => {
  if (isWeak(other, registration))
    return {
      kind: 'pair gave way',
      deviceId: other.deviceId,
      reason: `the PAC that was typed or listed for it is that of ${deviceId}`,
    };
  throw new PaclineError(
    'two ids for one pac',
    `The PAC of ${deviceId} was read before from ${other.deviceId}. Set both units aside.`,
    { context: { deviceId, other: other.deviceId } },
  );
};

const isWeak = ({ pacSource }: UnitRecord, registration: RegistrationRecord | null): boolean =>
  givesWay({ pacSource, state: registration?.state ?? null, sends: registration?.sends ?? 0 });

const withPac = ({ deviceId, pac }: ModemIdentity, pacList: PacList | null): UnitIdentity => {
  if (pac !== null) return { deviceId, pac, pacSource: 'modem' };
  if (pacList === null)
    throw new PaclineError(
      'pac needed',
      `The modem of ${deviceId} holds no PAC. Give the maker's list with --delivery-list.`,
      { context: { deviceId } },
    );
  const listed = pacList.pacOf(deviceId);
  if (listed === null)
    throw new PaclineError('pac not listed', `The delivery list has no PAC for ${deviceId}.`, {
      context: { deviceId },
    });
  return { deviceId, pac: listed, pacSource: 'delivery-list' };
};
