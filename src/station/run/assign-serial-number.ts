import type { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/pacline-error.ts';
import type { Journal } from '../../journal/journal.ts';
import { isSerial, type Scans } from '../operator/scans.ts';

export interface AssignSerialNumberOptions {
  readonly run: string;
  readonly slot: string;
  readonly deviceId: DeviceId;
  readonly pattern: RegExp;
  readonly journal: Journal;
  readonly scans: Scans;
  readonly signal: AbortSignal;
  /** What a person at the bench is told while the scan is waited for. */
  readonly onNotice: (notice: string) => void;
}

/**
 * The unit's serial, scanned before or after it was seated, bound to it for ever; a unit that has one is not asked again.
 * @throws PaclineError serial taken; of the journal; the signal's reason
 */
export const assignSerialNumber = async ({ run, slot, deviceId, pattern, journal, scans, signal, onNotice }: AssignSerialNumberOptions): Promise<string> => {
  const known = await journal.serialOf(deviceId);
  if (known !== null) return known;
  onNotice('scan the serial of this unit');
  for (;;) {
    const serial = await scans.next(slot, { kind: 'serial', pattern }, { signal });
    if (!isSerial(serial, pattern)) {
      onNotice(`"${serial.slice(0, 40)}" is no serial of this product: scan the serial of this unit`);
      continue;
    }
    const holder = await journal.unitOfSerial(serial);
    if (holder !== null && holder !== deviceId) throw new PaclineError('serial taken', `The serial ${serial} belongs to ${holder}, not to ${deviceId}.`, { context: { deviceId, serial } });
    await journal.append([{ kind: 'serial bound', serial, deviceId, run, slot }]);
    return serial;
  }
};
