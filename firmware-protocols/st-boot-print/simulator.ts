import { muteModem, reportedIdentity, type PowerOn, type SimulatedUnit } from '../simulator.ts';

const printed = (unit: SimulatedUnit): string => {
  const { deviceId, pac } = reportedIdentity(unit);
  return `Sigfox Device:\r\n  ID  ${deviceId.replace(/^0{1,7}/, '')}\r\n  PAC ${pac}\r\n  RCZ 1\r\n\n`;
};

/** The demo after a reset, and behind 500 ms in which it calibrates its timer. It hears nothing. */
export const powerOnStBootPrint: PowerOn = (unit) => ({
  modem: muteModem,
  replies: unit.faults.has('mute') ? [] : [{ bytes: printed(unit), afterMs: 600 }],
});
