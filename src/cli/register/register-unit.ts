import type { DeviceId } from '../../domain/device-id.ts';
import type { Outcome, ResultCode } from '../../domain/outcome.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Product } from '../../domain/product.ts';
import { isOpen, type RegistrationState } from '../../domain/registration.ts';
import type { UnitIdentity } from '../../domain/unit.ts';
import { awaitResult } from '../../station/run/await-registration.ts';
import { checkUnit } from '../../station/run/check-unit.ts';
import { writeDownDebt } from '../../station/run/write-down.ts';
import { GoldenSteps } from '../../station/rules/golden.ts';
import type { LineOptions } from '../../station/line-options.ts';
import { usbIdentity } from '../../station/port-source.ts';
import { runUnit } from '../../station/run/run-unit.ts';
import { Stay } from '../../station/stay.ts';
import { registrationSentence } from '../../registrar/registration-result.ts';
import { verdictOfError, verdictOfRegistration } from '../../station/run/verdict.ts';
import { asSentence } from '../../domain/parsed.ts';
import type { CommandContext } from '../shared/command-context.ts';

/** How the attempt on one unit ended. */
export interface UnitEnding {
  /** null: it was never read. */
  readonly deviceId: DeviceId | null;
  readonly outcome: Outcome;
  /** How far its registration has come; null: there is none. */
  readonly state: RegistrationState | null;
  readonly code: ResultCode;
  readonly message: string;
}

interface Tools {
  readonly line: LineOptions;
  readonly product: Product;
  readonly context: CommandContext;
  /** How long to wait for the backend, in ms. */
  readonly waitMs: number;
}

/** No modem, no run: the unit and its debt are on disk before anything is sent. */
export const registerTyped = async (unit: UnitIdentity, tools: Tools): Promise<UnitEnding> => {
  const { deviceId } = unit;
  try {
    await owe(unit, tools);
    return await untilConfirmed(deviceId, tools, tools.waitMs);
  } catch (error) {
    if (
      !PaclineError.is(
        error,
        'two pacs for one id',
        'two ids for one pac',
        'new pac',
        'set aside',
        'registration unknown',
        'other device type',
        'other certificate',
      )
    )
      throw error;
    return withState({ deviceId, ...verdictOfError(error) }, tools);
  }
};

/** One run as on the line, with its record in the journal; what the backend did not settle in time is waited for here. */
export const registerFromPort = async (path: string, tools: Tools): Promise<UnitEnding> => {
  const {
    line,
    context: { signal, clock },
    waitMs,
  } = tools;
  const there = (await line.ports.list()).find((one) => one.path === path || one.place === path);
  const begun = clock.uptime();
  const stay = new Stay({
    slot: 'by hand',
    port: { path: there?.path ?? path, usb: usbIdentity(there) },
    line,
    occupants: new Set(),
    presence: 'port',
    signal,
  });
  stay.come();
  const { deviceId, verdict } = await runUnit({
    stay,
    line,
    golden: new GoldenSteps(),
    seatedAt: begun,
    signal,
    lineSignal: signal,
    report: () => undefined,
  });
  signal.throwIfAborted();
  return verdict.colour === 'amber' && deviceId !== null
    ? untilConfirmed(deviceId, tools, Math.max(0, waitMs - line.amberAfterMs))
    : withState({ deviceId, ...verdict }, tools);
};

/** A debt that may have been sent already is settled first. */
const owe = async ({ deviceId, pac }: UnitIdentity, { line, product }: Tools): Promise<void> => {
  const { pac: known, pacSource, gaveWay } = await checkUnit({ deviceId, pac }, line.journal, null);
  const source = known.equals(pac) ? 'typed' : pacSource;
  const read = {
    kind: 'unit read',
    run: crypto.randomUUID(),
    deviceId,
    pac: known.reveal(),
    pacSource: source,
    dialect: 'typed',
    firmware: null,
  } as const;
  await writeDownDebt(deviceId, [...gaveWay, read], line, { product });
};

/** Waits for the list to show the unit; what is not settled then stays in the journal, and so does what Ctrl-C leaves. */
const untilConfirmed = async (
  deviceId: DeviceId,
  { line, product, context: { signal } }: Tools,
  waitMs: number,
): Promise<UnitEnding> => {
  const result = await awaitResult(
    deviceId,
    { ...line, amberAfterMs: waitMs, product },
    { signal, lineSignal: signal },
  );
  const record = await line.journal.registration(deviceId);
  const state = record?.state ?? result.state;
  const { outcome, code, message } = verdictOfRegistration(result);
  if (!isOpen(result.state)) return { deviceId, outcome, state, code, message };
  const standing =
    record === null || !isOpen(record.state) || registrationSentence(record) === result.message
      ? ''
      : ` ${registrationSentence(record)}`;
  return {
    deviceId,
    outcome: 'error',
    state,
    code,
    message: `${asSentence(result.message)}${standing} ${howItGoesOn}`,
  };
};

const howItGoesOn =
  'It goes on with `pacline outbox drain`, with this same command, or with a running line on this state folder.';

/** A refusal of this command's question changes nothing of where the unit stands. */
const withState = async (ending: Omit<UnitEnding, 'state'>, { line }: Tools): Promise<UnitEnding> => {
  const record = ending.deviceId === null ? null : await line.journal.registration(ending.deviceId);
  return { ...ending, state: record?.state ?? null };
};
