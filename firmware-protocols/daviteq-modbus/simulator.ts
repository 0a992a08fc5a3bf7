import { muteModem, reportedIdentity, type PowerOn, type SimulatedModem, type SimulatedUnit } from '../simulator.ts';
import { crc16, hasItsCrc16 } from './crc16.ts';

const requestLength = 8;
const answerAfterMs = 10;

/** Hex digits in registers from this one on, most significant word first. */
const inRegisters = (first: number, hex: string): readonly (readonly [number, number])[] =>
  (hex.match(/.{4}/g) ?? []).map((digits, index) => [first + index, Number.parseInt(digits, 16)] as const);

/** The order of the words of ID and PAC is assumed; zone 1. */
const registersOf = (unit: SimulatedUnit): ReadonlyMap<number, number> => {
  const { deviceId, pac } = reportedIdentity(unit);
  return new Map([...inRegisters(8, deviceId), ...inRegisters(10, pac), [270, 1]]);
};

const withCrc = (body: string): string => body + crc16(body);
const word = (bytes: string, at: number): number => bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1);

/** What slave 1 says to a whole request. */
const answer = (unit: SimulatedUnit, request: string): string => {
  if (request[1] !== '\x03') return withCrc(`\x01${String.fromCharCode(request.charCodeAt(1) | 0x80)}\x01`);
  const [address, count] = [word(request, 2), word(request, 4)];
  const registers = Array.from({ length: count }, (_, index) => registersOf(unit).get(address + index));
  if (unit.faults.has('refusing') || registers.includes(undefined)) return withCrc('\x01\x83\x02');
  const content = registers.map((register = 0) => String.fromCharCode(register >> 8, register & 0xff)).join('');
  return withCrc(`\x01\x03${String.fromCharCode(content.length)}${content}`);
};

/** A request is known by its checksum, wherever in the stream it stands: no silence has to be timed. */
const slave = (unit: SimulatedUnit, heard: string): SimulatedModem => ({
  receive(bytes) {
    let last = heard;
    const replies = [];
    for (const byte of bytes) {
      last = (last + byte).slice(-requestLength);
      if (last.length < requestLength || last[0] !== '\x01' || !hasItsCrc16(last)) continue;
      replies.push({ bytes: answer(unit, last), afterMs: answerAfterMs });
      last = '';
    }
    return { modem: slave(unit, last), replies };
  },
});

/** A sensor on its configuration cable, with an assumed order of words. */
export const powerOnDaviteqModbus: PowerOn = (unit) => ({
  modem: unit.faults.has('mute') ? muteModem : slave(unit, ''),
  replies: [],
});
