import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** `stem.png`; where that is there, `stem-2.png` and so on: the number of the copy. */
export const nextCopy = async (folder: string, { stem, extension }: { readonly stem: string; readonly extension: string }): Promise<string> => {
  const numbers = (await readdir(folder)).flatMap((name) => {
    if (!name.startsWith(stem) || !name.endsWith(`.${extension}`)) return [];
    const between = name.slice(stem.length, -extension.length - 1);
    if (between === '') return [1];
    return /^-[1-9]\d*$/.test(between) ? [Number(between.slice(1))] : [];
  });
  const next = Math.max(0, ...numbers) + 1;
  return join(folder, `${stem}${next === 1 ? '' : `-${next}`}.${extension}`);
};
