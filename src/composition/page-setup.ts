import { readFile } from 'node:fs/promises';

import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { ResultCode } from '../domain/outcome.ts';
import type { Settings } from '../settings/settings.ts';
import { fixtureOf } from '../web/server/fixture-of.ts';
import type { Fixture } from '../web/server/bench-picture.ts';
import { readPageFile, readPageFiles, type PageFile } from '../web/server/page-files.ts';
import { findPageFolder } from '../web/server/page-folder.ts';
import type { PageServerOptions } from '../web/server/page-server.ts';

/** What the settings say of the pages, read. */
export interface PageSetup extends Pick<PageServerOptions, 'secure' | 'names' | 'files'> {
  readonly language: string;
  readonly fixtureOf: (slots: readonly string[]) => Fixture;
  /** Address of the picture of a code; null: there is none. */
  readonly pictureOf: (code: ResultCode) => string | null;
}

/** Reads the built pages, the certificate and the pictures. @throws PaclineError bad settings: a file cannot be read; bad usage: nothing is built */
export const readPageSetup = async ({ page, fixture, slots, pictures }: Settings): Promise<PageSetup> => {
  const { certificateFile, keyFile } = page;
  const addresses = new Map(
    pictures.map(({ code, file }, index) => [code as ResultCode, `/pictures/${index}${endOf(file)}`]),
  );
  const pages = await readPageFiles(await findPageFolder());
  const shown = await Promise.all(
    pictures.map(async ({ code, file }): Promise<[string, PageFile]> => [
      addresses.get(code) ?? '',
      await read(file, readPageFile),
    ]),
  );
  const described =
    fixture === undefined
      ? null
      : {
          ...fixture,
          named: slots.flatMap(({ name, row, column }) =>
            row === undefined || column === undefined ? [] : [{ slot: name, row, column }],
          ),
        };
  return {
    language: page.language,
    names: page.names,
    files: new Map([...pages, ...shown]),
    secure:
      certificateFile === undefined || keyFile === undefined
        ? null
        : { certificate: await read(certificateFile, readBytes), key: await read(keyFile, readBytes) },
    fixtureOf: (names) => fixtureOf(names, described),
    pictureOf: (code) => addresses.get(code) ?? null,
  };
};

const readBytes = (path: string): Promise<Buffer> => readFile(path);

const endOf = (file: string): string => /\.\w+$/.exec(file)?.[0].toLowerCase() ?? '';

const read = async <Content>(path: string, how: (path: string) => Promise<Content>): Promise<Content> => {
  try {
    return await how(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'fault';
    throw new PaclineError('bad settings', `The file ${path} of the pages cannot be read (${code}).`, { cause });
  }
};
