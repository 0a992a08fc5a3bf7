import { resolve } from 'node:path';

import type { Command } from 'commander';

import { BaseUrl } from '../../backend/http/base-url.ts';
import { directAccess, type NetworkAccess } from '../../backend/http/network-access.ts';
import { allDialects } from '../../composition/dialects.ts';
import { openBackend } from '../../composition/open-backend.ts';
import { checkBackend } from '../../doctor/checks/check-backend.ts';
import { checkClock } from '../../doctor/checks/check-clock.ts';
import { checkDisk } from '../../doctor/checks/check-disk.ts';
import { checkGates } from '../../doctor/checks/check-gates.ts';
import { checkHooks } from '../../doctor/checks/check-hooks.ts';
import { checkJournal } from '../../doctor/checks/check-journal.ts';
import { checkMachine } from '../../doctor/checks/check-machine.ts';
import { checkPlaces } from '../../doctor/checks/check-places.ts';
import { checkPorts } from '../../doctor/checks/check-ports.ts';
import { checkPrinter } from '../../doctor/checks/check-printer.ts';
import { checkSettings } from '../../doctor/checks/check-settings.ts';
import { examine, type Check } from '../../doctor/examine.ts';
import type { Finding } from '../../doctor/finding.ts';
import { readJournalEnd } from '../../doctor/journal-end.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { machinePortsOf } from '../../serial/machine-ports.ts';
import { readApiAccess, readApiAddress } from '../../settings/api-access.ts';
import { loadSettings } from '../../settings/file/load-settings.ts';
import { defaultSettings } from '../../settings/settings-schema.ts';
import type { Settings } from '../../settings/settings.ts';
import { journalFile, stateFolder } from '../../settings/state-folder.ts';
import { version } from '../../machine/version.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { settingsOption } from '../shared/settings-option.ts';
import type { Console } from '../shared/console.ts';
import { gatesToCheck, hooksToCheck, productsToCheck, unitToAskAbout } from './doctor-inputs.ts';
import { showExamined, showSummary } from './doctor-report.ts';
import { slotSettingOf } from '../../composition/slot-setting-of.ts';
import { RowProgress } from '../series/row-progress.ts';
import { apiOption, withApi, type ApiFlag } from '../shared/with-backend.ts';

interface DoctorFlags extends ApiFlag {
  readonly settings?: string;
}

export const addDoctor = (program: Command, context: CommandContext): void => {
  program
    .command('doctor')
    .description(
      'look at everything the line needs, and say of each fault what to do; nothing is changed, nothing is sent but questions',
    )
    .addOption(apiOption())
    .addOption(settingsOption())
    .action(commandAction<DoctorFlags>(context, (flags, console) => doctor(flags, console, withApi(context, flags))));
};

const doctor = async ({ settings: path }: DoctorFlags, console: Console, context: CommandContext): Promise<number> => {
  const progress = new RowProgress({ console, clock: context.clock });
  const load = async (): Promise<Settings> =>
    path === undefined ? defaultSettings : (await loadSettings(path)).settings;
  // The other checks go on without settings that cannot be read; the check of the settings says why
  const settings = await load().catch((error: unknown) => {
    if (PaclineError.is(error)) return defaultSettings;
    throw error;
  });
  const checks = composeChecks(settings, { path: path ?? null, load }, context, (events) =>
    progress.show('hash chain', events),
  );
  const findings: Finding[] = [];
  for await (const examined of examine(checks, context)) {
    progress.clear();
    showExamined(examined, console);
    findings.push(...examined.findings);
  }
  return showSummary(findings, console);
};

interface SettingsSource {
  readonly path: string | null;
  readonly load: () => Promise<Settings>;
}

const composeChecks = (
  settings: Settings,
  source: SettingsSource,
  { environment, clock }: CommandContext,
  onProgress: (events: number) => void,
): readonly Check[] => {
  const folder = resolve(stateFolder({ environment }));
  const file = journalFile(folder);
  const place = { settings, stateFolder: folder, journalFile: file, environment, clock };
  const slots = settings.slots.map(slotSettingOf);
  const lastEvent = () => readJournalEnd(file);
  const base = (): BaseUrl => BaseUrl.parse(readApiAddress(environment, settings).url);
  const network = (): NetworkAccess => readApiAddress(environment, settings).network;
  return [
    checkMachine({ environment, version }),
    checkSettings({ ...source, environment, dialects: allDialects.map(({ id }) => id) }),
    checkPorts({ slots }),
    checkPlaces({ slots, ports: machinePortsOf(slots, { clock }) }),
    checkClock({ clock, base: orNull(base), network: orNull(network) ?? directAccess, lastEvent }),
    checkDisk({ stateFolder: folder, journalFile: file }),
    checkJournal({ file, clock, debtLimit: settings.debt, onProgress }),
    checkPrinter({
      printer: settings.printer ?? null,
      labelled: settings.products.flatMap(({ name, label }) => (label === undefined ? [] : [name])),
    }),
    checkHooks({ hooks: () => hooksToCheck(place), lastEvent }),
    checkGates({ gates: gatesToCheck(place), unit: unitToAskAbout(place), clock }),
    checkBackend({
      base,
      network,
      openBackend: () => {
        const access = orNull(() => readApiAccess(environment, settings));
        return access === null ? null : openBackend(access, { clock });
      },
      products: () => productsToCheck(place),
      clock,
      environment,
    }),
  ];
};

/** null for what the settings do not tell rightly: its own check says why. */
const orNull = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch (error) {
    if (PaclineError.is(error)) return null;
    throw error;
  }
};
