import { escapeBytes } from '../../src/dialect/escape.ts';
import { madeUpUnit } from './memory-bench.ts';

const { pac } = madeUpUnit;

/** The PAC as a modem sends it that does not speak in text: its eight bytes. */
export const pacBytes = pac.replace(/../g, (digits) => String.fromCharCode(Number.parseInt(digits, 16)));

/** What would be a leak, in upper case: four digits of the PAC in a row, or two of its bytes as transcripts write them. */
export const piecesOfThePac: readonly string[] = [
  ...Array.from({ length: pac.length - 3 }, (_, at) => pac.slice(at, at + 4)),
  ...Array.from({ length: pacBytes.length - 1 }, (_, at) => escapeBytes(pacBytes.slice(at, at + 2)).toUpperCase()),
];
