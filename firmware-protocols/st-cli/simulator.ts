import { lineModem, muteModem, type LineModem, type PowerOn, type SimulatedUnit } from '../simulator.ts';

/** Three repeats on the air, and the wait for an answer. */
const uplinkMs = 6000;
const downlinkMs = 25_000;

/** Without credentials the demos set ID and PAC to zeros, and themselves to their test mode. */
const identityOf = (unit: SimulatedUnit): Pick<SimulatedUnit, 'deviceId' | 'pac'> =>
  unit.faults.has('unprovisioned') ? { deviceId: '00000000', pac: '0000000000000000' } : unit;

/** Each byte without its leading zero. */
const terse = (pac: string): string =>
  pac.replaceAll(/(..)/g, (byte) => Number.parseInt(byte, 16).toString(16).toUpperCase());

interface Answer {
  readonly text: string;
  readonly afterMs?: number;
}

const call = (command: string, fields: string): Answer => ({ text: `{{(${command})} API call...${fields}}\r\n` });

const pacAnswer = (pac: string, firmware: 'old' | 'new'): Answer =>
  call('get_pac', firmware === 'old' ? `\r\n{pac: ${terse(pac)}}\r\n` : `\r\n{pac: ${pac}}`);

const sent = (unit: SimulatedUnit, downlink: string | undefined): Answer => {
  const head = '{{(node_send_frame)} API call...';
  if (downlink === '0') return { text: `${head}{sfx_error:00}\r\n}\n\r`, afterMs: uplinkMs };
  // Which number stands for a downlink that did not come is not published; any but zero is an error.
  if (unit.faults.has('no downlink')) return { text: `${head}{sfx_error:01}\r\n}\n\r`, afterMs: uplinkMs + downlinkMs };
  return {
    text: `${head}{sfx_error:00}\r\n{customer_resp: 0x00,0x01,0x02,0x03,0x04,0x05,0x06,0x07}\n\r}\n\r`,
    afterMs: uplinkMs + downlinkMs,
  };
};

const answer = (unit: SimulatedUnit, line: string): Answer => {
  if (unit.faults.has('refusing')) return { text: 'no such command\r\n' };
  const { deviceId, pac } = identityOf(unit);
  const firmware = unit.faults.has('old firmware') ? 'old' : 'new';
  const [frame, downlink] = /^node_send_frame \{(?:[0-9a-f]{2}){1,12}\} \d ([01])$/.exec(line) ?? [];
  if (frame !== undefined) return sent(unit, downlink);
  switch (line) {
    case 'get_id':
      return call(line, `{id:${deviceId}}`);
    case 'get_pac':
      return pacAnswer(pac, firmware);
    case 'get_rcz':
      return call(line, '{rcz:01}');
    case 'fw_version':
      return call(line, `{value:${firmware === 'old' ? 'sigfox_cli_demo_1.7.1' : 'wl3_sigfox_cli_demo_1.0.1r'}}`);
    case 'node_open':
      return call(line, '{sfx_error:00000000}');
    case 'node_close':
      return call(line, '{sfx_error:00}');
    case 'switch_public_key 0':
    case 'switch_public_key 1':
      return call('switch_public_key', '{sfx_error:0000}');
    default:
      return { text: 'no such command\r\n' };
  }
};

/** Carriage return and line feed both end a line; a line feed without a line before it is dropped. Upper case is as good as lower. */
const kind: LineModem<SimulatedUnit> = {
  terminators: '\r\n',
  maxLength: 128,
  echo: (_, byte) => (byte === '\r' || byte === '\n' ? '' : byte),
  empty: (_, terminator) => (terminator === '\r' ? '\r\n>' : ''),
  react(unit, command) {
    const { text, ...when } = answer(unit, command.toLowerCase());
    return { state: unit, text: `\r\n${text}>`, ...when };
  },
};

/** The later S2-LP demo says the ID in front. */
const bootText = (unit: SimulatedUnit): string => {
  const { deviceId, pac } = identityOf(unit);
  return `Sigfox CLI demo${unit.faults.has('unprovisioned') ? ' - TEST MODE (board not registered)' : ''}\r\n${unit.faults.has('old firmware') ? `ID: ${deviceId} - PAC: ` : ''}${pac}\r\n>`;
};

/** A well-behaved STM32WL3 board; with `old firmware`, an S2-LP board. */
export const powerOnStCli: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : lineModem(kind, unit),
  replies: unit.faults.has('boot banner') ? [{ bytes: bootText(unit), afterMs: 0 }] : [],
});
