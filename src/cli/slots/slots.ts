import { Option, type Command } from 'commander';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { createMachinePorts, machinePortsOf } from '../../serial/machine-ports.ts';
import { loadSettings } from '../../settings/file/load-settings.ts';
import { loadOrBegin, saveSlots } from '../../settings/file/save-slots.ts';
import type { TaughtPlace } from '../../settings/file/slot-tables.ts';
import type { PortSource } from '../../station/port-source.ts';
import type { SlotSetting } from '../../station/slot-setting.ts';
import { describeAdapter, usbWord } from '../../station/presence/taught-adapter.ts';
import { collected } from '../shared/arguments.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { settingsOption } from '../shared/settings-option.ts';
import type { Console } from '../shared/console.ts';
import { slotSettingOf } from '../../composition/slot-setting-of.ts';
import { readKeys } from '../shared/read-keys.ts';
import { showPlaces } from './show-places.ts';
import { placesArgument } from './slot-places.ts';
import { teachSlots } from './teach-slots.ts';

interface SlotsFlags {
  readonly settings?: string;
}

interface TeachFlags extends SlotsFlags {
  readonly slot: readonly string[];
}

export const addSlots = (program: Command, context: CommandContext): void => {
  const slots = program.command('slots').description('the places of the bench: which slot is which USB port');
  slots
    .command('list')
    .description('each slot of the settings with what is there now, and the ports that are no slot')
    .addOption(settingsOption())
    .action(
      commandAction<SlotsFlags>(context, async (flags, console) => {
        const known = (await loadSettings(required(flags))).settings.slots.map(slotSettingOf);
        await showPlaces(known, machinePortsOf(known, context), console);
        return 0;
      }),
    );
  slots
    .command('teach')
    .description('teach each slot its place: plug a board in, press space; or name the places for a script')
    .addOption(
      new Option('--slot <name=place>', 'give this slot this place and ask nothing; may be repeated')
        .argParser(collected)
        .default([]),
    )
    .addOption(settingsOption())
    .action(
      commandAction<TeachFlags>(context, async (flags, console) => {
        const path = required(flags);
        const ports = createMachinePorts(context);
        const known = (await loadOrBegin(path)).slots.map(slotSettingOf);
        const taught =
          flags.slot.length > 0
            ? placesArgument(flags.slot, known, await ports.list())
            : await teachAtTerminal(known, ports, context, console);
        if (taught.length === 0) console.remark(`No slot was taught; ${path} is as it was.`);
        else await save(path, taught, console);
        return 0;
      }),
    );
};

const required = ({ settings }: SlotsFlags): string => {
  if (settings === undefined)
    throw new PaclineError('bad usage', 'Say where the slots are written down: --settings station.toml.');
  return settings;
};

const teachAtTerminal = async (
  slots: readonly SlotSetting[],
  ports: PortSource,
  { clock, signal }: CommandContext,
  console: Console,
): Promise<readonly TaughtPlace[]> => {
  if (!process.stdin.isTTY)
    throw new PaclineError(
      'bad usage',
      'Teaching wants somebody at a terminal; a script names the places with --slot "left=<place>".',
    );
  return teachSlots({
    slots,
    ports,
    keys: readKeys(process.stdin, signal),
    clock,
    signal,
    say: (text) => console.remark(text),
  });
};

const save = async (path: string, taught: readonly TaughtPlace[], console: Console): Promise<void> => {
  await saveSlots(path, taught);
  for (const slot of taught) {
    console.result(
      { slot: slot.name, port: slot.port, usb: usbWord(slot.usb), serialNumber: slot.serialNumber },
      `${slot.name.padEnd(12)} ${slot.port}  ${slot.usb === null ? 'no adapter seen' : describeAdapter(slot)}`,
    );
  }
  console.remark(`${taught.length} slot${taught.length === 1 ? '' : 's'} written to ${path}.`);
};
