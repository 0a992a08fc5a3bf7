import type { DeviceId } from '../../domain/device-id.ts';
import type { Outcome, ResultCode } from '../../domain/outcome.ts';
import { PaclineError } from '../../domain/pacline-error.ts';
import type { Product } from '../../domain/product.ts';
import type { UnitIdentity } from '../../domain/unit.ts';
import { awaitRegistration } from '../../station/run/await-registration.ts';
import { checkUnit } from '../../station/run/check-unit.ts';
import { debtOf } from '../../station/run/debt.ts';
import { GoldenSteps } from '../../station/rules/golden.ts';
import type { LineOptions } from '../../station/line-options.ts';
import { usbIdentity } from '../../station/port-source.ts';
import { runUnit } from '../../station/run/run-unit.ts';
import { verdictOfError } from '../../station/run/verdict.ts';
import type { CommandContext } from '../command-context.ts';
import type { Console } from '../console.ts';

/** How long a lost answer is looked for before the debt is left in the outbox, in ms. */
const patienceMs = 30_000;

/** How the attempt on one unit ended. */
export interface Ending {
  /** null: it was never read. */
  readonly deviceId: DeviceId | null;
  readonly outcome: Outcome;
  readonly code: ResultCode;
  readonly message: string;
}

interface Tools {
  readonly line: LineOptions;
  readonly product: Product;
  readonly context: CommandContext;
  readonly console: Console;
}

/** No modem, no run: the unit and its debt are on disk before anything is sent. */
export const registerTyped = async (unit: UnitIdentity, tools: Tools): Promise<Ending> => {
  const { deviceId } = unit;
  try {
    await owe(unit, tools);
    return await untilSettled(deviceId, tools);
  } catch (error) {
    if (!PaclineError.is(error, 'two pacs for one id', 'two ids for one pac', 'registration unknown')) throw error;
    return { deviceId, ...verdictOfError(error) };
  }
};

/** One run as on the line, with its record in the journal; what the backend did not settle in time is waited for here. */
export const registerFromPort = async (path: string, tools: Tools): Promise<Ending> => {
  const { line, context: { signal } } = tools;
  const there = (await line.ports.list()).find((one) => one.path === path || one.place === path);
  const { deviceId, verdict } = await runUnit({ slot: 'by hand', port: there?.path ?? path, usb: usbIdentity(there), line, golden: new GoldenSteps(), seatedAt: line.clock.uptime(), signal, lineSignal: signal, report: () => undefined });
  signal.throwIfAborted();
  return verdict.colour === 'amber' && deviceId !== null ? untilSettled(deviceId, tools) : { deviceId, ...verdict };
};

/** A debt that may have been sent already is settled first. */
const owe = async ({ deviceId, pac, pacSource }: UnitIdentity, { line: { journal }, product }: Tools): Promise<void> => {
  await checkUnit({ deviceId, pac }, journal, null);
  const state = (await journal.registration(deviceId))?.state;
  const read = { kind: 'unit read', run: crypto.randomUUID(), deviceId, pac: pac.reveal(), pacSource, dialect: 'typed', firmware: null } as const;
  await journal.append(state === 'intended' || state === 'unknown' ? [read] : [read, debtOf(deviceId, product)]);
};

/** A lost answer is looked for until it is believed; Ctrl-C leaves the debt in the journal. */
const untilSettled = async (deviceId: DeviceId, { line, product, context: { clock, signal }, console }: Tools): Promise<Ending> => {
  const end = clock.uptime() + patienceMs;
  for (;;) {
    const { colour, outcome, code, message } = await awaitRegistration(deviceId, { ...line, product }, { signal, lineSignal: signal });
    if (colour !== 'amber') return { deviceId, outcome, code, message };
    if (code !== 'registration unknown' || clock.uptime() >= end) {
      return { deviceId, outcome: 'error', code, message: `${message} That is at the next \`pacline run\` on this state folder; this same command does it too.` };
    }
    console.remark(`${message} Looking again in a second.`);
    await clock.sleep(1000, { signal });
  }
};
