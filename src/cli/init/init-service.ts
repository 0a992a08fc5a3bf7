import { existsSync, realpathSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { chooseProduct, onlyOrder, type ProductChoice } from '../../settings/choose-product.ts';
import { loadSettings } from '../../settings/file/load-settings.ts';
import type { Settings } from '../../settings/settings.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { usualSettings } from '../shared/settings-option.ts';
import { requireOutput, writeOutput } from '../shared/output-file.ts';
import { secretsFile, systemdUnit, udevRules } from './service-files.ts';

export interface ServiceFlags {
  readonly settings: string;
  readonly force?: true;
  readonly service?: true;
  readonly into: string;
  readonly user: string;
  /** What the line works, by name; left out: the only one of the settings. */
  readonly product?: string;
  readonly order?: string;
}

/** Writes both files and says how they are installed: this process has no right to, and needs none. */
export const writeService = async (
  { settings, force, into, user, product, order }: ServiceFlags,
  console: Console,
  context: CommandContext,
): Promise<number> => {
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(user))
    throw new PaclineError('bad usage', `${JSON.stringify(user.slice(0, 40))} is no name of a Linux user.`);
  const path = resolve(settings || usualSettings);
  const known = existsSync(path) ? (await loadSettings(path)).settings : null;
  const choice = { ...(product !== undefined && { product }), ...(order !== undefined && { order }) };
  if (known !== null) requireChoice(known, choice);
  const writable = known === null ? [] : writtenFolders(known);
  const program = programOf(process.argv);
  const unit = {
    path: join(into, 'pacline.service'),
    text: systemdUnit({ program, settings: path, ...choice, user, writable }),
  };
  const rules = { path: join(into, '60-pacline.rules'), text: udevRules() };
  for (const one of [unit, rules]) await requireOutput(one.path, force === true ? { force } : {}, context);
  await makeFolder(into);
  for (const one of [unit, rules]) await writeOutput(one.path, one.text);
  console.result({ unit: unit.path, rules: rules.path }, `${unit.path}\n${rules.path}`);
  console.remark(howToInstall({ unit: unit.path, rules: rules.path, user, settings: path, isThere: existsSync(path) }));
  const inHomes = [...program, path].filter((one) => /^\/(root|home)\//.test(one));
  if (inHomes.length > 0)
    console.remark(
      `The user ${user} has to be able to read ${inHomes.join(', ')}; an installation outside of home folders is simpler.`,
    );
  return 0;
};

const makeFolder = async (into: string): Promise<void> => {
  try {
    await mkdir(into, { recursive: true });
  } catch (error) {
    throw new PaclineError(
      'bad usage',
      `Nothing can be written into ${into} (${error instanceof Error && 'code' in error ? String(error.code) : String(error)}).`,
      { cause: error },
    );
  }
};

/** The very runtime and program that run now: a service has no shell and no PATH of the user. */
const programOf = ([runtime = 'node', program = 'pacline']: readonly string[]): readonly string[] => [
  realpathSync(runtime),
  realpathSync(program),
];

/** A service that does not know what to work would be started again for ever. @throws PaclineError bad usage */
const requireChoice = (settings: Settings, choice: ProductChoice): void => {
  const only = onlyOrder(settings, choice);
  chooseProduct(settings, choice.order === undefined && only !== null ? { ...choice, order: only.name } : choice);
};

/** What labels and hooks are written into. */
const writtenFolders = ({ printer, hooks }: Settings): readonly string[] => [
  ...(printer?.kind === 'folder' ? [printer.folder] : []),
  ...hooks.flatMap((hook) => (hook.kind === 'folder' ? [hook.folder] : [])),
];

const howToInstall = ({
  unit,
  rules,
  user,
  settings,
  isThere,
}: {
  readonly unit: string;
  readonly rules: string;
  readonly user: string;
  readonly settings: string;
  readonly isThere: boolean;
}): string =>
  `${isThere ? '' : `There is no ${settings} yet: \`pacline init\` writes it.\n`}To install them, as root:
  useradd --system --user-group --home-dir /var/lib/pacline --shell /usr/sbin/nologin ${user}
  install -D -m 0600 /dev/null ${secretsFile}   # then write PACLINE_API_LOGIN=… and PACLINE_API_PASSWORD=… into it
  chgrp ${user} '${settings}' && chmod 0640 '${settings}'
  install -m 0644 '${unit}' /etc/systemd/system/pacline.service
  install -m 0644 '${rules}' /etc/udev/rules.d/60-pacline.rules
  udevadm control --reload && udevadm trigger --action=add --subsystem-match=usb --subsystem-match=tty --subsystem-match=usb-serial
  systemctl daemon-reload && systemctl enable --now pacline
To look at it: systemctl status pacline; journalctl -u pacline -f`;
