import { countedBytes } from '../grammar.ts';
import type { Parse, Reply } from '../reply.ts';
import { crc16, hasItsCrc16 } from './crc16.ts';

/** The address sensors leave the factory with. */
const slave = '\x01';
/** Function 3, read holding registers; with its top bit set, the answer is an exception. */
const readHoldingRegisters = '\x03';
const exception = '\x83';

/** The public names of exception codes. @source Modbus application protocol V1.1b3, section 7 */
const exceptions: Readonly<Record<number, string>> = {
  1: 'illegal function',
  2: 'illegal data address',
  3: 'illegal data value',
  4: 'device failure',
  6: 'device busy',
};

/** A register has 16 bits. */
export interface RegisterRange {
  /** Of the first one, from 0. */
  readonly address: number;
  /** 1 to 125. */
  readonly count: number;
}

const word = (number: number): string => String.fromCharCode((number >> 8) & 0xff, number & 0xff);

/** The whole request, checksum included. */
export const readRequest = ({ address, count }: RegisterRange): string => {
  const body = slave + readHoldingRegisters + word(address) + word(count);
  return body + crc16(body);
};

/** Slave, function, and either an exception code or a byte count and so many bytes; then the checksum. */
const answerLength = (bytes: string): number | null => {
  if (bytes[1] === exception) return 5;
  return bytes.length < 3 ? null : 5 + bytes.charCodeAt(2);
};

const registersOf: Parse<readonly number[]> = (answer) => {
  if (!hasItsCrc16(answer) || !answer.startsWith(slave + readHoldingRegisters)) return null;
  const content = answer.slice(3, -2);
  if (content.length % 2 !== 0) return null;
  return Array.from(
    { length: content.length / 2 },
    (_, index) => content.charCodeAt(2 * index) * 256 + content.charCodeAt(2 * index + 1),
  );
};

const exceptionOf: Parse<string> = (answer) => {
  if (!hasItsCrc16(answer) || !answer.startsWith(slave + exception)) return null;
  const number = answer.charCodeAt(2);
  return `exception ${number}: ${exceptions[number] ?? 'unknown'}`;
};

/** The registers of an answer with a good checksum; an exception is the modem's refusal. */
export const registers = <Value>(parse: (registers: readonly number[]) => Value | null): Reply<Value> =>
  countedBytes(
    answerLength,
    (answer) => {
      const found = registersOf(answer);
      return found === null ? null : parse(found);
    },
    { refusal: exceptionOf },
  );
