import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';

import { Option, type Command } from 'commander';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { required, asSentence, type Parsed } from '../../domain/parsed.ts';
import { machinePortsOf } from '../../serial/machine-ports.ts';
import { readApiAccess, type ApiAccess } from '../../settings/api-access.ts';
import { loadSettings, parseSettings } from '../../settings/file/load-settings.ts';
import { defaultSettings } from '../../settings/settings-schema.ts';
import { writeDraft, type StationDraft } from '../../settings/file/station-draft.ts';
import { orderKeys } from '../../settings/tables/order.ts';
import { printerKeys } from '../../settings/tables/printer.ts';
import { productKeys } from '../../settings/tables/product.ts';
import { shiftKeys } from '../../settings/tables/shift.ts';
import { stationKeys } from '../../settings/tables/station.ts';
import { collected, countArgument } from '../shared/arguments.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { checkDeviceType } from '../device-types/check-device-type.ts';
import { inDialogue } from '../shared/dialogue.ts';
import { dialectAnswer, listOf, parseSlot, settingOf } from './init-answers.ts';
import { askForStation } from './init-dialogue.ts';
import { printerAddress } from './printer-answer.ts';
import { writeService, type ServiceFlags } from './init-service.ts';
import { forceOption, requireOutput, writeOutput } from '../shared/output-file.ts';
import { usualSettings } from '../shared/settings-option.ts';
import { withBackend } from '../shared/with-backend.ts';

/** Hashes of short PINs can be guessed by who has them. */
const badgesAreNotForEverybody = 0o640;

interface InitFlags extends ServiceFlags {
  readonly yes?: true;
  readonly name?: string;
  readonly product?: string;
  readonly deviceType?: string;
  readonly certificate?: string;
  readonly prototype?: true;
  readonly prefix?: string;
  readonly dialect?: string;
  readonly serial?: string;
  readonly holdAmber?: true;
  readonly slot: readonly string[];
  readonly order?: string;
  readonly quantity?: number;
  readonly shift: readonly string[];
  readonly printer?: string;
  readonly labelFolder?: string;
}

export const addInit = (program: Command, context: CommandContext): void => {
  program
    .command('init')
    .description('write station.toml by asking, or with --service the files that run the line as a service')
    .addOption(new Option('--settings <file>', 'the file to write').env('PACLINE_SETTINGS').default(usualSettings))
    .addOption(forceOption())
    .option('--yes', 'ask nothing: the flags say it')
    .option('--name <name>', 'of the station')
    .option('--product <name>', 'of the product; with --service: which one is worked')
    .option('--device-type <id>', 'where its units are registered: 24 hex digits')
    .option('--certificate <key>', "the end product's certificate, P_…")
    .option('--prototype', 'its units are registered as prototypes, without a certificate')
    .option('--prefix <text>', 'names are this and the device ID')
    .option('--dialect <dialect>', 'how its modem speaks; found out if left out')
    .option('--serial <pattern>', "regular expression of the board's own serial")
    .option('--hold-amber', 'an amber unit stays in its slot until it is confirmed')
    .addOption(new Option('--slot <name=port>', 'a slot, may be repeated').argParser(collected).default([]))
    .option('--order <name>', 'an order of that product; with --service: which one is worked')
    .option('--quantity <n>', 'of the order', countArgument)
    .addOption(
      new Option('--shift <time>', 'when a shift begins, as in 06:00; may be repeated')
        .argParser(collected)
        .default([]),
    )
    .option('--printer <address>', 'print labels on this ZPL printer, as in 192.0.2.10:9100')
    .option('--label-folder <folder>', 'write labels as PDF files into this folder')
    .option('--service', 'write the systemd unit and the udev rule instead')
    .option('--into <folder>', 'with --service: where to', '.')
    .option('--user <user>', 'with --service: who runs the line', 'pacline')
    .action(
      commandAction<InitFlags>(context, (flags, console) =>
        flags.service === true ? writeService(flags, console, context) : writeStation(flags, console, context),
      ),
    );
};

const writeStation = async (flags: InitFlags, console: Console, context: CommandContext): Promise<number> => {
  const path = resolve(flags.settings || usualSettings);
  if (flags.force !== true && existsSync(path)) throw alreadyThere(path);
  const usual = draftOf(flags);
  const text = writeDraft(
    flags.yes === true ? await sayIfUnseen(complete(usual), console, context) : await askFor(usual, context),
  );
  // Before it is written, so that a file that is replaced is replaced by a good one.
  parseSettings(path, text);
  await requireOutput(path, flags, context);
  await writeOutput(path, text, { mode: badgesAreNotForEverybody });
  const { settings, digest } = await loadSettings(path);
  console.result(
    {
      settings: path,
      digest,
      products: settings.products.length,
      slots: settings.slots.length,
      people: settings.people.length,
    },
    `${path} is written and valid.`,
  );
  console.remark(nextSteps(path, { hasSlots: settings.slots.length > 0, isKnown: accessIfGiven(context) !== null }));
  return 0;
};

const askFor = async (usual: StationDraft, context: CommandContext): Promise<StationDraft> => {
  const access = accessIfGiven(context);
  const ports = (slots: StationDraft['slots']) => machinePortsOf(slots, context);
  return inDialogue({ context }, async (dialogue) =>
    access === null
      ? askForStation(dialogue, { usual, account: null, ports })
      : withBackend(access, context, (account) => askForStation(dialogue, { usual, account, ports })),
  );
};

