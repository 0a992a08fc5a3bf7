import { Option, type Command } from 'commander';

import { PaclineError } from '../domain/errors/pacline-error.ts';
import { createMachinePorts } from '../serial/machine-ports.ts';
import { everyDetail, type ModemReading } from '../modem/read-modem.ts';
import type { PacList } from '../station/pac-list.ts';
import { eitherWay } from './shared/arguments.ts';
import { commandAction, type CommandContext } from './shared/command-context.ts';
import type { Console } from './shared/console.ts';
import { forceOption, requireOutput, writeOutput } from './shared/output-file.ts';
import { onlyPort } from './shared/only-port.ts';
import { bootOption, linesOption, type PatienceFlags } from './shared/patience-flags.ts';
import { readFromPort } from './shared/read-from-port.ts';
import { columnOption, encodingOption } from './series/list-options.ts';
import { readDeliveryFlag, type DeliveryFlags } from './series/delivery-list-flag.ts';

interface IdentifyOptions extends DeliveryFlags, PatienceFlags {
  readonly port?: string;
  readonly dialect: string;
  readonly hidePac?: true;
  readonly bytes?: true | string;
  readonly force?: true;
  readonly readOnce?: true;
  readonly details?: true;
}

export const addIdentify = (program: Command, context: CommandContext): void => {
  program
    .command('identify')
    .description('say which modem is on a port, and read its device ID and PAC')
    .argument('[port]', 'serial port, as `pacline ports` lists it; the only one there is if left out')
    .option('--port <port>', 'the same')
    .addOption(new Option('--dialect <dialect>', 'how the modem speaks, if that is known').default('auto'))
    .addOption(bootOption())
    .addOption(linesOption())
    .option('--delivery-list <file>', 'CSV of the maker with id;pac, for modems that hold no PAC')
    .addOption(columnOption())
    .addOption(encodingOption())
    .option('--read-once', 'do not read twice and compare (a third of all bit errors then go unnoticed)')
    .option('--details', 'also temperature, supply voltage, radio zone and key mode, where the modem tells them')
    .option('--hide-pac', 'print the PAC as stars')
    .option(
      '--bytes [file]',
      'the dialogue with the modem, secrets masked, to a file or on standard error; `pacline protocols check` takes it',
    )
    .addOption(forceOption())
    .action(
      commandAction<IdentifyOptions>(context, async (flags, console, ...operands) => {
        const named = eitherWay(flags.port, '--port', operands);
        const port = named ?? (await onlyPort(createMachinePorts(context), (text) => console.remark(text)));
        const options = { ...flags, port };
        if (typeof options.bytes === 'string') await requireOutput(options.bytes, options, context);
        const startedAt = context.clock.uptime();
        const pacList = await readDeliveryFlag(options, { context, console });
        const {
          outcome,
          dialect: found,
          transcript,
        } = await readFromPort(
          {
            ...options,
            readings: options.readOnce === true ? 1 : 2,
            details: options.details === true ? everyDetail : ['readFirmware'],
            onAdvice: (sentence) => console.remark(sentence),
            ...(console.isLive ? { onRisk: (sentence: string) => console.remark(sentence) } : {}),
          },
          context,
        ).catch((error: unknown) => ({ outcome: { ok: false as const, error }, dialect: null, transcript: '' }));
        const elapsedMs = Math.round(context.clock.uptime() - startedAt);
        const dialect = found?.id ?? (options.dialect === 'auto' ? null : options.dialect);
        if (options.bytes !== undefined && transcript !== '')
          await keepDialogue(
            options.bytes,
            `${dialect === null ? '' : `# dialect: ${dialect}\n`}${transcript}`,
            console,
          );
        if (outcome.ok) return show(outcome.reading, { ...options, pacList, elapsedMs }, console);
        // A script finds the same fields whether or not the port could be opened.
        if (!console.json || !PaclineError.is(outcome.error) || context.signal.aborted) throw outcome.error;
        const { code, message } = outcome.error;
        console.result(
          {
            port: options.port,
            dialect,
            deviceId: null,
            pac: null,
            pacSource: null,
            firmware: null,
            elapsedMs,
            code,
            message,
          },
          '',
        );
        return console.remarkFailure(outcome.error);
      }),
    );
};

const keepDialogue = async (to: true | string, dialogue: string, console: Console): Promise<void> => {
  if (to === true) return console.remark(dialogue.trimEnd());
  await writeOutput(to, dialogue);
};

interface Circumstances {
  readonly port: string;
  readonly hidePac?: true;
  readonly pacList: PacList | null;
  readonly elapsedMs: number;
}

const show = (
  { dialect, identity, details }: ModemReading,
  { port, hidePac, pacList, elapsedMs }: Circumstances,
  console: Console,
): number => {
  const { deviceId } = identity;
  const listed = identity.pac === null ? (pacList?.pacOf(deviceId) ?? null) : null;
  const pac = identity.pac ?? listed;
  const pacSource = identity.pac !== null ? 'modem' : listed === null ? null : 'delivery-list';
  const shown = pac === null ? null : hidePac === true ? pac.toString() : pac.reveal();
  const missing =
    pacList === null
      ? `none in the modem: ${dialect.id} has no command for it, see --delivery-list`
      : 'not in the delivery list';
  const { readFirmware: firmware = null, readTemperature, readSupplyMillivolts, readRadioZone, readKeyMode } = details;
  const lines: readonly (readonly [string, string | number | undefined])[] = [
    ['device ID', deviceId],
    ['PAC', shown ?? missing],
    ['dialect', `${dialect.id} (${dialect.title})`],
    ['firmware', firmware ?? '-'],
    ['temperature', readTemperature === undefined ? undefined : `${readTemperature} °C`],
    ['supply', readSupplyMillivolts === undefined ? undefined : `${readSupplyMillivolts} mV`],
    ['radio zone', readRadioZone],
    ['key', readKeyMode],
    ['port', `${port}, ${elapsedMs} ms`],
  ];
  console.result(
    {
      port,
      dialect: dialect.id,
      deviceId,
      pac: shown,
      pacSource,
      firmware,
      elapsedMs,
      temperature: readTemperature,
      supplyMillivolts: readSupplyMillivolts,
      radioZone: readRadioZone,
      keyMode: readKeyMode,
    },
    lines.flatMap(([name, text]) => (text === undefined ? [] : [`${name.padEnd(12)}${text}`])).join('\n'),
  );
  if (readKeyMode === 'public') {
    const remedy =
      dialect.commands.usePrivateKey === undefined
        ? 'its dialect has no command to switch it back'
        : `switch it back with \`pacline modem usePrivateKey --port ${port} --dialect ${dialect.id} --yes\``;
    console.remark(
      `Warning: the modem is left on the public key. It passes an emulator, and the network ignores it: ${remedy}.`,
    );
  }
  return 0;
};
