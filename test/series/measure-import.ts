import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

import { madeUpRow } from './made-up-series.ts';

export interface ImportMeasure {
  readonly listed: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly rssMegabytes: number;
}

/**
 * V8 lets up to 64 MB of garbage and room for as much again lie before it looks at them, however little is in use. Held short,
 * it shows what an import needs, and whether that grows with the file.
 */
export const heldShort = ['--max-semi-space-size=8'] as const;

/** Imports so many made-up rows in a process of its own. */
export const measureImport = async (rows: number, nodeFlags: readonly string[] = []): Promise<ImportMeasure> => {
  const folder = await mkdtemp(join(tmpdir(), 'pacline-import-'));
  try {
    const file = join(folder, 'series.csv');
    await pipeline(lines(rows), createWriteStream(file));
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...nodeFlags,
      join(import.meta.dirname, 'import-alone.ts'),
      file,
      folder,
    ]);
    return JSON.parse(stdout) as ImportMeasure;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

function* lines(rows: number): Generator<string> {
  yield 'id;pac;name\r\n';
  for (let index = 0; index < rows; index += 1) yield `${madeUpRow(index)};made-up ${index}\r\n`;
}
