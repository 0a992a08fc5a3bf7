import { Option, type Command } from 'commander';

import { openDesk, type Desk } from '../compose.ts';
import type { DeviceId } from '../domain/device-id.ts';
import { errorTable } from '../domain/error-table.ts';
import { Pac } from '../domain/pac.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import type { Product } from '../domain/product.ts';
import type { UnitIdentity } from '../domain/unit.ts';
import type { RegistrationResult } from '../registrar/registrar.ts';
import { loadDeliveryList } from '../series/delivery-list.ts';
import { checkUnit } from '../station/check-unit.ts';
import { deviceIdArgument, required } from './arguments.ts';
import { acting, type CommandContext } from './command-context.ts';
import type { Console } from './console.ts';
import { readFromPort } from './read-from-port.ts';
import { readFirstLine } from './read-first-line.ts';
import { readWorkplace } from './workplace.ts';

/** How long a lost answer is looked for before the debt is left in the outbox, in ms. */
const patienceMs = 30_000;

interface RegisterOptions {
  readonly id?: string;
  readonly pac?: string;
  readonly port?: string;
  readonly dialect: string;
  readonly deliveryList?: string;
  readonly deviceType?: string;
  readonly certificate?: string;
  readonly prototype?: true;
  readonly prefix?: string;
  readonly settings?: string;
}

export const addRegister = (program: Command, context: CommandContext): void => {
  program
    .command('register')
    .description('register one unit, typed or read from a port, and confirm it')
    .option('--id <device id>', '1 to 8 hex digits')
    .option('--pac <pac>', '16 hex digits, or - to read it from standard input')
    .option('--port <port>', 'read ID and PAC from the modem on this port instead')
    .addOption(new Option('--dialect <dialect>', 'how that modem speaks').default('auto'))
    .option('--delivery-list <file>', 'CSV of the maker with id;pac')
    .option('--device-type <id>', 'where to register it: 24 hex digits')
    .option('--certificate <key>', "the end product's certificate, P_…")
    .option('--prototype', 'register it as a prototype, without a certificate')
    .option('--prefix <text>', 'its name is this and the device ID')
    .addOption(new Option('--settings <file>', 'station.toml').env('PACLINE_SETTINGS'))
    .action(acting<RegisterOptions>(context, async (options, console) => {
      const found = options.port === undefined ? await typedUnit(options) : null;
      const workplace = await readWorkplace(context, options);
      const { product } = workplace;
      const desk = await openDesk({ ...workplace, clock: context.clock });
      try {
        const { unit, dialect } = found ?? (await readUnit(options, desk, context));
        await owe(unit, dialect, product, desk);
        return report(unit.deviceId, await untilSettled(desk, unit.deviceId, context, console), console);
      } finally {
        await desk.close();
      }
    }));
};

/** A unit and how it came to us: a dialect's id, or typed. */
interface Found {
  readonly unit: UnitIdentity;
  readonly dialect: string;
}

const typedUnit = async ({ id, pac, deliveryList }: RegisterOptions): Promise<Found> => {
  if (id === undefined) throw new PaclineError('bad usage', 'Say which unit: --id and --pac, or --port to read them from the modem.');
  const deviceId = deviceIdArgument(id);
  if (pac !== undefined) return { unit: { deviceId, pac: required(Pac.parse(pac === '-' ? await readFirstLine(process.stdin) : pac)), pacSource: 'typed' }, dialect: 'typed' };
  if (deliveryList === undefined) throw new PaclineError('bad usage', 'The PAC is missing: give --pac, --pac - or --delivery-list.');
  const listed = (await loadDeliveryList(deliveryList)).pacOf(deviceId);
  if (listed === null) throw new PaclineError('pac not listed', `The delivery list has no PAC for ${deviceId}.`);
  return { unit: { deviceId, pac: listed, pacSource: 'delivery-list' }, dialect: 'typed' };
};

const readUnit = async (options: RegisterOptions, desk: Desk, context: CommandContext): Promise<Found> => {
  const pacList = options.deliveryList === undefined ? null : await loadDeliveryList(options.deliveryList);
  const { outcome } = await readFromPort({ port: options.port ?? '', dialect: options.dialect, readings: 2, details: [] }, context);
  if (!outcome.ok) throw outcome.error;
  return { unit: await checkUnit(outcome.reading.identity, desk.journal, pacList), dialect: outcome.reading.dialect.id };
};

/** The unit and its debt are on disk before anything is sent. A debt that may have been sent already is settled first. */
const owe = async ({ deviceId, pac, pacSource }: UnitIdentity, dialect: string, { deviceTypeId, certification, namePrefix }: Product, { journal }: Desk): Promise<void> => {
  await checkUnit({ deviceId, pac }, journal, null);
  const state = (await journal.registration(deviceId))?.state;
  const read = { kind: 'unit read', run: crypto.randomUUID(), deviceId, pac: pac.reveal(), pacSource, dialect, firmware: null } as const;
  const certificate = certification.kind === 'certificate' ? certification.certificate : null;
  const owed = { kind: 'registration owed', deviceId, deviceTypeId, certificate, name: namePrefix + deviceId } as const;
  await journal.append(state === 'intended' || state === 'unknown' ? [read] : [read, owed]);
};

/** A lost answer is looked for until it is believed; Ctrl-C leaves the debt in the journal. */
const untilSettled = async ({ registrar }: Desk, deviceId: DeviceId, { clock, signal }: CommandContext, console: Console): Promise<RegistrationResult> => {
  const end = clock.uptime() + patienceMs;
  for (;;) {
    const result = await registrar.register(deviceId, { signal });
    if (result.code !== 'registration unknown' || clock.uptime() >= end) return result;
    console.remark(`${result.message} Looking again in a second.`);
    await clock.sleep(1000, { signal });
  }
};

const report = (deviceId: DeviceId, { state, code, message }: RegistrationResult, console: Console): number => {
  const outcome = state === 'confirmed' ? 'pass' : state === 'refused' ? 'fail' : 'error';
  const owed = outcome === 'error' ? ' The registration stays owed and is in the journal; the same command goes on with it.' : '';
  console.result({ deviceId, outcome, code, message: message + owed, jobId: null }, `${console.styled(outcome === 'pass' ? 'green' : outcome === 'fail' ? 'red' : 'yellow', outcome)}  ${deviceId}  ${code}: ${message}${owed}`);
  return code === 'registered' || code === 'already done' || code === 'read' ? 0 : errorTable[code].exitCode;
};
