import type { DialectDefinition } from '../../../firmware-protocols/contract.ts';
import type { TranscriptExchange } from '../../dialect/transcript.ts';
import type { Measurement } from '../../domain/measurement.ts';
import { measure, type ProductChecks } from '../../domain/product-checks.ts';
import type { JournalReader } from '../../journal/journal.ts';
import { bootMsBehindOpening } from '../../modem/boot-patience.ts';
import { identifyOrFail, readFound, type Detail, type ModemReading } from '../../modem/read-modem.ts';
import { firstBaudRate } from '../line-options.ts';
import type { LineRules } from '../line-rules.ts';
import { heardPort } from './heard-port.ts';
import { openWhenFree } from './open-when-free.ts';
import { found, type RunPhase } from './run-phase.ts';

/** A board that boots does not answer yet: the port is opened once, and asked until the time that the board may take is over. */
export const openPhase: RunPhase = {
  name: 'open',
  shows: 'opening',
  usesPort: true,
  until: 'it was read',
  run: async (state, { stay, line: { ports, clock, journal }, rules: { dialect, ...rules }, signal }) => {
    const bootMs = rules.bootMs ?? (await learntBootMs(journal, rules.product.name)) ?? bootMsOf(dialect);
    const port = await openWhenFree(stay.port.path, {
      ports,
      clock,
      baudRate: dialect?.serial.baudRate ?? firstBaudRate,
      hangUp: dialect?.announcement !== undefined,
      signal,
    });
    return { ...state, port: heardPort(port, clock), bootMs, bootsUntil: clock.uptime() + bootMs };
  },
};

/** Which modem it is, where no dialect is named. */
export const identifyPhase: RunPhase = {
  name: 'identify',
  shows: 'identifying',
  usesPort: true,
  until: 'it was read',
  applies: (_, { rules }) => rules.dialect === null,
  run: async (state, { stay, line: { clock, dialects }, rules, signal, notice }) => {
    const dialogue: TranscriptExchange[] = [];
    const options = {
      candidates: dialects,
      usb: stay.port.usb,
      clock,
      signal,
      bootMs: Math.max(0, state.bootsUntil - clock.uptime()),
      lines: rules.lines,
      onNotice: notice,
    };
    try {
      return { ...state, found: await identifyOrFail(found(state.port), options, dialogue), dialogue };
    } catch (error) {
      return { ...state, dialogue, failure: { error } };
    }
  },
};

/** ID, PAC, and what the product limits. */
export const readPhase: RunPhase = {
  name: 'read',
  shows: 'reading',
  usesPort: true,
  until: 'it was read',
  run: async (state, { line: { clock, dialects }, rules, signal, notice }) => {
    const dialogue = [...state.dialogue];
    const options = {
      isNamed: rules.dialect !== null,
      candidates: dialects,
      readings: rules.readings,
      details: detailsFor(rules),
      clock,
      signal,
      bootsUntil: state.bootsUntil,
      lines: rules.lines,
      dialogue,
      onNotice: notice,
    };
    try {
      const reading = await readFound(found(state.port), found(state.found ?? named(rules)), options);
      return { ...state, dialogue, reading, measurements: measureReading(reading, rules.checks) };
    } catch (error) {
      return { ...state, dialogue, failure: { error } };
    }
  },
};

const named = ({ dialect }: LineRules) => (dialect === null ? null : { dialect, heard: '' });

/** A unit that was seated just now has got its power just now, whatever the opening of its port does. */
const bootMsOf = (dialect: DialectDefinition | null): number =>
  Math.max(
    bootMsBehindOpening(dialect),
    dialect === null || dialect.announcement !== undefined ? 0 : dialect.timing.bootMs,
  );

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

/** What a modem said, held against what its product allows. */
const measureReading = ({ identity, details }: ModemReading, checks: ProductChecks): readonly Measurement[] =>
  measure(
    {
      deviceId: identity.deviceId,
      firmware: details.readFirmware?.toString(),
      supplyMillivolts: numberOf(details.readSupplyMillivolts),
      temperatureCelsius: numberOf(details.readTemperature),
      radioZone: details.readRadioZone?.toString(),
      keyMode: details.readKeyMode?.toString(),
    },
    checks,
  );

const numberOf = (value: string | number | undefined): number | undefined =>
  value === undefined ? undefined : Number(value);
