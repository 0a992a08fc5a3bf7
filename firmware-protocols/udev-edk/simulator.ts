import { muteModem, reportedIdentity, type PowerOn, type SimulatedUnit } from '../simulator.ts';

const afterEnumerationMs = 500;

const printed = (unit: SimulatedUnit): string => {
  const { deviceId, pac } = reportedIdentity(unit);
  return `\r\nSigfox ID: ${deviceId}; \r\nSigfox PAC: ${pac}; \r\n`;
};

/** The Radio example on a board that has just been plugged in. It hears nothing. */
export const powerOnUdevEdk: PowerOn = (unit) => ({
  modem: muteModem,
  replies: unit.faults.has('mute') ? [] : [{ bytes: printed(unit), afterMs: afterEnumerationMs }],
});
