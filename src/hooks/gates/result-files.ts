import { z } from 'zod';
import { readRegularFile } from '../../machine/read-regular-file.ts';
import { DeviceId } from '../../domain/device-id.ts';
import { cellOf, GateRowFault, gateRows, headerOf, idColumns } from './gate-rows.ts';

export interface DroppedResult {
  readonly verdict: 'pass' | 'fail';
  readonly reason: string | null;
}

/** What one file says. `fault`: the first thing in it that cannot be understood, with its line. */
export interface ResultFile {
  /** null: its last word on this unit cannot be understood, and an older one must not speak in its place. */
  readonly results: ReadonlyMap<DeviceId, DroppedResult | null>;
  readonly fault: string | null;
}

const schema = z.object({ verdict: z.enum(['pass', 'fail']), reason: z.string().nullish() });

/** Of the verdict on one unit. */
const mostBytes = 64 * 1024;

const verdictColumns: readonly string[] = ['verdict', 'result'];
const reasonColumns: readonly string[] = ['reason'];

/** `{ "verdict", "reason" }` on one unit. @throws the file system's own errors */
export const readJsonResult = async (path: string, deviceId: DeviceId): Promise<ResultFile> => {
  const parsed = schema.safeParse(parsedJson((await readRegularFile(path, { mostBytes })).toString('utf8')));
  if (!parsed.success)
    return { results: new Map([[deviceId, null]]), fault: 'it is not {"verdict":"pass"} or {"verdict":"fail"}' };
  return {
    results: new Map([[deviceId, { verdict: parsed.data.verdict, reason: parsed.data.reason ?? null }]]),
    fault: null,
  };
};

/** Rows of `id`, `verdict` and `reason`, with a header or in that order; of several rows of one unit the last counts. @throws the file system's own errors */
export const readCsvResults = async (path: string): Promise<ResultFile> => {
  const results = new Map<DeviceId, DroppedResult | null>();
  let header: readonly string[] | null = null;
  let fault: string | null = null;
  try {
    for await (const row of gateRows(path)) {
      if (header === null) {
        const names = headerOf(row);
        const hasHeader = names.some((name) => idColumns.includes(name));
        header = hasHeader ? names : ['id', 'verdict', 'reason'];
        if (hasHeader) continue;
      }
      const id = DeviceId.parse(cellOf(row, header, idColumns));
      const verdict = cellOf(row, header, verdictColumns).toLowerCase();
      if (!id.ok) fault ??= `line ${row.line}: ${id.reason}`;
      else if (verdict === 'pass' || verdict === 'fail')
        results.set(id.value, { verdict, reason: cellOf(row, header, reasonColumns) || null });
      else {
        results.set(id.value, null);
        fault ??= `line ${row.line}: the verdict is neither pass nor fail`;
      }
    }
  } catch (error) {
    if (!(error instanceof GateRowFault)) throw error;
    fault ??= error.message;
  }
  return { results, fault };
};

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
