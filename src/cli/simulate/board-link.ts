import { lstat, readlink, realpath, rm, symlink } from 'node:fs/promises';

import { PaclineError } from '../../domain/errors/pacline-error.ts';

/**
 * Gives a board's terminal a path that stays the same from one start to the next. Returns how it is taken away, which leaves alone what
 * somebody else has put there since. What a process that was killed has left is replaced; nothing else ever is.
 * @throws PaclineError bad usage: something is there, or nothing can be made there
 */
export const linkTo = async (terminal: string, path: string): Promise<() => Promise<void>> => {
  if (await isLeftBehind(path)) await rm(path);
  try {
    await symlink(terminal, path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new PaclineError(
      'bad usage',
      code === 'EEXIST'
        ? `${path} is there already and was left as it is; name another path, or remove it if a board that was killed has left it.`
        : `No link can be made at ${path} (${code}); name a path in a folder where this user may write.`,
      { cause },
    );
  }
  return async () => {
    if ((await readlink(path).catch(() => null)) === terminal) await rm(path);
  };
};

/** A link to a pseudo-terminal that is no more. */
const isLeftBehind = async (path: string): Promise<boolean> => {
  const found = await lstat(path).catch(() => null);
  if (found?.isSymbolicLink() !== true || !/^\/dev\/(pts\/|tty)/.test(await readlink(path))) return false;
  return (await realpath(path).catch(() => null)) === null;
};
