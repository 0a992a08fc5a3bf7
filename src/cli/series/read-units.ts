import type { CallOptions } from '../../backend/backend.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { SeriesPurpose } from '../../series/columns/column-names.ts';
import { parseColumnNames } from '../../series/columns/series-columns.ts';
import type { SeriesFault } from '../../series/series-row.ts';
import { readSeries } from '../../series/series-rows.ts';
import type { SeriesDefaults, SeriesUnits } from '../../series/series-units.ts';
import { deviceIdArgument } from '../shared/arguments.ts';
import { required } from '../../domain/parsed.ts';
import { encodingOf, type ListFlags } from './list-options.ts';

export interface FileFlags extends ListFlags {
  readonly file?: string;
}

export interface UnitFlags extends FileFlags {
  readonly id: readonly string[];
}

/** What a list of IDs is not asked for: with it, a file needs no other column. */
const notAsked: SeriesDefaults = { deviceTypeId: '0'.repeat(24) };

/** Units named by `--id` or listed in a file, each once. @throws PaclineError bad usage | bad device id; the signal's reason */
export const readDeviceIds = async (
  { id, file, ...flags }: UnitFlags,
  { signal }: CallOptions,
): Promise<readonly DeviceId[]> => {
  if ((id.length === 0) === (file === undefined))
    throw new PaclineError('bad usage', 'Say which units: either their IDs or --file.');
  if (file === undefined) return [...new Set(id.map(deviceIdArgument))];
  const listed = await readSeriesUnits(file, {
    purpose: 'edit',
    column: flags.column,
    ...encodingOf(flags),
    defaults: notAsked,
    signal,
  });
  return listed.map(({ deviceId }) => deviceId);
};

/** The one unit of a command that takes no more. @throws PaclineError bad usage | bad device id */
export const onlyDeviceId = (id: readonly string[]): DeviceId => {
  const [text, second] = id;
  if (text === undefined || second !== undefined)
    throw new PaclineError(
      'bad usage',
      second === undefined ? 'Say which unit with --id.' : 'Name one unit with --id; this takes no more than one.',
    );
  return deviceIdArgument(text);
};

interface SeriesReading<Purpose> extends CallOptions, ListFlags {
  readonly purpose: Purpose;
  readonly defaults?: SeriesDefaults;
}

/** All units of a file, or none: every fault is found before anything is sent. @throws PaclineError bad usage; the signal's reason */
export const readSeriesUnits = async <Purpose extends Exclude<SeriesPurpose, 'new'>>(
  file: string,
  { purpose, column, defaults = {}, signal, ...flags }: SeriesReading<Purpose>,
): Promise<readonly SeriesUnits[Purpose][]> => {
  const columns = required(parseColumnNames(column, purpose));
  const found: SeriesUnits[Purpose][] = [];
  const faults: SeriesFault[] = [];
  for await (const entry of readSeries(file, { purpose, columns, ...encodingOf(flags), defaults, signal })) {
    if (entry.kind === 'fault') faults.push(entry);
    else if (entry.kind === 'unit') found.push(entry);
  }
  refuseFaults(file, faults);
  return found;
};

const longestReport = 3;

const refuseFaults = (file: string, faults: readonly SeriesFault[]): void => {
  if (faults.length === 0) return;
  const shown = faults
    .slice(0, longestReport)
    .map(({ line, column, reason }) => `line ${line}${column === null ? '' : `, ${column.name}`}: ${reason}`);
  const more =
    faults.length > longestReport
      ? `; and ${faults.length - longestReport} more, which \`pacline series check\` lists`
      : '';
  throw new PaclineError('bad usage', `Nothing was sent, because ${file} has faults: ${shown.join('; ')}${more}.`);
};
