import { readFile, stat } from 'node:fs/promises';

/** The name of the group that owns the file, or null where that cannot be told. Never throws. */
export const owningGroup = async (path: string, { groupFile = '/etc/group' } = {}): Promise<string | null> => {
  try {
    const { gid } = await stat(path);
    const lines = (await readFile(groupFile, 'utf8')).split('\n');
    return lines.map((line) => line.split(':')).find(([, , id]) => id === String(gid))?.[0] ?? null;
  } catch {
    return null;
  }
};
