import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { PaclineError } from '../../domain/errors/pacline-error.ts';

/** Where the built pages are, seen from the root of the package. */
const builtAt = 'dist/src/web/page';

/** The folder of the built pages, wherever in the package this runs. @throws PaclineError bad usage: they are not built */
export const findPageFolder = async (): Promise<string> => {
  for (let folder = import.meta.dirname; dirname(folder) !== folder; folder = dirname(folder)) {
    const pages = join(folder, builtAt);
    if (await exists(join(pages, 'index.html'))) return pages;
  }
  throw new PaclineError('bad usage', 'The pages are not built: run `npm run build` once.');
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
