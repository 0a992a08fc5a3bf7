import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether a program of this name runs, as far as this user may see. The system keeps the first 15 letters of a name. */
export const isRunning = async (program: string, { proc }: { readonly proc: string }): Promise<boolean> => {
  const pids = (await readdir(proc).catch(() => [])).filter((name) => /^\d+$/.test(name));
  const names = await Promise.all(pids.map((pid) => readFile(join(proc, pid, 'comm'), 'utf8').catch(() => '')));
  return names.some((name) => name.trim() === program.slice(0, 15));
};
