import {
  lineModem,
  muteModem,
  reportedIdentity,
  type LineModem,
  type PowerOn,
  type SimulatedUnit,
} from '../simulator.ts';

/** Three repeats on the air. */
const uplinkMs = 6000;

const values = (unit: SimulatedUnit): Readonly<Record<string, string>> => ({
  'AT$ID?': reportedIdentity(unit).deviceId,
  'AT$PAC?': `${reportedIdentity(unit).pac}${'0'.repeat(16)}`,
  'AT$RCZ?': '2',
  'AT$IF?': '902200000',
  'AT$302?': '22',
  'AT$V?': 'made-up version 1.0',
});

const settings = /^AT\$(O=1,[124]|RCZ=[124]|IF=\d{9}|302=\d{2}|410=[01]|400=[0-9A-F]+,[0-9A-F]+,[0-9A-F]+,\d+)$/;

/** It repeats the line when it is ended. Its word for no is assumed. */
const kind: LineModem<SimulatedUnit> = {
  terminators: '\r\n',
  maxLength: 64,
  echo: () => '',
  react(unit, command) {
    const frame = /^AT\$SF=([0-9A-F]{2}){1,12}$/i.test(command);
    const answer = frame || settings.test(command) ? 'OK' : (values(unit)[command] ?? 'ERROR');
    return {
      state: unit,
      text: `${command}\r\n${unit.faults.has('refusing') ? 'ERROR' : answer}\r\n`,
      afterMs: frame ? uplinkMs : 0,
    };
  },
};

/** An Uplynx RCZ2. It says its name when it starts. */
export const powerOnM2commUplynx: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: unit.faults.has('boot banner') ? [{ bytes: 'Uplynx-AT\r\n', afterMs: 0 }] : [],
});