/** A script is not asked again: the file is written, and the first that registers will be refused. */
const sayIfUnseen = async (draft: StationDraft, console: Console, context: CommandContext): Promise<StationDraft> => {
  const access = accessIfGiven(context);
  const { deviceTypeId } = draft.product;
  if (access === null || !settingOf(productKeys.deviceTypeId)(deviceTypeId).ok) return draft;
  const { kind, words } = await withBackend(access, context, (account) =>
    checkDeviceType(deviceTypeId, { account, signal: context.signal }),
  );
  if (kind !== 'shown') console.remark(words);
  return draft;
};

/** null: without both login and password nothing is asked over the network. @throws PaclineError bad settings */
const accessIfGiven = ({ environment }: CommandContext): ApiAccess | null =>
  environment['PACLINE_API_LOGIN'] && environment['PACLINE_API_PASSWORD']
    ? readApiAccess(environment, defaultSettings)
    : null;

const draftOf = (flags: InitFlags): StationDraft => {
  const { certificate, prefix, dialect, serial, order, quantity, printer, labelFolder } = flags;
  if (certificate !== undefined && flags.prototype === true)
    throw new PaclineError(
      'bad usage',
      'A unit is registered either with --certificate P_… or with --prototype; give one of them.',
    );
  if (printer !== undefined && labelFolder !== undefined)
    throw new PaclineError('bad usage', 'Labels go either to --printer or into --label-folder; give one of them.');
  if (quantity !== undefined && order === undefined)
    throw new PaclineError('bad usage', '--quantity is that of an order; give --order with it.');
  for (const [flag, value, parse] of checkedFlags(flags)) requireAccepted(flag, value, parse);
  return {
    station: flags.name ?? hostname(),
    product: {
      name: flags.product ?? '',
      deviceTypeId: flags.deviceType ?? '',
      amber: flags.holdAmber === true ? 'held' : 'may leave',
      hasLabel: printer !== undefined || labelFolder !== undefined,
      ...(certificate === undefined
        ? flags.prototype === true
          ? {}
          : { productCertificate: '' }
        : { productCertificate: certificate }),
      ...(prefix === undefined ? {} : { prefix }),
      ...(dialect === undefined ? {} : { dialect }),
      ...(serial === undefined ? {} : { serial }),
    },
    slots: flags.slot.map(parseSlot),
    shifts: flags.shift.length > 0 ? flags.shift : ['00:00'],
    people: [],
    ...(order === undefined ? {} : { order: { name: order, ...(quantity === undefined ? {} : { quantity }) } }),
    ...(printer === undefined ? {} : { printer: required(printerAddress(printer)).printer }),
    ...(labelFolder === undefined ? {} : { printer: { folder: labelFolder } }),
  };
};

type Check = readonly [flag: string, value: string | undefined, parse: (value: string) => Parsed<unknown>];

/** What is said by flags is checked as an answer would be, so that the flag is named and no line of a file that is not there. */
const checkedFlags = (flags: InitFlags): readonly Check[] => [
  ['--name', flags.name, settingOf(stationKeys.name)],
  ['--product', flags.product, settingOf(productKeys.name)],
  ['--device-type', flags.deviceType, settingOf(productKeys.deviceTypeId)],
  ['--certificate', flags.certificate, settingOf(productKeys.productCertificate)],
  ['--prefix', flags.prefix, settingOf(productKeys.prefix)],
  ['--dialect', flags.dialect, dialectAnswer],
  ['--serial', flags.serial, settingOf(productKeys.serial)],
  ['--order', flags.order, settingOf(orderKeys.name)],
  ['--printer', flags.printer, printerAddress],
  ['--label-folder', flags.labelFolder, settingOf(printerKeys.folder)],
  ...flags.shift.map((time): Check => ['--shift', time, listOf(shiftKeys.starts)]),
];

/** @throws PaclineError bad usage */
const requireAccepted = (...[flag, value, parse]: Check): void => {
  const parsed = value === undefined ? null : parse(value);
  if (parsed?.ok === false) throw new PaclineError('bad usage', `${flag}: ${asSentence(parsed.reason)}`);
};

/** @throws PaclineError bad usage: something that nobody can guess is missing */
const complete = (draft: StationDraft): StationDraft => {
  const { name, deviceTypeId, productCertificate } = draft.product;
  const missing = [
    ...(name === '' ? ['--product'] : []),
    ...(deviceTypeId === '' ? ['--device-type'] : []),
    ...(productCertificate === '' ? ['--certificate or --prototype'] : []),
  ];
  if (missing.length > 0)
    throw new PaclineError('bad usage', `With --yes nothing is asked: give ${missing.join(', ')} too.`);
  return draft;
};

const alreadyThere = (path: string): PaclineError =>
  new PaclineError(
    'bad usage',
    `${path} is there already and was left as it is; --force writes over it, --settings names another.`,
  );

/** What is found by itself, or is known, need not be named. */
const nextSteps = (
  path: string,
  { hasSlots, isKnown }: { readonly hasSlots: boolean; readonly isKnown: boolean },
): string =>
  [
    'Next:',
    ...(path === resolve(usualSettings) ? [] : [`  export PACLINE_SETTINGS=${path}`]),
    ...(isKnown
      ? []
      : ['  export PACLINE_API_LOGIN=… PACLINE_API_PASSWORD=…   # of an API user; they stand in no file']),
    '  pacline status                                      # can units of the product be registered?',
    ...(hasSlots ? [] : ['  pacline slots teach                                 # which place is which port']),
    '  pacline run',
  ].join('\n');
