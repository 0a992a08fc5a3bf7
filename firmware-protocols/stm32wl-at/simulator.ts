import {
  lineModem,
  muteModem,
  reportedIdentity,
  type LineModem,
  type PowerOn,
  type SimulatedModem,
  type SimulatedUnit,
} from '../simulator.ts';

/** Three repeats on the air. */
const uplinkMs = 6000;

const versions = 'APPLICATION_VERSION: V1.5.0\r\nMW_SIGFOX_VERSION:   V1.8.0\r\nMW_RADIO_VERSION:    V1.4.0';
/** What the libraries call themselves: made up. */
const libraries = ['library-1.0', 'radio-1.0', 'mcu-1.0', 'element-1.0', 'monarch-1.0'].join('\r\n');
const startUpText = `${versions}\r\nATtention command interface\n\r\r\n\n\rSIGFOX APPLICATION READY\n\r\n\r`;

const ok = '\r\nOK\r\n';
const error = '\r\nAT_ERROR\r\n';

/** A query: its value on a line, an empty line, and OK. */
export const answered = (value: string): string => `${value}\r\n${ok}`;

/** The older kit, for the Murata module: a question mark reads, and `=?` prints the range, without a line end. */
const olderAnswers: Readonly<Record<string, string>> = {
  'AT$ID=?': ok,
  'AT$PAC=?': ok,
  'AT$RC?': answered('1'),
  'AT$RC=?': `<param1><CR> param1=[1,2,3,4]${ok}`,
  'ATS410?': `0\n\r${ok}`,
  'ATS410=?': `[0 ..1]${ok}`,
  // Its own line is not in the stored sources.
  'AT+VER': answered(['library-1.0', 'radio-1.0', 'mcu-1.0', 'element-1.0', 'made-up 1.1.0'].join('\r\n')),
};

/** What ST's Sigfox firmware answers to one command; null for one it does not know. */
export const sigfoxAnswer = (unit: SimulatedUnit, command: string): string | null => {
  const { deviceId, pac } = reportedIdentity(unit);
  const older = unit.faults.has('old firmware') ? olderAnswers[command] : undefined;
  if (older !== undefined) return older;
  switch (command) {
    case 'AT$ID':
    case 'AT$ID=?':
      return answered(deviceId);
    case 'AT$ID?':
      return answered(unit.faults.has('old firmware') ? deviceId : 'AT$ID: Get the ID');
    case 'AT$PAC':
    case 'AT$PAC=?':
      return answered(pac);
    case 'AT+VER':
      return answered(`${versions}\r\n${libraries}`);
    case 'AT$RC=?':
      return answered('1');
    case 'ATS410=?':
      return answered('0');
    case 'AT$RC?':
      return answered('AT$RC<param1><CR> param1=[1:7]. Set/Get the Regional Config zones.');
    case 'AT+BAT=?':
      return answered('3297');
    default:
      return /^(AT\$RC=([1-7]|3A|3C)|ATS302=\d{1,2}|ATS410=[01]|AT\$SF=([0-9A-F]{2}){1,12})$/.test(command) ? ok : null;
  }
};

interface Slave {
  readonly unit: SimulatedUnit;
  /** The whole answer to a command other than AT itself; null for one it does not know. */
  readonly answer: (unit: SimulatedUnit, command: string) => string | null;
  readonly asleep: boolean;
}

/** Carriage return and line feed both end a command, a command of nothing is not answered, and case matters. */
const kind: LineModem<Slave> = {
  terminators: '\r\n',
  maxLength: 64,
  echo: ({ unit }, byte) => (unit.faults.has('echo on') ? byte : ''),
  react(slave, command) {
    const { unit, answer, asleep } = slave;
    if (asleep) return { state: { ...slave, asleep: false }, text: '' };
    if (command === 'AT') return { state: slave, text: ok };
    const text = unit.faults.has('refusing') ? error : (answer(unit, command) ?? error);
    return { state: slave, text, afterMs: command.startsWith('AT$SF=') && text === ok ? uplinkMs : 0 };
  },
};

/** The AT loop of ST's firmware, with the answers of whatever is built on it. */
export const atSlave = (slave: Slave): SimulatedModem =>
  slave.unit.faults.has('mute') ? muteModem : lineModem(kind, slave);

/** A well-behaved STM32WL with ST's Sigfox firmware, version 1.5. */
export const powerOnStm32wlAt: PowerOn = (unit) => ({
  modem: atSlave({ unit, answer: sigfoxAnswer, asleep: false }),
  replies: unit.faults.has('boot banner') ? [{ bytes: startUpText, afterMs: 0 }] : [],
});
