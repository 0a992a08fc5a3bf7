import { muteModem, reportedIdentity, type PowerOn, type SimulatedModem, type SimulatedUnit } from '../simulator.ts';

interface State {
  readonly unit: SimulatedUnit;
  readonly mode: 'scenario' | 'sigfox bypass';
}

const answerAfterMs = 20;
const firmware = 'SFM20R1_V201_01,build_Apr 26 2017 16:00:28,wifi_000000';
/** Bluetooth address, UUID and Wi-Fi address, made up. */
const otherAddresses = `02A1000000F1${'A1'.repeat(16)}02A1000000F2`;
const commonError = '<SR>0400NG';

const answerFrame = (command: string, content: string, counted = content.length): string =>
  `<SR>${(command.length + counted).toString(16).padStart(2, '0')}${command}${content}`;

const identity = (unit: SimulatedUnit): string => {
  const { deviceId, pac } = reportedIdentity(unit);
  return `OK${otherAddresses}${deviceId}${pac}`;
};

/** What passes through to the Sigfox part; its ID comes with a length that leaves the line end out, as in the published sample. */
const bypassed = (unit: SimulatedUnit, command: string): string => {
  if (command === 'AT\r\n') return answerFrame('03', 'OK\r\n');
  if (command === 'AT$I=10\r\n') return answerFrame('03', `${reportedIdentity(unit).deviceId}\r\n`, 8);
  return commonError;
};

const react = (state: State, command: string, content: string): { readonly state: State; readonly says: string } => {
  if (state.unit.faults.has('refusing')) return { state, says: commonError };
  if (command === '02' && content === '01')
    return { state: { ...state, mode: 'sigfox bypass' }, says: answerFrame('02', 'OK') };
  if (command === '03' && state.mode === 'sigfox bypass') return { state, says: bypassed(state.unit, content) };
  if (command === '07') return { state, says: answerFrame('07', identity(state.unit)) };
  if (command === '0A') return { state, says: answerFrame('0A', `OK${firmware}`) };
  return { state, says: commonError };
};

/** Collects a frame to its counted end; anything else is not heard. */
const module = (state: State, heard: string): SimulatedModem => ({
  receive(bytes) {
    const replies = [];
    let [now, collected] = [state, heard];
    for (const byte of bytes) {
      collected += byte;
      const start = collected.lastIndexOf('<SC>');
      collected = start < 0 ? collected.slice(-3) : collected.slice(start);
      const [, length] = /^<SC>([0-9A-F]{2})/.exec(collected) ?? [];
      const frame = collected.slice('<SC>00'.length);
      if (length === undefined || frame.length < Number.parseInt(length, 16)) continue;
      const { state: next, says } = react(now, frame.slice(0, 2), frame.slice(2));
      [now, collected] = [next, ''];
      replies.push({ bytes: says, afterMs: answerAfterMs });
    }
    return { modem: module(now, collected), replies };
  },
});

/** An SFM20R behind a bridge, in its scenario mode and without the log text it mixes in. */
export const powerOnWisolSfm20r: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : module({ unit, mode: 'scenario' }, ''),
  replies: [],
});
