import type { Clock } from '../domain/clock.ts';
import { openHooks, openGates, type Hooks } from '../hooks/compose-hooks.ts';
import { hiddenSentence, overdueSentence } from '../registrar/lookup/conclusion.ts';
import type { RegistrarActivity } from '../registrar/registrar-options.ts';
import { findPerson } from '../settings/badge-hash.ts';
import type { LoadedSettings } from '../settings/file/load-settings.ts';
import { defaultSettings } from '../settings/settings-schema.ts';
import type { Settings } from '../settings/settings.ts';
import type { LabelSetting } from '../settings/tables/label.ts';
import { withNamedPorts } from '../serial/named-ports.ts';
import type { LabelPrinter } from '../station/label-printer.ts';
import type { LineRules } from '../station/line-rules.ts';
import type { Labels } from '../station/operator/labels.ts';
import { BadgeDoor } from '../station/operator/badge-door.ts';
import { OperatorDesk } from '../station/operator/operator-desk.ts';
import type { Scans } from '../station/operator/scans.ts';
import type { PortSource } from '../station/port-source.ts';
import type { Slot } from '../station/slot-state.ts';
import { Station, type SlotSetting } from '../station/station.ts';
import { version } from '../machine/version.ts';
import { followSettings } from './follow-settings.ts';
import { labelFormOf, printerOf } from './label-output.ts';
import { lineOptionsOf } from './line-options.ts';
import { openProvisioning, type Provisioning, type ProvisioningConfig } from './open-provisioning.ts';
import { preflight, type PreflightOptions } from './preflight.ts';
import { runWithBackground, type BackgroundTask } from './run-with-background.ts';
import type { ServePagesOptions } from './serve-pages.ts';
import { controlToken, startControl } from './start-control.ts';
import { slotSettingOf } from './slot-setting-of.ts';
import { untilDelivered } from './until-delivered.ts';
import { watchPlaces } from './watch-places.ts';

export interface LineConfig extends Omit<ProvisioningConfig, 'onActivity' | 'onWait'> {
  /** Those of the beginning. */
  readonly rules: LineRules;
  /** Default: those of the settings; where they have none, every port that comes. */
  readonly slots?: readonly SlotSetting[] | 'every port';
  /** The line ends after so many runs. Default: null, never. */
  readonly maxRuns?: number | null;
  /** Of the station's settings file, what is no rule: times, people, scanner, hooks, gates, printer, control address. Default: as of an empty file. */
  readonly settings?: Partial<Settings>;
  /** How labels look; null or left out: nothing is printed by the settings' printer. */
  readonly label?: LabelSetting | null;
  /** Prints in the place of the settings' printer. */
  readonly printer?: LabelPrinter;
  /** The settings file that is followed while the line runs; null or left out: there is none. */
  readonly follow?: {
    readonly loaded: LoadedSettings;
    /** @throws PaclineError that keeps the old ones */ readonly rulesOf: (
      changed: LoadedSettings,
    ) => Promise<LineRules>;
  } | null;
}

export interface LineTools {
  readonly clock: Clock;
  readonly ports: PortSource;
  /** Where hooks and gates find their secrets. Default: empty. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where the pages are served while the line runs. Default: as `[page]` says. */
  readonly pageAt?: ServePagesOptions['listen'];
  /** Told the address of the pages once they are served. */
  readonly onPage?: (url: string) => void;
  /** Told what the people at the bench should know beside the slots, as a sentence. */
  readonly say?: (sentence: string) => void;
  /** Told again and again what is wrong with the slots' places now. Default: each is said once. */
  readonly hold?: (sentences: readonly string[]) => void;
}

export interface RunLineOptions {
  readonly signal: AbortSignal;
  readonly beside?: readonly BackgroundTask[];
  /** Called once, when units may be seated. `control`: where line controllers are answered; null: nowhere. */
  readonly onReady?: (ready: { readonly control: string | null }) => void;
}

/** A production line, from its ports to the backend, with everything around it. Runs once. */
export interface Line extends Pick<Provisioning, 'journal' | 'backend' | 'registrar'> {
  readonly station: Station;
  /** Takes what is scanned or typed at the bench. */
  readonly operator: OperatorDesk;
  readonly hooks: Hooks;
  readonly scans: Scans;
  /** null: nothing can be printed. */
  readonly labels: Labels | null;
  /** Those of now. */
  rules(): LineRules;
  /** Looks before the first unit whether the backend would refuse every one. @throws PaclineError then; not where the network is down */
  preflight(options: PreflightOptions): Promise<void>;
  /** Told after every change of a slot; see Station. */
  onChange(listener: (slot: Slot) => void): () => void;
  /**
   * Runs until the signal aborts or `maxRuns` is reached, with what else is to be done meanwhile; then every run has its end in the
   * journal, and hooks had a moment to take it.
   * @throws PaclineError of the journal; what anything beside throws
   */
  run(options: RunLineOptions): Promise<void>;
  /** Waits for what is in flight, then lets go of everything. */
  close(): Promise<void>;
}

