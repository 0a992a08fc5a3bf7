import { Option, type Command } from 'commander';

import { composeLine, composeStation, dialectNamed, openDesk, type Desk } from '../compose.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import { describeCertification, type Product } from '../domain/product.ts';
import { createMachinePorts } from '../serial/machine-ports.ts';
import { loadDeliveryList } from '../series/delivery-list.ts';
import { plainRules } from '../station/line-rules.ts';
import type { PortSource } from '../station/port-source.ts';
import type { SlotSetting } from '../station/station.ts';
import { collected, countArgument } from './arguments.ts';
import { acting, type CommandContext } from './command-context.ts';
import type { Console } from './console.ts';
import { whileNotified } from './notify-systemd.ts';
import { runWhileDraining } from './run-while-draining.ts';
import { showSlots } from './slot-display.ts';
import { Tally } from './tally.ts';
import { readWorkplace, type ProductFlags, type Workplace } from './workplace.ts';

interface RunFlags extends ProductFlags {
  readonly port: readonly string[];
  readonly presence?: 'port' | 'probe';
  readonly dialect?: string;
  readonly deliveryList?: string;
  readonly count?: number;
}

export const addRun = (program: Command, context: CommandContext): void => {
  program
    .command('run')
    .description('the line: seat, read, register, confirm, verdict, next; on up to 32 slots until Ctrl-C')
    .addOption(new Option('--port <port>', 'a slot for this port, may be repeated; without it every port that comes is a slot').argParser(collected).default([]))
    .addOption(new Option('--presence <how>', 'how a seated unit is noticed: its port comes, or it answers').choices(['port', 'probe']))
    .option('--dialect <dialect>', 'how the modem of this product speaks; found out if left out')
    .option('--delivery-list <file>', 'CSV of the maker with id;pac, for modems that hold no PAC')
    .option('--count <n>', 'stop after so many runs', countArgument)
    .option('--device-type <id>', 'where to register: 24 hex digits')
    .option('--certificate <key>', "the end product's certificate, P_…")
    .option('--prototype', 'register prototypes, without a certificate')
    .option('--prefix <text>', 'names are this and the device ID')
    .option('--product <name>', 'which product of the settings')
    .option('--order <name>', 'which order of the settings is worked; it names its product')
    .addOption(new Option('--settings <file>', 'station.toml').env('PACLINE_SETTINGS'))
    .action(acting<RunFlags>(context, async (flags, console) => {
      const workplace = await readWorkplace(context, flags);
      const ports = createMachinePorts(context);
      const deliveryList = flags.deliveryList ?? workplace.chosen.product?.deliveryList;
      const pacList = deliveryList === undefined ? null : await loadDeliveryList(deliveryList);
      const slots = await slotsOf(flags, workplace, ports);
      const desk = await openDesk({ ...workplace, clock: context.clock });
      try {
        if (flags.port.length > 0) await requireProbed(slots, ports, context.signal);
        await preflight(desk, workplace.product, context.signal, console);
        const dialect = flags.dialect ?? workplace.settings.product?.dialect;
        const rules = plainRules(workplace.product, { dialect: dialect === undefined ? null : dialectNamed(dialect).definition, readings: workplace.settings.product?.readings ?? 2, pacList });
        const line = composeLine({ desk, station: workplace.station, ports, clock: context.clock, rules: () => rules, amberAfterMs: workplace.settings.station.amberAfterMs });
        const station = composeStation({
          line,
          settleMs: workplace.settings.station.settleMs,
          slots,
          maxRuns: flags.count ?? null,
        });
        const tally = new Tally(station);
        const heading = (): string => `${workplace.product.name} · ${describeCertification(workplace.product.certification)} · ${tally.text(console)}`;
        const hide = showSlots(station, console, heading);
        try {
          await whileNotified({ ...context, onFault: (words) => console.remark(words) }, () => runWhileDraining(desk.registrar, station, context));
        } finally {
          hide();
        }
        return await closing(desk, tally, context.signal, console);
      } finally {
        await desk.close();
      }
    }));
};

const slotsOf = async ({ port, presence }: RunFlags, { settings }: Workplace, ports: PortSource): Promise<readonly SlotSetting[] | 'every port'> => {
  if (port.length === 0) return settings.slots.length > 0 ? settings.slots.map(slotSettingOf) : 'every port';
  const there = new Set((await ports.list()).map(({ path }) => path));
  // A port that no list shows, such as a pseudo-terminal, can only be noticed by asking it.
  return port.map((path): SlotSetting => ({ name: path, port: path, presence: presence ?? (there.has(path) ? 'port' : 'probe') }));
};


/** A port that is to be asked again and again must be there and ours from the start; later it may come and go. */
const requireProbed = async (slots: readonly SlotSetting[] | 'every port', ports: PortSource, signal: AbortSignal): Promise<void> => {
  if (slots === 'every port') return;
  for (const { port, presence } of slots) if (presence === 'probe') await (await ports.open(port, { baudRate: 9600 }, { signal })).close();
};

/** What would refuse every unit stops the line before the first; a network that is down does not: units go amber. */
const preflight = async ({ backend }: Desk, product: Product, signal: AbortSignal, console: Console): Promise<void> => {
  try {
    for (const { severity, code, message } of (await backend.preflight(product, { signal })).findings) {
      if (severity === 'block') throw new PaclineError(code, message);
      console.remark(`${message} (${code})`);
    }
  } catch (error) {
    if (!PaclineError.is(error) || error.entry.retry !== 'later') throw error;
    console.remark(`${error.message}\n  The line goes on; units are amber until the backend is back.`);
  }
};

const closing = async ({ journal }: Desk, tally: Tally, signal: AbortSignal, console: Console): Promise<number> => {
  const debts = await journal.registrations(['owed', 'intended', 'unknown']);
  const owed = debts.length === 0 ? '' : `; ${debts.length} registration${debts.length === 1 ? ' is' : 's are'} owed and go on at the next start`;
  console.result({ event: 'end', ...tally.counts, owed: debts.length }, `${tally.text(console)}${owed}`);
  signal.throwIfAborted();
  return tally.red > 0 ? 1 : 0;
};
