import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { isSerialNumber } from '../operator/scans.ts';
import { found, type RunPhase } from './run-phase.ts';

/** Said as long as nothing was scanned. */
export const askForSerialNumber = 'scan the serial of this unit';

/**
 * The unit's serial number, scanned before or after it was seated, is its own for ever; a unit that has one is not asked again. The
 * unit that it is bound to is read once more before: it may have been exchanged where nobody sees it.
 */
export const serialNumberPhase: RunPhase = {
  name: 'assign serial number',
  shows: 'scanning',
  until: 'its serial number was scanned',
  usesPort: false,
  applies: (_, { rules }) => rules.serialPattern !== null,
  run: async (state, { run, slot, stay, line: { journal }, rules, signal, notice }) => {
    const { deviceId } = found(state.unit);
    const pattern = found(rules.serialPattern);
    const known = await journal.serialNumberOf(deviceId);
    if (known !== null) {
      const scanned = stay.scans.takeKept();
      if (scanned !== null && scanned !== known)
        throw new PaclineError('serial taken', `${deviceId} has the serial number ${known}, not ${scanned}.`, {
          context: { deviceId, serial: scanned },
        });
      stay.scans.served();
      return state;
    }
    notice(askForSerialNumber);
    for (;;) {
      const serialNumber = await stay.scans.next({ kind: 'serial number', pattern }, { signal });
      if (!isSerialNumber(serialNumber, pattern)) {
        notice(`"${serialNumber.slice(0, 40)}" is no serial of this product: scan the serial of this unit`);
        continue;
      }
      const holder = await journal.unitOfSerialNumber(serialNumber);
      if (holder !== null && holder !== deviceId)
        throw new PaclineError('serial taken', `The serial ${serialNumber} belongs to ${holder}, not to ${deviceId}.`, {
          context: { deviceId, serial: serialNumber },
        });
      if (!(await stay.isStillThere({ signal, onAdvice: notice }))) {
        notice('the unit was not seen at once when it was read again: scan its serial once more');
        continue;
      }
      await journal.append([{ kind: 'serial bound', serial: serialNumber, deviceId, run, slot }]);
      return state;
    }
  },
};
