import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator, Page } from 'playwright-core';

import { pacline, startPacline, temporaryFolder, type Environment } from '../support/pacline.ts';
import type { RunningProgram } from '../support/running-program.ts';
import { certificate, deviceType, serveBackend } from '../support/served.ts';

export const product = (more = ''): string =>
  `[[product]]\nname = "Sensor"\ndeviceTypeId = "${deviceType}"\nproductCertificate = "${certificate}"\ndialect = "ax-wisol"\n${more}`;

export const slot = (name: string, port: string, presence = 'probe'): string =>
  `[[slot]]\nname = "${name}"\nport = "${port}"\npresence = "${presence}"\n`;

export const person = async (name: string, role: string, code: string): Promise<string> =>
  (await pacline(['badge', '--name', name, '--role', role], {}, `${code}\n`)).stdout;

export interface PagedLine {
  readonly line: RunningProgram;
  readonly url: string;
  readonly world: Environment;
  readonly settings: string;
}

interface PagedLineOptions {
  readonly access?: Environment;
  readonly flags?: readonly string[];
  /** More of `[page]`. */
  readonly page?: string;
  /** Beside the settings, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The built program as its users have it: a station of its own, whose line serves its pages. */
export const startPagedLine = async (
  tables: readonly string[],
  { access, flags = [], page = '', files = {} }: PagedLineOptions = {},
): Promise<PagedLine> => {
  const folder = temporaryFolder();
  const settings = join(folder, 'station.toml');
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  writeFileSync(settings, [`[page]\nlisten = "127.0.0.1:0"\n${page}`, ...tables].join('\n'));
  const world = {
    ...(access ?? (await serveBackend())),
    PACLINE_STATE_DIR: join(folder, 'state'),
    PACLINE_SETTINGS: settings,
  };
  const line = startPacline(['run', '--json', ...flags], world);
  return { line, url: await pageAddress(line), world, settings };
};

export const pageAddress = async (program: RunningProgram): Promise<string> =>
  (await program.until(/"event":"page","url":"([^"]+)"/))[1] ?? '';

/** A slot's tile, as soon as it has these attributes. */
export const tileWhen = async (
  page: Page,
  name: string,
  attributes: Readonly<Record<string, string>>,
): Promise<Locator> => {
  const wanted = Object.entries(attributes).map(([key, value]) => `[data-${key}="${value}"]`);
  const tile = page.locator(`[data-slot="${name}"]${wanted.join('')}`);
  await tile.waitFor();
  return tile;
};
