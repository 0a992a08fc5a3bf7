import { muteModem, reportedIdentity, type PowerOn, type SimulatedUnit } from '../simulator.ts';

const printed = (unit: SimulatedUnit): string => {
  if (unit.faults.has('refusing')) return 'Shield error or not present!\r\n';
  const { deviceId, pac } = reportedIdentity(unit);
  return `MKR Fox 1200 Sigfox first configuration\r\nSigFox FW version 1.0\r\nID  = ${deviceId}\r\nPAC = ${pac}\r\n\r\nModule temperature: 24.30\r\n`;
};

/** The FirstConfiguration example, whose port has just been opened. It never answers: what it hears goes on the air. */
export const powerOnMkrfoxSketch: PowerOn = (unit) => ({
  modem: muteModem,
  replies: unit.faults.has('mute') ? [] : [{ bytes: printed(unit), afterMs: 100 }],
});
