import {
  muteModem,
  reportedIdentity,
  type PowerOn,
  type SimulatedModem,
  type SimulatedReply,
  type SimulatedUnit,
} from '../simulator.ts';

/** What the next byte is taken for. */
type Mode =
  | { readonly name: 'idle' }
  | { readonly name: 'payload'; readonly left: number }
  | { readonly name: 'configuration' }
  | { readonly name: 'address to read' }
  | { readonly name: 'address to write' }
  | { readonly name: 'value to write'; readonly address: number }
  /** After 41: how many bytes of new credentials it takes is not public. This one never comes back, as a unit so treated would not. */
  | { readonly name: 'overwriting' };

interface State {
  readonly unit: SimulatedUnit;
  readonly mode: Mode;
  readonly parameters: ReadonlyMap<number, number>;
}

interface Step {
  readonly state: State;
  readonly says: string;
}

/** Zone 1 and the private key. */
const parameters: ReadonlyMap<number, number> = new Map([
  [0x00, 0],
  [0x28, 0],
]);
/** 24 degrees and 3.39 V. */
const temperature = '\x98';
const supply = '\x71';

const bytesOf = (hex: string): string =>
  hex.replace(/../g, (digits) => String.fromCharCode(Number.parseInt(digits, 16)));

const identity = (unit: SimulatedUnit): string => {
  const { deviceId, pac } = reportedIdentity(unit);
  return bytesOf(deviceId).split('').toReversed().join('') + bytesOf(pac);
};

const configure = (state: State, byte: string): Step => {
  const to = (name: 'idle' | 'address to read' | 'address to write' | 'overwriting', says: string): Step => ({
    state: { ...state, mode: { name } },
    says,
  });
  switch (byte) {
    case 'X':
      return to('idle', '');
    case '9':
      return { state, says: `${identity(state.unit)}>` };
    case 'U':
      return { state, says: `${temperature}>` };
    case 'V':
      return { state, says: `${supply}>` };
    case 'Y':
      return to('address to read', '>');
    case 'M':
      return to('address to write', '>');
    case 'A':
      return to('overwriting', '');
    default:
      return { state, says: '' };
  }
};

const step = (state: State, byte: string): Step => {
  const code = byte.charCodeAt(0);
  const { mode } = state;
  const now = (next: Mode, says = ''): Step => ({ state: { ...state, mode: next }, says });
  switch (mode.name) {
    case 'idle':
      return code === 0 ? now({ name: 'configuration' }, '>') : now({ name: 'payload', left: code });
    case 'payload':
      // With the last byte the frame is on the air; nothing tells.
      return now(mode.left === 1 ? { name: 'idle' } : { name: 'payload', left: mode.left - 1 });
    case 'configuration':
      return configure(state, byte);
    case 'address to read':
      return now({ name: 'configuration' }, `${String.fromCharCode(state.parameters.get(code) ?? 0)}>`);
    case 'address to write':
      return code === 0xff ? now({ name: 'configuration' }, '>') : now({ name: 'value to write', address: code });
    case 'value to write':
      return {
        state: {
          ...state,
          mode: { name: 'address to write' },
          parameters: new Map([...state.parameters, [mode.address, code]]),
        },
        says: '',
      };
    case 'overwriting':
      return { state, says: '' };
  }
};

const module = (state: State): SimulatedModem => ({
  receive(bytes) {
    const replies: SimulatedReply[] = [];
    let now = state;
    for (const byte of bytes) {
      const { state: next, says } = step(now, byte);
      now = next;
      if (says !== '') replies.push({ bytes: says, afterMs: 0 });
    }
    return { modem: module(now), replies };
  },
});

/** A well-behaved Radiocrafts module in idle mode. It has no echo, no start-up text and no words for an error. */
export const powerOnRadiocraftsSig: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : module({ unit, mode: { name: 'idle' }, parameters }),
  replies: [],
});
