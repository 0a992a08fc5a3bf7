import { Option, type Command } from 'commander';

import { composeStation, openDesk, type Desk } from '../compose.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import type { Product } from '../domain/product.ts';
import { openHooks } from '../hooks/compose-hooks.ts';
import { createMachinePorts } from '../serial/machine-ports.ts';
import { openStates } from '../domain/registration.ts';
import { hiddenSentence, overdueSentence } from '../registrar/conclusion.ts';
import type { RegistrarActivity } from '../registrar/registrar-options.ts';
import { findPerson } from '../settings/badge-hash.ts';
import type { LoadedSettings } from '../settings/load-settings.ts';
import { untilAborted } from '../async/until-aborted.ts';
import type { LineRules } from '../station/line-rules.ts';
import { OperatorDesk } from '../station/operator/operator-desk.ts';
import type { PortSource } from '../station/port-source.ts';
import type { SlotSetting } from '../station/station.ts';
import { ControlServer, type ControlOptions } from '../web/control-server.ts';
import { collected, countArgument } from './arguments.ts';
import { BenchWords } from './run/bench-words.ts';
import { acting, type CommandContext } from './command-context.ts';
import type { Console } from './console.ts';
import { followSettings, type CurrentRules } from './run/follow-settings.ts';
import { LineHeading } from './run/line-heading.ts';
import { slotSettingOf } from './run/line-settings.ts';
import { whileNotified } from './run/notify-systemd.ts';
import { loadRules, openLine } from './run/open-line.ts';
import { runBeside, type Beside } from './run/run-beside.ts';
import { showSlots } from './run/slot-display.ts';
import { Tally } from './run/tally.ts';
import { untilDelivered } from './run/until-delivered.ts';
import { typedLines } from './run/typed-lines.ts';
import { watchPlaces } from './run/watch-places.ts';
import { bootOption, linesOption, type PatienceFlags } from './patience-flags.ts';
import { requirePortName } from './port-name.ts';
import { askForColumns } from './series/ask-for-columns.ts';
import { columnOption, encodingOption } from './series/list-options.ts';
import type { DeliveryFlags } from './series/read-delivery-list.ts';
import { readWorkplace, workplaceOf, type ProductFlags, type Workplace } from './workplace.ts';

interface RunFlags extends ProductFlags, DeliveryFlags, PatienceFlags {
  readonly port: readonly string[];
  readonly presence?: 'port' | 'probe';
  readonly dialect?: string;
  readonly count?: number;
}

export const addRun = (program: Command, context: CommandContext): void => {
  program
    .command('run')
    .description('the line: seat, read, register, confirm, verdict, next; on up to 32 slots until Ctrl-C')
    .addOption(new Option('--port <port>', 'a slot for this port, may be repeated; without it every port that comes is a slot').argParser(collected).default([]))
    .addOption(new Option('--presence <how>', 'how a seated unit is noticed: its port comes, or it answers').choices(['port', 'probe']))
    .option('--dialect <dialect>', 'how the modem of this product speaks; found out if left out')
    .addOption(bootOption())
    .addOption(linesOption())
    .option('--delivery-list <file>', 'CSV of the maker with id;pac, for modems that hold no PAC')
    .addOption(columnOption())
    .addOption(encodingOption())
    .option('--count <n>', 'stop after so many runs', countArgument)
    .option('--device-type <id>', 'where to register: 24 hex digits')
    .option('--certificate <key>', "the end product's certificate, P_…")
    .option('--prototype', 'register prototypes, without a certificate')
    .option('--prefix <text>', 'names are this and the device ID')
    .option('--product <name>', 'which product of the settings')
    .option('--order <name>', 'which order of the settings is worked; it names its product')
    .addOption(new Option('--settings <file>', 'station.toml').env('PACLINE_SETTINGS'))
    .action(acting<RunFlags>(context, async (given, console) => {
      const workplace = await readWorkplace(context, given);
      const flags = await withColumns(given, workplace, { context, console });
      const ports = createMachinePorts(context);
      const slots = await slotsOf(flags, workplace, ports);
      const current: CurrentRules = { now: await loadRules(workplace, flags) };
      const words = new BenchWords(console);
      const desk = await openDesk({ ...workplace, clock: context.clock, onActivity: (activity) => words.say(noticeOf(activity)) });
      try {
        if (flags.port.length > 0) await requireProbed(slots, ports, context.signal);
        await preflight(desk, workplace.product, context.signal, console);
        return await runLine({ flags, workplace, ports, slots, current, desk, words, context, console });
      } finally {
        await desk.close();
      }
    }));
};

/** The columns of the delivery list, asked for once if they have to be: the settings may be read again while nobody can be asked. */
const withColumns = async (flags: RunFlags, { chosen }: Workplace, { context, console }: { readonly context: CommandContext; readonly console: Console }): Promise<RunFlags> => {
  const deliveryList = flags.deliveryList ?? chosen.product?.deliveryList;
  return deliveryList === undefined ? flags : { ...flags, column: await askForColumns(deliveryList, flags, { purpose: 'delivery', context, console }) };
};

