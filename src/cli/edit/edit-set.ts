import type { DeviceChanges, DeviceEdit } from '../../backend/backend.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { editDevices } from '../../registrar/changes/edit-devices.ts';
import type { ApiAccess } from '../../settings/api-access.ts';
import { changesOf, type ChangeFlags } from './change-flags.ts';
import type { ChangeDetail } from './change-notes.ts';
import { reportChange } from './change-report.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { encodingOf } from '../series/list-options.ts';
import { onlyDeviceId, readSeriesUnits, type UnitFlags } from '../series/read-units.ts';
import { readStation } from '../../composition/station-config.ts';

export type SetFlags = UnitFlags & ChangeFlags & { readonly settings?: string };

/** Everything is read, checked and decided before the first request: API v2 takes one edit an hour of each device. */
export const editSet = async (flags: SetFlags, console: Console, context: CommandContext): Promise<number> => {
  const edits = flags.file === undefined ? [typedEdit(flags)] : await listedEdits(flags.file, flags, context);
  const station = await readStation(context, flags);
  refuseMove(edits, flags, station.access);
  const details = new Map(edits.map(({ deviceId, changes }) => [deviceId, detailOf(changes)]));
  return reportChange((tools, options) => editDevices(edits, tools, options), {
    station,
    context,
    console,
    total: edits.length,
    afterwards: 'repeat',
    detailOf: (deviceId) => details.get(deviceId) ?? {},
  });
};

const detailOf = ({ name, certification, deviceTypeId }: DeviceChanges): ChangeDetail => ({
  ...(name !== undefined && { name }),
  ...(certification !== undefined && {
    certificate: certification.kind === 'certificate' ? certification.certificate : null,
  }),
  ...(deviceTypeId !== undefined && { deviceTypeId }),
});

const typedEdit = (flags: SetFlags): DeviceEdit => {
  if (flags.id.length === 0) throw new PaclineError('bad usage', 'Say which unit: --id, or --file for many.');
  const deviceId = onlyDeviceId(flags.id);
  if (flags.column.length > 0)
    throw new PaclineError('bad usage', '--column speaks of a file; give --file, or leave it out.');
  const changes = changesOf(flags);
  if (Object.keys(changes).length === 0)
    throw new PaclineError('bad usage', 'Say what is to be changed, as with --name or --certificate.');
  return { deviceId, changes };
};

/** Certificate and device type may be given for all units of a file; the rest is each unit's own. */
const listedEdits = async (
  file: string,
  flags: SetFlags,
  { signal }: CommandContext,
): Promise<readonly DeviceEdit[]> => {
  if (flags.id.length > 0) throw new PaclineError('bad usage', 'Say which units: either --id or --file.');
  const { certification, deviceTypeId, ...others } = changesOf(flags);
  if (Object.keys(others).length > 0)
    throw new PaclineError(
      'bad usage',
      'With --file, only --certificate, --prototype and --device-type go for all units; put the rest in columns of the file.',
    );
  const defaults = {
    ...(certification === undefined ? {} : { certification }),
    ...(deviceTypeId === undefined ? {} : { deviceTypeId }),
  };
  return (
    await readSeriesUnits(file, { purpose: 'edit', column: flags.column, ...encodingOf(flags), defaults, signal })
  ).map(({ deviceId, changes }) => ({ deviceId, changes }));
};

const refuseMove = (edits: readonly DeviceEdit[], { file }: SetFlags, { version }: ApiAccess): void => {
  const moved = edits.find(({ changes }) => changes.deviceTypeId !== undefined);
  if (moved === undefined || version !== 'v2') return;
  const units = file === undefined ? `--id ${moved.deviceId}` : `--file ${file}`;
  throw new PaclineError(
    'not in this api',
    `API v2 moves units to another device type by a transfer and not by an edit: \`pacline edit transfer --to ${moved.changes.deviceTypeId ?? ''} ${units} --yes\`.`,
  );
};
