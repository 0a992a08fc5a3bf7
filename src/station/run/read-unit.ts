import type { DialectDefinition } from '../../../firmware-protocols/contract.ts';
import type { UsbIdentity } from '../../dialect/identification.ts';
import type { Phase } from '../../domain/phase.ts';
import type { JournalReader } from '../../journal/journal.ts';
import { bootMsBehindOpening } from '../../modem/boot-patience.ts';
import { readModem, type Detail, type ModemReading } from '../../modem/read-modem.ts';
import { heardPort } from './heard-port.ts';
import { firstBaudRate, type LineOptions } from '../line-options.ts';
import type { LineRules } from '../line-rules.ts';
import { openWhenFree } from './open-when-free.ts';

export interface ReadUnitOptions {
  readonly port: string;
  /** What the port is on USB, where it is known. */
  readonly usb: UsbIdentity | null;
  readonly line: LineOptions;
  readonly rules: LineRules;
  /** When the unit was seated, as the clock's uptime. */
  readonly seatedAt: number;
  readonly signal: AbortSignal;
  readonly onPhase: (phase: Phase) => void;
  /** Told of the first byte from the modem, in ms from the seating. */
  readonly onFirstAnswer: (ms: number) => void;
  /** Told of each dialogue with the modem, secrets masked. */
  readonly onTranscript: (transcript: string) => void;
  /** Told what the operator should know meanwhile, as a sentence. */
  readonly onNotice: (sentence: string) => void;
}

/** A board that boots does not answer yet: the port is opened once, and asked until the time that the board may take is over. */
export const readUnit = async ({ port: path, usb, line, rules, seatedAt, signal, onPhase, onFirstAnswer, onTranscript, onNotice }: ReadUnitOptions): Promise<ModemReading> => {
  const { clock } = line;
  const bootMs = rules.bootMs ?? (await learntBootMs(line.journal, rules.product.name)) ?? bootMsOf(rules.dialect);
  onPhase('opening');
  const port = await openWhenFree(path, { ports: line.ports, clock, baudRate: rules.dialect?.serial.baudRate ?? firstBaudRate, hangUp: rules.dialect?.announcement !== undefined, signal });
  try {
    const { outcome, transcript } = await readModem(heardPort(port, () => onFirstAnswer(Math.round(clock.uptime() - seatedAt))), {
      dialect: rules.dialect,
      candidates: line.dialects,
      usb,
      readings: rules.readings,
      details: detailsFor(rules),
      clock,
      signal,
      bootMs,
      lines: rules.lines,
      onPhase,
      onNotice,
    });
    onTranscript(transcript);
    if (!outcome.ok) throw outcome.error;
    return outcome.reading;
  } finally {
    await port.close();
  }
};

/** A unit that was seated just now has got its power just now, whatever the opening of its port does. */
const bootMsOf = (dialect: DialectDefinition | null): number => Math.max(bootMsBehindOpening(dialect), dialect === null || dialect.announcement !== undefined ? 0 : dialect.timing.bootMs);

const longestBootMs = 10_000;
const learntFrom = 50;

/** The longest that the last good units of the product took to their first answer, and half as much again; null: there were none. */
const learntBootMs = async (journal: JournalReader, product: string): Promise<number | null> => {
  const runs = await journal.runs({ product, colour: 'green', limit: learntFrom });
  const times = runs.map(({ firstAnswerMs }) => firstAnswerMs).filter((ms) => ms !== null);
  return times.length === 0 ? null : Math.min(longestBootMs, Math.max(...times) * 1.5);
};

/** The key mode always; the rest only where the product limits it, for every value costs time on the wire. */
const detailsFor = ({ checks }: LineRules): readonly Detail[] => [
  'readKeyMode',
  ...(checks.minFirmware === null ? [] : (['readFirmware'] as const)),
  ...(checks.supplyMillivolts === null ? [] : (['readSupplyMillivolts'] as const)),
  ...(checks.temperatureCelsius === null ? [] : (['readTemperature'] as const)),
  ...(checks.radioZone === null ? [] : (['readRadioZone'] as const)),
];