interface LineTools {
  readonly flags: RunFlags;
  readonly workplace: Workplace;
  readonly ports: PortSource;
  readonly slots: readonly SlotSetting[] | 'every port';
  readonly current: CurrentRules;
  readonly desk: Desk;
  readonly words: BenchWords;
  readonly context: CommandContext;
  readonly console: Console;
}

const runLine = async ({ flags, workplace, ports, slots, current, desk, words, context, console }: LineTools): Promise<number> => {
  const { settings, stateFolder, loaded } = workplace;
  const { journal, registrar } = desk;
  const line = await openLine({ workplace, desk, ports, context, current, operator: () => bench.person?.name ?? null });
  const station = composeStation({ line, settleMs: settings.station.settleMs, slots, maxRuns: flags.count ?? null });
  const bench = new OperatorDesk({ station: () => station, scans: line.scans, labels: line.labels, journal, scanner: settings.scanner, findPerson: (badge) => findPerson(settings.people, badge) });
  const hooks = openHooks(settings.hooks, { journal, stateFolder, environment: context.environment, clock: context.clock });
  station.onChange(() => hooks.notice());
  const heading = new LineHeading({ journal, clock: context.clock, rules: () => current.now, person: () => bench.person });
  const take = (scanned: string, signal: AbortSignal): Promise<string> => bench.take(scanned, { signal });

  const beside: Beside[] = [
    (signal) => registrar.drain({ signal }),
    (signal) => heading.follow(signal),
    (signal) => takeLines(typedLines(process.stdin, signal), (scanned) => take(scanned, signal), words),
  ];
  const { labels } = line;
  if (labels !== null) beside.push((signal) => labels.drain({ signal }));
  if (slots !== 'every port') beside.push((signal) => watchPlaces({ slots, ports, clock: context.clock, words }, signal));
  if (loaded !== null) {
    const rulesNow = async (changed: LoadedSettings): Promise<LineRules> => loadRules(workplaceOf(context, flags, changed), flags);
    beside.push((signal) => followSettings({ context, loaded, journal, current, words, rulesOf: rulesNow }, signal));
    await journal.append([{ kind: 'settings taken up', settings: loaded.digest }]);
  }
  const { control } = settings;
  if (control !== undefined) beside.push((signal) => serveControl(control.listen, { slots: () => station.slots, take: (scanned) => take(scanned, signal) }, words, signal));

  const tally = new Tally(station);
  const hide = showSlots(station, console, { heading: () => `${heading.text()}   ${tally.text(console)}`, foot: () => words.last });
  const leaving = new AbortController();
  const delivering = hooks.run({ signal: leaving.signal });
  try {
    await whileNotified({ ...context, onFault: (fault) => words.say(fault) }, () => runBeside((signal) => station.run({ signal }), beside, context));
  } finally {
    hide();
    await untilDelivered(hooks, context.clock);
    leaving.abort();
    await delivering;
  }
  return closing(desk, tally, context.signal, console);
};

/** What the people at the bench have to know of the registrar's work; empty: nothing. */
const noticeOf = (activity: RegistrarActivity): string => {
  if (activity.kind === 'hidden') return hiddenSentence(activity.fields);
  if (activity.kind === 'overdue') return overdueSentence(activity.units);
  return activity.kind === 'odd' ? `The backend says something that does not fit: ${activity.words}.` : '';
};

/** What is scanned is done, one line after another; what cannot be done is told. */
const takeLines = async (lines: AsyncIterable<string>, take: (line: string) => Promise<string>, words: BenchWords): Promise<void> => {
  for await (const line of lines) {
    try {
      words.say(await take(line));
    } catch (error) {
      if (!PaclineError.is(error) || error.entry.area === 'journal') throw error;
      words.say(`${error.message} ${error.entry.operatorAction}.`);
    }
  }
};

const serveControl = async (listen: ControlOptions['listen'], options: Omit<ControlOptions, 'listen'>, words: BenchWords, signal: AbortSignal): Promise<void> => {
  const server = await ControlServer.start({ listen, ...options });
  words.say(`Line controllers are answered at ${server.url}.`);
  await untilAborted(signal);
  await server.close();
};

const slotsOf = async ({ port, presence }: RunFlags, { settings }: Workplace, ports: PortSource): Promise<readonly SlotSetting[] | 'every port'> => {
  if (port.length === 0) return settings.slots.length > 0 ? settings.slots.map(slotSettingOf) : 'every port';
  for (const path of port) requirePortName(path);
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
  const counts = await journal.countRegistrations();
  const open = openStates.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  const owed = open === 0 ? '' : `; ${open} registration${open === 1 ? ' is' : 's are'} owed and go on at the next start`;
  console.result({ event: 'end', ...tally.counts, owed: open }, `${tally.text(console)}${owed}`);
  signal.throwIfAborted();
  return tally.red > 0 ? 1 : 0;
};
