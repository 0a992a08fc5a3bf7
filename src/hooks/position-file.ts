import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { isErrorCode } from '../domain/errors/error-table.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { readRegularFile } from '../machine/read-regular-file.ts';
import { writeFileAtomic } from '../machine/write-file-atomic.ts';
import type { HookProgress } from './hook-state.ts';

const schema = z.object({
  deliveredUpTo: z.int().nonnegative(),
  lastFailure: z
    .object({ at: z.number(), code: z.string().refine(isErrorCode), message: z.string() })
    .nullable()
    .default(null),
  since: z.number().nullable().default(null),
});

/** Of what stands in it. */
const mostBytes = 64 * 1024;

const beginning: HookProgress = { deliveredUpTo: 0, lastFailure: null, since: null };

/** How far one hook has come, in a file of the state folder, so that a restart goes on where the last process stopped. */
export class PositionFile {
  readonly path: string;

  constructor({ stateFolder, name }: { readonly stateFolder: string; readonly name: string }) {
    this.path = join(stateFolder, 'hooks', `${encodeURIComponent(name)}.json`);
  }

  /**
   * A hook that has no file yet begins with the first event of the journal. A file that cannot be understood is no reason to
   * send everything again, nor to leave something out: a person has to say which.
   * @throws PaclineError hook down
   */
  async read(): Promise<HookProgress> {
    let text: string;
    try {
      text = (await readRegularFile(this.path, { mostBytes })).toString('utf8');
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return beginning;
      throw this.#unusable('cannot be read', cause);
    }
    const parsed = schema.safeParse(parsedJson(text));
    if (!parsed.success)
      throw new PaclineError(
        'hook down',
        `${this.path} does not say how far the hook has come; delete it to send everything again, or write {"deliveredUpTo":N}`,
        { context: { path: this.path } },
      );
    return parsed.data;
  }

  /** Resolves once it is on the disk. @throws PaclineError hook down */
  async write(progress: HookProgress): Promise<void> {
    try {
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
      await writeFileAtomic(this.path, `${JSON.stringify(progress)}\n`, { mode: 0o600 });
    } catch (cause) {
      throw this.#unusable('cannot be written', cause);
    }
  }

  #unusable(what: string, cause: unknown): PaclineError {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'fault without a code';
    return new PaclineError(
      'hook down',
      `How far the hook has come ${what}: ${this.path} (${code}); check the disk and its rights`,
      { context: { path: this.path }, cause },
    );
  }
}

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
