import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';

export interface PortHolder {
  readonly pid: number;
  readonly program: string;
}

interface Candidate {
  readonly pid: string;
  readonly hasLock: boolean;
}

/**
 * Which process has this port open, as far as this user may see; one that holds the lock is preferred to one that merely has
 * the port open (a simulator does). Null where none is seen or there is no /proc. Never throws.
 */
export const findPortHolder = async (path: string, { proc = '/proc' } = {}): Promise<PortHolder | null> => {
  try {
    const port = await realpath(path);
    const pids = (await readdir(proc)).filter((name) => /^\d+$/.test(name));
    const candidates = (await Promise.all(pids.map((pid) => openIn(join(proc, pid), pid, port)))).flat();
    const holder = candidates.find(({ hasLock }) => hasLock) ?? candidates[0];
    if (holder === undefined) return null;
    return { pid: Number(holder.pid), program: (await readFile(join(proc, holder.pid, 'comm'), 'utf8')).trim() };
  } catch {
    return null;
  }
};

const openIn = async (folder: string, pid: string, port: string): Promise<readonly Candidate[]> => {
  const descriptors = await readdir(join(folder, 'fd')).catch(() => []);
  const candidates = await Promise.all(
    descriptors.map(async (descriptor) => {
      const target = await readlink(join(folder, 'fd', descriptor)).catch(() => null);
      if (target !== port) return [];
      const details = await readFile(join(folder, 'fdinfo', descriptor), 'utf8').catch(() => '');
      return [{ pid, hasLock: details.includes('FLOCK') }];
    }),
  );
  return candidates.flat();
};
