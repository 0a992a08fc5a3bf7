import { PaclineError } from '../../domain/pacline-error.ts';
import type { UnitIdentity } from '../../domain/unit.ts';
import type { JournalReader } from '../../journal/journal.ts';
import type { ModemIdentity } from '../../modem/read-identity.ts';
import type { PacList } from '../pac-list.ts';

/**
 * Completes what the modem said with the delivery list, and holds it against everything this journal has ever read.
 * @throws PaclineError pac needed | pac not listed | two pacs for one id | two ids for one pac
 */
export const checkUnit = async (read: ModemIdentity, journal: JournalReader, pacList: PacList | null): Promise<UnitIdentity> => {
  const unit = withPac(read, pacList);
  const { deviceId, pac } = unit;
  const known = await journal.unit(deviceId);
  if (known !== null && !known.pac.equals(pac)) {
    throw new PaclineError('two pacs for one id', `Device ID ${deviceId} was read before with another PAC. Set both units aside.`, { context: { deviceId } });
  }
  const other = await journal.unitByPac(pac);
  if (other !== null && other.deviceId !== deviceId) {
    throw new PaclineError('two ids for one pac', `The PAC of ${deviceId} was read before from ${other.deviceId}. Set both units aside.`, { context: { deviceId, other: other.deviceId } });
  }
  return unit;
};

const withPac = ({ deviceId, pac }: ModemIdentity, pacList: PacList | null): UnitIdentity => {
  if (pac !== null) return { deviceId, pac, pacSource: 'modem' };
  if (pacList === null) throw new PaclineError('pac needed', `The modem of ${deviceId} holds no PAC. Give the maker's list with --delivery-list.`, { context: { deviceId } });
  const listed = pacList.pacOf(deviceId);
  if (listed === null) throw new PaclineError('pac not listed', `The delivery list has no PAC for ${deviceId}.`, { context: { deviceId } });
  return { deviceId, pac: listed, pacSource: 'delivery-list' };
};
