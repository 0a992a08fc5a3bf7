import { modemFaults, type ModemFault } from '../../../firmware-protocols/simulator.ts';
import { accepted, refused, type Parsed } from '../../domain/parsed.ts';
import type { WireFault } from './wire-fault.ts';

/** What is wrong with a simulated board, inside it or on its line. */
export interface BoardFaults {
  readonly modem: ReadonlySet<ModemFault>;
  readonly line: readonly WireFault[];
}

const modemFaultWords: Readonly<Record<string, ModemFault>> = Object.fromEntries(
  modemFaults.map((fault) => [fault.replaceAll(' ', '-'), fault]),
);

/** The words of `--fault`, as help shows them. `answer` counts the modem's answers from 1. */
export const boardFaultWords = [
  ...Object.keys(modemFaultWords),
  'flipped-bit:<answer>',
  'late-answer:<answer>',
  'unplug:<answer>',
  'noise:<percent of bytes>',
];

/** Reads words such as `mute` or `flipped-bit:2` together. */
export const parseBoardFaults = (words: readonly string[], seed: number): Parsed<BoardFaults> => {
  const modem = new Set<ModemFault>();
  const line: WireFault[] = [];
  for (const word of words) {
    const [name = '', number] = word.split(':');
    const known = modemFaultWords[name];
    const fault = lineFault(name, number === undefined ? null : Number(number), seed);
    if (known !== undefined && number === undefined) modem.add(known);
    else if (fault !== null) line.push(fault);
    else return refused('bad usage', `"${word}" is no fault of a board; known are ${boardFaultWords.join(', ')}`);
  }
  return accepted({ modem, line });
};

/** The middle of an answer is hit: the first byte would often be taken for a lost one. */
const lineFault = (name: string, number: number | null, seed: number): WireFault | null => {
  if (number !== null && !(Number.isFinite(number) && number > 0)) return null;
  switch (name) {
    case 'flipped-bit':
      return { kind: 'flipped bit', answer: number ?? 1, byte: 3, bit: 0 };
    case 'late-answer':
      return { kind: 'late answer', answer: number ?? 1, ms: 1500 };
    case 'unplug':
      return { kind: 'unplug', answer: number ?? 1, byte: 3 };
    case 'noise':
      return { kind: 'noise', probability: (number ?? 10) / 100, seed };
    default:
      return null;
  }
};
