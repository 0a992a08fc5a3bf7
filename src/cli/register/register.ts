import { Option, type Command } from 'commander';

import { dialectNamed } from '../../composition/dialects.ts';
import { lineOptionsOf } from '../../composition/line-options.ts';
import { openProvisioning } from '../../composition/open-provisioning.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import { errorTable, isErrorCode } from '../../domain/errors/error-table.ts';
import { Pac } from '../../domain/pac.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { UnitIdentity } from '../../domain/unit.ts';
import { plainRules } from '../../station/line-rules.ts';
import type { PacList } from '../../station/pac-list.ts';
import { countArgument, deviceIdArgument } from '../shared/arguments.ts';
import { required } from '../../domain/parsed.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { settingsOption } from '../shared/settings-option.ts';
import type { Console } from '../shared/console.ts';
import { chooseDeviceType } from '../device-types/choose-device-type.ts';
import { bootOption, linesOption, type PatienceFlags } from '../shared/patience-flags.ts';
import { onlyPort } from '../shared/only-port.ts';
import { readSecret } from '../shared/read-secret.ts';
import { requirePortName } from '../shared/port-name.ts';
import { registerFromPort, registerTyped, type UnitEnding } from './register-unit.ts';
import { registerFile, type RegisterFileFlags } from './register-file.ts';
import { askForColumns } from '../series/ask-for-columns.ts';
import { columnOption, encodingOption } from '../series/list-options.ts';
import { readDeliveryFlag, type DeliveryFlags } from '../series/delivery-list-flag.ts';
import { apiOption, withApi, type ApiFlag } from '../shared/with-backend.ts';
import { readStation, readStationConfig } from '../../composition/station-config.ts';

interface RegisterOptions extends RegisterFileFlags, DeliveryFlags, ApiFlag, PatienceFlags {
  readonly file?: string;
  readonly id?: string;
  readonly pac?: string;
  readonly port?: string;
  readonly dialect: string;
}

export const addRegister = (program: Command, context: CommandContext): void => {
  program
    .command('register')
    .description('register one unit, typed or read from a port, or all units of a file, and confirm them')
    .option('--id <device id>', '1 to 8 hex digits')
    .option('--pac <pac>', '16 hex digits, or - to read it from standard input')
    .option('--port <port>', 'read ID and PAC from the modem on this port instead; the only one there is if left out')
    .addOption(new Option('--dialect <dialect>', 'how that modem speaks').default('auto'))
    .addOption(bootOption())
    .addOption(linesOption())
    .option('--delivery-list <file>', 'CSV of the maker with id;pac')
    .option(
      '--file <file>',
      'register all units of this text or CSV file: columns id and pac, and name, productCertificate … where they differ',
    )
    .addOption(columnOption())
    .addOption(encodingOption())
    .option('--all-or-nothing', 'with --file: one bad row, and nothing is registered')
    .option('--no-pilot', 'with --file: do not register one unit first to see whether the backend takes the product')
    .option(
      '--wait <seconds>',
      'how long to wait until the backend shows the unit (default: 15; with --file: until it does, or calls a person)',
      countArgument,
    )
    .option('--max-faults <n>', 'with --file: how many bad rows to print', countArgument, 20)
    .option('--device-type <id>', 'where to register it: 24 hex digits')
    .option('--certificate <key>', "the end product's certificate, P_…")
    .option('--prototype', 'register it as a prototype, without a certificate')
    .option('--prefix <text>', 'its name is this and the device ID')
    .addOption(apiOption())
    .option('--product <name>', 'which product of the settings')
    .addOption(settingsOption())
    .action(
      commandAction<RegisterOptions>(context, async (options, console) => {
        const { file } = options;
        if (file !== undefined) {
          const column = await askForColumns(file, options, { purpose: 'new', context, console });
          return registerFile(
            file,
            { ...(await withDeviceType(options, context, console)), column },
            { context: withApi(context, options), console },
          );
        }
        const deviceId = typedId(options);
        if (options.port !== undefined) requirePortName(options.port);
        // Who registers a file needs no serial ports in memory
        const { machinePortsOf } = await import('../../serial/machine-ports.ts');
        const ports = machinePortsOf(options.port === undefined ? [] : [{ port: options.port }], context);
        const port =
          deviceId === null ? (options.port ?? (await onlyPort(ports, (text) => console.remark(text)))) : null;
        const pacList = await readDeliveryFlag(options, { context, console });
        const workplace = await readStationConfig(
          withApi(context, options),
          await withDeviceType(options, context, console),
        );
        const typed = deviceId === null ? null : await typedUnit(deviceId, options, { pacList, context });
        const provisioning = await openProvisioning(workplace, {
          clock: context.clock,
          say: (sentence) => console.remark(sentence),
        });
        try {
          const rules = plainRules(workplace.product, {
            dialect: options.dialect === 'auto' ? null : dialectNamed(options.dialect).definition,
            pacList,
            bootMs: options.bootMs ?? workplace.settings.station.bootMs ?? null,
            lines: options.lines ?? workplace.settings.station.lines ?? 'keep',
          });
          const line = lineOptionsOf({
            provisioning,
            ports,
            clock: context.clock,
            station: workplace.station,
            rules: () => rules,
            amberAfterMs: workplace.settings.station.amberAfterMs,
          });
          const tools = { line, product: workplace.product, context, waitMs: (options.wait ?? 15) * 1000 };
          return show(
            typed === null ? await registerFromPort(port ?? '', tools) : await registerTyped(typed, tools),
            console,
          );
        } finally {
          await provisioning.close();
        }
      }),
    );
};

