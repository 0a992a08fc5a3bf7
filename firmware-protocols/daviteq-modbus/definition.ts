import { everyByte, noWord, type CommandSpec, type DialectDefinition, type SourceRef } from '../contract.ts';
import { hexOf } from '../payload.ts';
import { readRequest, registers, type RegisterRange } from './modbus.ts';

const manuals: SourceRef = {
  evidence: 'manual',
  where: 'Daviteq WSSFC manuals (two products), Modbus register table and commissioning checklist',
};
const otherProducts: SourceRef = {
  evidence: 'assumed',
  where: 'speed and parity of other Daviteq Modbus products; the cable of the Sigfox sensors is not described',
};

const queryMs = 1000;
/** Modbus RTU parts its frames by three and a half character times of silence: 3.6 ms at this speed. */
const quietBeforeMs = 5;

const idRegisters: RegisterRange = { address: 8, count: 2 };
const pacRegisters: RegisterRange = { address: 10, count: 4 };
const zoneRegister: RegisterRange = { address: 270, count: 1 };

/** So many registers as hex digits, in the order of the wire. */
const inWireOrder = ({ count }: RegisterRange) =>
  registers((found) =>
    found.length === count ? hexOf(found.flatMap((register) => [register >> 8, register & 0xff])) : null,
  );

const zone = registers(([number, ...others]) =>
  number !== undefined && others.length === 0 && number >= 1 && number <= 6 ? `RC${number}` : null,
);

const read = {
  quietBeforeMs,
  timeoutMs: queryMs,
  effect: 'read',
  source: manuals,
} as const satisfies Partial<CommandSpec>;

/**
 * Daviteq's finished sensors: Modbus RTU through their configuration cable, slave 1, function 3. The registers of ID and PAC are
 * published, the order of the words in them is not: they are given raw, and nothing is registered from them.
 */
export const daviteqModbus = {
  id: 'daviteq-modbus',
  title: 'Daviteq WSSFC sensors, Modbus RTU on the configuration cable',
  models: ['WSSFC'],
  sources: [manuals, otherProducts],
  serial: { baudRate: 9600 },
  framing: { commandEnd: '', lineEnd: 'any', echo: 'never', alphabet: 'binary' },
  timing: { bootMs: 1000, quietMs: 100 },
  results: { success: noWord, failure: noWord },
  unsolicited: [],
  dangers: [],
  identify: {
    mode: 'named only',
    // One register or an exception: three bytes that are no text, two more for a register, and the checksum.
    probes: [{ send: readRequest(zoneRegister), expect: /^[^ -~]{3}(?:[\s\S]{2}){1,2}$/ }],
  },
  commands: {
    readRadioZone: {
      summary: 'radio zone the sensor is set to',
      request: readRequest(zoneRegister),
      reply: zone,
      ...read,
    },
    readIdRegisters: {
      summary: 'registers 8 and 9, which hold the device ID: 8 hex digits in the order of the wire',
      request: readRequest(idRegisters),
      reply: inWireOrder(idRegisters),
      ...read,
    },
    readPacRegisters: {
      summary: 'registers 10 to 13, which hold the PAC: 16 hex digits in the order of the wire',
      request: readRequest(pacRegisters),
      reply: inWireOrder(pacRegisters),
      sensitive: everyByte,
      ...read,
    },
    readRegisters: {
      summary: 'any registers, as numbers',
      request: (range: RegisterRange) => readRequest(range),
      reply: registers((found) => found),
      sensitive: everyByte,
      ...read,
    },
  },
  openQuestions: {
    readDeviceId:
      'Registers 8 and 9 hold the ID, but nobody has published the order of their words. Read them with `pacline modem readIdRegisters --dialect daviteq-modbus --port <port>`, compare them with the label, and send which digits stand where (make up the others).',
    readPac:
      'Registers 10 to 13 hold the PAC, but nobody has published the order of their words. Read them with `pacline modem readPacRegisters --dialect daviteq-modbus --port <port> --yes`, compare them with the label, and send only the order of the four groups, never the PAC.',
  },
} as const satisfies DialectDefinition;
