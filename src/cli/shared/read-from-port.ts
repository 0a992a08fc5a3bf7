import type { DialectDefinition } from '../../../firmware-protocols/contract.ts';
import { readBoard, withBoard } from '../../composition/board-on-port.ts';
import { allDialects } from '../../composition/dialects.ts';
import type { TranscriptExchange } from '../../dialect/transcript.ts';
import { bootMsBehindOpening } from '../../modem/boot-patience.ts';
import type { ModemSession } from '../../modem/modem-session.ts';
import { identifyOrFail, type Detail, type IdentifiedDialect, type ReadModemResult } from '../../modem/read-modem.ts';
import type { ModemLineLevels } from '../../modem/modem-lines.ts';
import { withSession } from '../../modem/with-session.ts';
import type { CommandContext } from './command-context.ts';
import { requirePortName } from './port-name.ts';

export interface PortChoice {
  readonly port: string;
  /** A dialect's id, or `auto`. */
  readonly dialect: string;
  /** How long the board may be deaf behind the opening, in ms; absent: as its dialect says. */
  readonly bootMs?: number;
  readonly lines?: ModemLineLevels;
  /** Told what goes on and what a person must do now, as a sentence. */
  readonly onAdvice: (sentence: string) => void;
  /** Told which families may be disturbed, before the first byte to a port of which nothing is known; left out: nobody is there to be told. */
  readonly onRisk?: (sentence: string) => void;
}

export interface PortReading extends PortChoice {
  readonly readings: 1 | 2;
  readonly details: readonly Detail[];
}

/** Reads the modem on one port of this machine, and closes the port. */
export const readFromPort = async (
  { readings, details, ...choice }: PortReading,
  { clock, signal }: CommandContext,
): Promise<ReadModemResult> => readBoard(portOf(choice), { ...boardOf(choice), readings, details, clock, signal });

export interface ModemOnPort extends PortChoice {
  /** Asked when the modem is known, before anything is said to it in its dialect. */
  readonly withDialect: (found: IdentifiedDialect) => 'go on' | 'be done';
  /** Whether the work may be begun anew, while the board may still be starting. */
  readonly mayRepeat: () => boolean;
}

/** Finds out which modem is on a port unless it is named, works with it, and closes the port; null: there was nothing to do. */
export const withModemOnPort = <Value>(
  { withDialect, mayRepeat, ...choice }: ModemOnPort,
  { context, work }: { readonly context: CommandContext; readonly work: (session: ModemSession) => Promise<Value> },
): Promise<Value | null> =>
  withBoard(portOf(choice), { ...boardOf(choice), ...context }, async ({ port, named, usb }) => {
    const { clock, signal } = context;
    const begun = clock.uptime();
    const found =
      named === null
        ? await identifyOrFail(port, { ...patience(choice), candidates: allDialects, usb, clock, signal })
        : { dialect: named, heard: '' };
    if (withDialect(found) === 'be done') return null;
    const bootsUntil = begun + (choice.bootMs ?? bootMsBehindOpening(found.dialect));
    const dialogue: TranscriptExchange[] = [];
    return withSession(
      port,
      found,
      {
        clock,
        signal,
        bootsUntil,
        lines: named === null ? 'keep' : (choice.lines ?? 'keep'),
        dialogue,
        onNotice: choice.onAdvice,
        mayRepeat,
      },
      work,
    );
  });

const patience = ({ bootMs, lines, onAdvice }: PortChoice) =>
  ({ bootMs: bootMs ?? null, lines: lines ?? 'keep', onNotice: onAdvice }) as const;

const portOf = ({ port }: PortChoice): string => {
  requirePortName(port);
  return port;
};

const boardOf = ({ dialect, bootMs, lines, onAdvice, onRisk }: PortChoice) => ({
  ...(dialect === 'auto' ? {} : { dialect }),
  ...(bootMs === undefined ? {} : { bootMs }),
  ...(lines === undefined ? {} : { lines }),
  onAdvice,
  ...(onRisk === undefined ? {} : { onRisk: () => onRisk(riskOfAsking(allDialects)) }),
});

/** Which families may take the questions of an identification for something else, and how a port is kept out of it. */
export const riskOfAsking = (all: readonly DialectDefinition[]): string => {
  const disturbed = all.filter(
    ({ identify, dangers }) =>
      identify.mode === 'named only' &&
      dangers.some(({ effect }) => effect === 'transmit' || effect === 'irreversible'),
  );
  const speeds = [
    ...new Set(all.filter(({ identify }) => identify.mode === 'automatic').map(({ serial }) => serial.baudRate)),
  ];
  return `No dialect is named: the port is asked at ${speeds.join(', ')} baud, by questions that change nothing in the families that are found so. Others may take them for data: ${disturbed.map(({ id }) => id).join(', ')}. Keep such a port out: --dialect <dialect> here, \`dialect\` in its [[slot]] on the line.`;
};
