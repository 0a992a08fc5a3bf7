import { hexSecret } from '../../firmware-protocols/contract.ts';
import { escapeBytes } from '../dialect/escape.ts';
import type { PortIdentity } from '../dialect/identification.ts';
import type { ErrorCode } from '../domain/errors/error-table.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { ownEcho } from './answer-failure.ts';

/** Why no dialect is named, in words for the person at the bench. */
export const notIdentified = (port: string, result: Exclude<PortIdentity, { kind: 'dialect' }>): PaclineError => {
  const failure = (code: ErrorCode, sentence: string, dialect?: string) =>
    new PaclineError(code, sentence, { context: { port, ...(dialect === undefined ? {} : { dialect }) } });
  switch (result.kind) {
    case 'ambiguous':
      return failure(
        'ambiguous dialect',
        `The answers on ${port} fit ${result.between.map(({ id }) => id).join(' and ')}. Name the dialect with --dialect.`,
      );
    case 'silence':
      return failure('no answer', `Nothing answers on ${port}. Check power, TX/RX and the seat of the unit.`);
    case 'fell silent':
      return failure(
        'fell silent',
        `Something has spoken on ${port}${result.bytes === '' ? '' : ` ("${shown(result.bytes)}")`}, but nothing answers there now. If the board needs longer to start, give it more time; if it never answers, name its dialect.`,
      );
    case 'own echo':
      return ownEcho({ port });
    case 'busy':
      return failure(
        'modem busy',
        `The modem on ${port} goes on answering "${shown(result.words)}": it does something else just now.`,
      );
    case 'announced':
      return failure(
        'named only',
        `What is on ${port} says that it is a board of the dialect ${result.definition.id} (${result.definition.title}), which is asked nothing unless it is named. Name it: --dialect ${result.definition.id}.`,
        result.definition.id,
      );
    case 'garbage':
      return failure(
        'wrong baud',
        `What comes from ${port} is no text at any speed that was tried. Name the dialect with --dialect.`,
      );
    case 'foreign': {
      const firmware = foreignFirmware(result.bytes);
      const words = `it said "${shown(result.bytes)}"`;
      if (firmware === null && result.isEndless === true)
        return failure(
          'foreign device',
          `What is on ${port} talks without a pause, so that no answer can be told from the rest; ${words}. If it is a Sigfox modem, end its output, or name its dialect.`,
        );
      return failure(
        'foreign device',
        firmware === null
          ? `Something answers on ${port} that is no known Sigfox modem; ${words}.`
          : `What answers on ${port} is ${firmware}, no Sigfox modem; ${words}.`,
      );
    }
  }
};

const shown = (bytes: string): string => escapeBytes(bytes.slice(0, 40).replace(hexSecret, '***'));

/** What else speaks on serial ports, by words that nothing else says; null: not known. */
const foreignFirmware = (bytes: string): string | null => known.find(([words]) => words.test(bytes))?.[1] ?? null;

const known: readonly (readonly [words: RegExp, name: string])[] = [
  [
    /\bAT_(ERROR|PARAM_ERROR|TEST_PARAM_OVERFLOW|NO_NET_JOINED)\b|\+EVT:/,
    'firmware with the AT parser of ST, but without its Sigfox commands (its LoRaWAN firmware answers so)',
  ],
  [/\blogin: *$/m, 'the console of a computer that asks for a login'],
  [/: (command )?not found/, 'a shell'],
  [/^password: *$/im, 'a console that asks for a password'],
  [/\bMicroPython\b|\bCircuitPython\b/, 'a Python prompt'],
  [/\bU-Boot\b/, 'the boot loader of a computer'],
];