/** Opens a line; nothing is asked of backend or ports yet. @throws PaclineError of the journal; bad settings */
export const openLine = async (config: LineConfig, tools: LineTools): Promise<Line> => {
  const provisioning = await openProvisioning(
    { ...config, onActivity: (activity) => tools.say?.(registrarNotice(activity)) },
    tools,
  );
  try {
    return await lineOn(provisioning, config, tools);
  } catch (error) {
    await provisioning.close();
    throw error;
  }
};

const lineOn = async (
  provisioning: Provisioning,
  config: LineConfig,
  { clock, ports: machine, environment = {}, say, hold, pageAt, onPage }: LineTools,
): Promise<Line> => {
  const { journal, registrar, backend } = provisioning;
  const settings: Settings = { ...defaultSettings, ...config.settings };
  const slots = config.slots ?? (settings.slots.length > 0 ? settings.slots.map(slotSettingOf) : 'every port');
  const names = slots === 'every port' ? [] : slots.map(({ port }) => port);
  const ports = withNamedPorts(machine, { names, clock });
  const current = { now: config.rules };
  const rules = (): LineRules => current.now;
  let operator: OperatorDesk | null = null;
  const line = lineOptionsOf({
    provisioning,
    ports,
    clock,
    rules,
    station: config.station,
    amberAfterMs: settings.station.amberAfterMs,
    gates: await openGates(settings, { environment }),
    printer: config.printer ?? (await printerOfSettings(settings, config.label ?? null, clock)),
    operator: () => operator?.person?.name ?? null,
    keepMs: settings.scanner.keepS * 1000,
  });
  const { labels, scans } = line;
  const station = new Station({
    line,
    contactBounceMs: settings.station.contactBounceMs,
    slots,
    maxRuns: config.maxRuns ?? null,
    version,
  });
  const badges = new BadgeDoor({ journal, clock, findPerson: (code) => findPerson(settings.people, code) });
  const desk = new OperatorDesk({
    station: () => station,
    scans,
    labels,
    journal,
    rules,
    scanner: settings.scanner,
    badges,
  });
  operator = desk;
  const hooks = openHooks(settings.hooks, { journal, stateFolder: config.stateFolder, environment, clock });
  station.onChange(() => hooks.notice());

  const { follow = null } = config;
  const tell = say ?? (() => undefined);
  const { control } = settings;
  const listen = pageAt ?? settings.page.listen;
  const tellPage = (url: string): void => tell(`The pages are served at ${url}.`);
  const token = control === undefined ? null : controlToken(control, environment);
  const background: readonly BackgroundTask[] = [
    (signal) => registrar.drain({ signal }),
    ...(labels === null ? [] : [(signal: AbortSignal) => labels.drain({ signal })]),
    ...(slots === 'every port' || say === undefined
      ? []
      : [(signal: AbortSignal) => watchPlaces({ slots, ports, clock, say, ...(hold && { hold }) }, signal)]),
    ...(follow === null
      ? []
      : [(signal: AbortSignal) => followSettings({ ...follow, clock, journal, current, say: tell }, signal)]),
    ...(listen === undefined ? [] : [(signal: AbortSignal) => serve(listen, signal)]),
  ];
  const serve = async (at: NonNullable<typeof listen>, signal: AbortSignal): Promise<void> => {
    const { serveLinePages } = await import('./line-pages.ts');
    const options = { listen: at, clock, settings, badges, stationName: config.station, onServed: onPage ?? tellPage };
    return serveLinePages({ station, operator: desk, scans, journal, rules }, options, signal);
  };

  return {
    journal,
    registrar,
    backend,
    station,
    operator: desk,
    hooks,
    scans,
    labels,
    rules,
    preflight: (options) => preflight(backend, rules().product, options),
    onChange: (listener) => station.onChange(listener),
    async run({ signal, beside = [], onReady }) {
      const controlled =
        control === undefined
          ? null
          : await startControl(control.listen, { station, operator: desk, clock, token, say: tell }, signal);
      if (follow !== null) await journal.append([{ kind: 'settings taken up', settings: follow.loaded.digest }]);
      const leaving = new AbortController();
      const delivering = hooks.run({ signal: leaving.signal });
      try {
        await runWithBackground(
          (running) => station.run({ signal: running, onBegun: () => onReady?.({ control: controlled?.url ?? null }) }),
          [...background, ...beside, ...(controlled === null ? [] : [controlled.serve])],
          { signal },
        );
      } finally {
        await untilDelivered(hooks, clock);
        leaving.abort();
        await delivering;
      }
    },
    close: () => provisioning.close(),
  };
};

const printerOfSettings = async (
  { printer }: Settings,
  label: LabelSetting | null,
  clock: Clock,
): Promise<LabelPrinter | null> =>
  printer === undefined || label === null ? null : printerOf(printer, clock).labelsOf(await labelFormOf(label));

/** What the people at the bench have to know of the registrar's work, as a sentence; empty: nothing. */
const registrarNotice = (activity: RegistrarActivity): string => {
  if (activity.kind === 'hidden') return hiddenSentence(activity.fields);
  if (activity.kind === 'overdue') return overdueSentence(activity.units);
  return activity.kind === 'odd' ? `The backend says something that does not fit: ${activity.words}.` : '';
};