/** Where neither flag nor settings say it, a person at a terminal chooses the device type from those of the account. */
const withDeviceType = async (
  options: RegisterOptions,
  context: CommandContext,
  console: Console,
): Promise<RegisterOptions> => {
  const { settings, access } = await readStation(withApi(context, options), options);
  if (options.deviceType !== undefined || settings.products.length > 0) return options;
  return { ...options, deviceType: await chooseDeviceType({ access, context, console }) };
};

/** null: the unit is on a port. @throws PaclineError bad usage | bad device id */
const typedId = ({ port, id, pac }: RegisterOptions): DeviceId | null => {
  if (port !== undefined || (id === undefined && pac === undefined)) return null;
  if (id === undefined)
    throw new PaclineError('bad usage', 'Say which unit: --id and --pac, or --port to read them from the modem.');
  return deviceIdArgument(id);
};

const typedUnit = async (
  deviceId: DeviceId,
  { pac }: RegisterOptions,
  { pacList, context }: { readonly pacList: PacList | null; readonly context: CommandContext },
): Promise<UnitIdentity> => {
  if (pac === '-') {
    const secret = { words: `PAC of ${deviceId}`, unharmed: 'nothing was registered', context };
    return { deviceId, pac: await readSecret({ ...secret, parse: (text) => Pac.parse(text) }), pacSource: 'typed' };
  }
  if (pac !== undefined) return { deviceId, pac: required(Pac.parse(pac)), pacSource: 'typed' };
  if (pacList === null)
    throw new PaclineError('bad usage', 'The PAC is missing: give --pac, --pac - or --delivery-list.');
  const listed = pacList.pacOf(deviceId);
  if (listed === null) throw new PaclineError('pac not listed', `The delivery list has no PAC for ${deviceId}.`);
  return { deviceId, pac: listed, pacSource: 'delivery-list' };
};

const show = ({ deviceId, outcome, state, code, message }: UnitEnding, console: Console): number => {
  const style = outcome === 'pass' ? 'green' : outcome === 'fail' ? 'red' : 'yellow';
  console.result(
    { deviceId, outcome, code, state, message, jobId: null },
    `${console.styled(style, outcome)}  ${deviceId ?? '--------'}  ${code}: ${message}`,
  );
  if (!isErrorCode(code)) return 0;
  const { operatorAction, exitCode } = errorTable[code];
  console.remark(`  ${operatorAction}.`);
  return exitCode;
};
