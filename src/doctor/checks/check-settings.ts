import { createHash } from 'node:crypto';
import { access, constants, readFile } from 'node:fs/promises';

import { counted } from '../../domain/counted.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Check } from '../examine.ts';
import { fault, fromError, inOrder, notLookedAt, type Finding } from '../finding.ts';

export interface SettingsToCheck {
  /** null: the station goes without a file. */
  readonly path: string | null;
  /** @throws PaclineError bad settings */
  readonly load: () => Promise<Settings>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The names of all dialects. */
  readonly dialects: readonly string[];
}

/** The settings file, what it points to, and the credentials, of which only their being there is told. */
export const checkSettings = ({ path, load, environment, dialects }: SettingsToCheck): Check => ({
  name: 'settings',
  whenItHangs: 'bad settings',
  run: async () => {
    const credentials = credentialsIn(environment);
    if (path === null)
      return [
        notLookedAt('file', 'No settings file: none is named, and there is no station.toml in this folder.'),
        credentials,
      ];
    const settings = await load().catch((error: unknown) => {
      if (PaclineError.is(error)) return fromError('file', error);
      throw error;
    });
    if (!('slots' in settings)) return [settings, credentials];
    const { products, slots } = settings;
    const digest = createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
      .slice(0, 16);
    const known = slots.length === 0 ? 'every port is a slot' : counted(slots.length, 'slot');
    return [
      inOrder('file', `${path}, ${known}, digest ${digest}`),
      ...products.flatMap(({ dialect }) =>
        dialect === undefined || dialects.includes(dialect)
          ? []
          : [
              fault(
                'dialect',
                'bad settings',
                `There is no dialect "${dialect}".`,
                '`pacline protocols list` shows those there are.',
              ),
            ],
      ),
      ...(await Promise.all(
        products.flatMap((product) => (product.deliveryList === undefined ? [] : [deliveryList(product.deliveryList)])),
      )),
      credentials,
    ];
  },
});

const credentialsIn = (environment: SettingsToCheck['environment']): Finding => {
  const missing = ['PACLINE_API_LOGIN', 'PACLINE_API_PASSWORD'].filter((name) => !environment[name]);
  if (missing.length === 0) return inOrder('credentials', 'PACLINE_API_LOGIN and PACLINE_API_PASSWORD are set.');
  return fault(
    'credentials',
    'bad credentials',
    `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set in the environment.`,
  );
};

const deliveryList = async (path: string): Promise<Finding> => {
  try {
    await access(path, constants.R_OK);
    return inOrder('delivery list', path);
  } catch {
    return fault(
      'delivery list',
      'bad delivery list',
      `${path} is not there or may not be read.`,
      'Correct deliveryList in the settings, or put the file there.',
    );
  }
};
