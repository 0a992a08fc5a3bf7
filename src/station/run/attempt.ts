import type { DeviceId } from '../../domain/device-id.ts';
import type { Measurement } from '../../domain/measurement.ts';
import type { Verdict } from '../../domain/outcome.ts';
import { PaclineError } from '../../domain/pacline-error.ts';
import type { Phase } from '../../domain/phase.ts';
import { describeMeasurement } from '../../domain/product-checks.ts';
import { sentenceOf } from '../../domain/sentence-of.ts';
import type { RunPurpose } from '../../journal/events.ts';
import type { ModemReading } from '../../modem/read-modem.ts';
import { isDoneInShift } from './already-done.ts';
import { askGates } from './ask-gates.ts';
import { awaitRegistration } from './await-registration.ts';
import { bindSerial } from './bind-serial.ts';
import { checkUnit, type CheckedUnit } from './check-unit.ts';
import { judgeGolden, type GoldenReading, type GoldenStep } from '../rules/golden.ts';
import { labelUnit } from './label-unit.ts';
import type { LineRules } from '../line-rules.ts';
import { measureReading } from './measure-reading.ts';
import { readUnit } from './read-unit.ts';
import type { RunOptions } from './run-options.ts';
import { unitRead, writeDownDebt } from './write-down.ts';

/** What a run has found out, for its record, however it ends. */
export interface Seen {
  deviceId: DeviceId | null;
  transcript: string;
  purpose: RunPurpose;
  firstAnswerMs: number | null;
  measurements: readonly Measurement[];
  /** What the backend made of the unit, once that is green; what is left then is its label. */
  confirmed: Verdict | null;
}

export interface AttemptOptions extends RunOptions {
  readonly run: string;
  readonly rules: LineRules;
  /** What the slot has to be shown before it may judge units; null: nothing. */
  readonly goldenStep: GoldenStep | null;
  readonly seen: Seen;
  readonly onPhase: (phase: Phase, deviceId: DeviceId | null) => void;
}

/** From the open port to the verdict. @throws PaclineError whatever stands in the way; of the journal; the signal's reason */
export const attempt = async (options: AttemptOptions): Promise<Verdict> => {
  const { rules, goldenStep, seen, onPhase } = options;
  const read = await readIn(options).then((reading) => ({ reading }), (error: unknown) => ({ error }));
  if (rules.golden !== null) {
    const golden = judgeGolden(rules.golden, goldenStep, goldenReading(read, seen.measurements));
    if (golden.kind !== 'a unit') return goldenVerdict(golden, seen);
  }
  if ('error' in read) throw read.error;
  const { identity, details } = read.reading;
  const { deviceId } = identity;
  if (rules.checks.privateKey && details.readKeyMode === 'public') {
    throw new PaclineError('public key', `The modem of ${deviceId} is left on the public key: it passes an emulator, and the network ignores it.`, { context: { deviceId } });
  }
  onPhase('checking', deviceId);
  return register(read.reading, options);
};

/** A reading of which nobody says what it is for. */
const readIn = async ({ seen, onPhase, ...options }: AttemptOptions): Promise<ModemReading> => {
  const reading = await readUnit({
    ...options,
    onPhase: (phase) => onPhase(phase, null),
    onFirstAnswer: (ms) => {
      seen.firstAnswerMs ??= ms;
    },
    onTranscript: (transcript) => {
      seen.transcript = transcript;
    },
    onNotice: (notice) => options.report({ kind: 'notice', notice }),
  });
  seen.deviceId = reading.identity.deviceId;
  seen.measurements = measureReading(reading, options.rules.checks);
  return reading;
};

const goldenReading = (read: { readonly reading: ModemReading } | { readonly error: unknown }, measurements: readonly Measurement[]): GoldenReading => {
  if ('reading' in read) {
    const misfit = measurements.find(({ name, passed }) => !passed && name !== 'deviceId');
    return { deviceId: read.reading.identity.deviceId, misfit: misfit === undefined ? null : describeMeasurement(misfit) };
  }
  // Taken out, stopped, or a fault of ours: nothing is found out about the slot.
  const { error } = read;
  if (!PaclineError.is(error) || ['port lost', 'interrupted', 'internal fault'].includes(error.code) || error.entry.area === 'journal') throw error;
  return { failed: error.code };
};

const goldenVerdict = (golden: Exclude<ReturnType<typeof judgeGolden>, { kind: 'a unit' }>, seen: Seen): Verdict => {
  if (golden.kind === 'due') throw new PaclineError('golden due', golden.sentence);
  seen.purpose = 'golden';
  if (golden.kind === 'failed') throw new PaclineError('golden failed', golden.sentence);
  return { colour: 'blue', outcome: 'pass', code: 'golden read', message: sentenceOf('golden read') };
};

const register = async (reading: ModemReading, options: AttemptOptions): Promise<Verdict> => {
  const { run, slot, line, rules, seen, signal, onPhase, report } = options;
  const unit = await checkUnit(reading.identity, line.journal, rules.pacList);
  const { deviceId, gaveWay } = unit;
  const read = [...gaveWay, unitRead(run, reading, unit)];
  const misfit = seen.measurements.find(({ passed }) => !passed);
  // Reading and debt in one transaction, where nothing stands between them
  const isPlain = misfit === undefined && rules.serial === null && line.gates.length === 0;
  const onNotice = (notice: string): void => report({ kind: 'notice', notice });
  if (!isPlain) await rechecked(unit, reading, options, async () => void (await line.journal.append(read)));
  if (misfit !== undefined) throw new PaclineError('check failed', `${deviceId} does not pass: ${describeMeasurement(misfit)}.`, { context: { deviceId } });
  if (rules.serial !== null) {
    onPhase('scanning', deviceId);
    await bindSerial({ run, slot, deviceId, pattern: rules.serial, journal: line.journal, scans: line.scans, signal, onNotice });
  }
  if (!(await isDoneInShift(deviceId, line, rules))) {
    onPhase('checking', deviceId);
    const asked = { deviceId, serial: await line.journal.serialOf(deviceId), product: rules.product.name, order: rules.order?.name ?? null, slot, station: line.station };
    await askGates(line.gates, asked, { signal });
  }
  await rechecked(unit, reading, options, () => writeDownDebt(deviceId, isPlain ? read : [], line, rules));
  onPhase('registering', deviceId);
  const done = await awaitRegistration(deviceId, { ...line, product: rules.product }, options);
  if (done.colour !== 'green') return done;
  seen.confirmed = done;
  if (rules.label === null) return done;
  onPhase('labelling', deviceId);
  return labelUnit({ run, slot, deviceId, confirmed: done, line, rules, signal, onNotice });
};

/** Between the check and the writing, the registrar may have sent a pair that was to give way: then the unit contradicts it. */
const rechecked = async ({ gaveWay }: CheckedUnit, { identity }: ModemReading, { line, rules }: Pick<AttemptOptions, 'line' | 'rules'>, write: () => Promise<void>): Promise<void> => {
  try {
    await write();
  } catch (error) {
    if (gaveWay.length > 0 && PaclineError.is(error, 'internal fault')) await checkUnit(identity, line.journal, rules.pacList);
    throw error;
  }
};
