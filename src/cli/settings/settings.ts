import { resolve } from 'node:path';

import type { Command } from 'commander';

import { rulesOfSettings } from '../../composition/rules-of-settings.ts';
import { slotSettingOf } from '../../composition/slot-setting-of.ts';
import { productOfSetting } from '../../composition/station-config.ts';
import { counted } from '../../domain/counted.ts';
import { heldAsObject, heldAsToml, heldSettings } from '../../settings/file/held-settings.ts';
import { faultsIn, loadSettings, readWritten, type LoadedSettings } from '../../settings/file/load-settings.ts';
import { keyName } from '../../settings/file/settings-faults.ts';
import { settingsJsonSchema } from '../../settings/settings-json-schema.ts';
import { deliveryListFrom } from '../series/delivery-list-flag.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { usualSettings } from '../shared/settings-option.ts';

export const addSettings = (program: Command, context: CommandContext): void => {
  const settings = program
    .command('settings')
    .description('station.toml: what holds, what is wrong with it, what may stand in it');
  settings
    .command('show')
    .description('everything that holds, as a settings file; what is usual and not written stands behind a #')
    .argument('[file]', whichFile)
    .action(commandAction(context, async (_, console, file) => show(pathOf(file, context), console)));
  settings
    .command('check')
    .description('every fault of the file, by line and column')
    .argument('[file]', whichFile)
    .action(commandAction(context, async (_, console, file) => check(pathOf(file, context), console)));
  settings
    .command('schema')
    .description('what may stand in it as a JSON schema, for editors that complete and check TOML')
    .action(
      commandAction(context, async (_, console) => {
        const schema = settingsJsonSchema();
        console.result(schema, JSON.stringify(schema, null, 2));
        return 0;
      }),
    );
};

const whichFile = 'station.toml; that of PACLINE_SETTINGS or of this folder if left out';

const pathOf = (file: string | undefined, { environment }: Pick<CommandContext, 'environment'>): string => {
  const path = file ?? (environment['PACLINE_SETTINGS'] || usualSettings);
  return resolve(path);
};

const show = async (path: string, console: Console): Promise<number> => {
  const { digest } = await loadSettings(path);
  const held = heldSettings(await readWritten(path));
  console.result(
    { event: 'settings', path, digest, settings: heldAsObject(held) },
    `# ${path}, digest ${digest.slice(0, 16)}\n\n${heldAsToml(held)}`,
  );
  return 0;
};

const check = async (path: string, console: Console): Promise<number> => {
  const faults = await faultsIn(path);
  for (const { path: key, words: message, position } of faults)
    console.result(
      { event: 'fault', path, ...position, key: keyName(key), message },
      `${path}:${position.line}:${position.column}: ${keyName(key)}: ${message}`,
    );
  if (faults.length > 0) return 2;
  const loaded = await loadSettings(path);
  await requireRunnable(loaded);
  const { products, orders, slots } = loaded.settings;
  console.result(
    {
      event: 'valid',
      path,
      digest: loaded.digest,
      products: products.length,
      orders: orders.length,
      slots: slots.length,
    },
    `${path} is valid: ${counted(products.length, 'product')}, ${counted(orders.length, 'order')}, ${counted(slots.length, 'slot')}.`,
  );
  return 0;
};

/** What no line would begin with, although the file is well formed. @throws PaclineError bad settings | bad usage | bad delivery list */
const requireRunnable = async (loaded: LoadedSettings): Promise<void> => {
  const { settings } = loaded;
  for (const slot of settings.slots) slotSettingOf(slot);
  for (const setting of settings.products)
    await rulesOfSettings(
      { settings, loaded, product: productOfSetting(setting), chosen: { product: setting, order: null } },
      { readPacList: (list) => deliveryListFrom(list, { column: [] }) },
    );
};
