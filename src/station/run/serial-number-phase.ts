import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { isSerialNumber } from '../operator/scans.ts';
import { found, type RunPhase } from './run-phase.ts';

/** The unit's serial number, scanned before or after it was seated, is its own for ever; a unit that has one is not asked again. */
export const serialNumberPhase: RunPhase = {
  name: 'assign serial number',
  shows: 'scanning',
  usesPort: false,
  applies: (_, { rules }) => rules.serialPattern !== null,
  run: async (state, { run, slot, line: { journal, scans }, rules, signal, notice }) => {
    const { deviceId } = found(state.unit);
    const pattern = found(rules.serialPattern);
    if ((await journal.serialNumberOf(deviceId)) !== null) return state;
    notice('scan the serial of this unit');
    for (;;) {
      const serialNumber = await scans.next(slot, { kind: 'serial number', pattern }, { signal });
      if (!isSerialNumber(serialNumber, pattern)) {
        notice(`"${serialNumber.slice(0, 40)}" is no serial of this product: scan the serial of this unit`);
        continue;
      }
      const holder = await journal.unitOfSerialNumber(serialNumber);
      if (holder !== null && holder !== deviceId)
        throw new PaclineError('serial taken', `The serial ${serialNumber} belongs to ${holder}, not to ${deviceId}.`, {
          context: { deviceId, serial: serialNumber },
        });
      await journal.append([{ kind: 'serial bound', serial: serialNumber, deviceId, run, slot }]);
      return state;
    }
  },
};
