import type { Action } from '../../backend/backend.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import {
  actOnDevices,
  disengageDevices,
  replaceDevices,
  transferDevices,
  unsubscribeDevices,
} from '../../registrar/changes/token-changes.ts';
import { unsubscribeAndDelete } from '../../registrar/changes/unsubscribe-first.ts';
import { parseDeviceTypeCell } from '../../series/columns/series-cells.ts';
import { deviceIdArgument } from '../shared/arguments.ts';
import { typedValue } from './change-flags.ts';
import { units } from './change-progress.ts';
import { reportChange } from './change-report.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { encodingOf } from '../series/list-options.ts';
import { onlyDeviceId, readDeviceIds, readSeriesUnits, type FileFlags, type UnitFlags } from '../series/read-units.ts';
import { readStation } from '../../composition/station-config.ts';

interface AccessFlags {
  readonly settings?: string;
}

interface Consent {
  readonly yes?: true;
}

export type ActionFlags = UnitFlags & AccessFlags & Consent;

export interface TransferFlags extends ActionFlags {
  readonly to: string;
  readonly keepHistory?: true;
  readonly activable: boolean;
}

export interface ReplaceFlags extends FileFlags, AccessFlags, Consent {
  readonly id?: string;
  readonly target?: string;
}

export interface DeleteFlags extends AccessFlags {
  readonly id: readonly string[];
  readonly yesDeleteDevice?: true;
}

/** Says what will be done and what is lost by it; without consent, nothing else. @throws PaclineError bad usage */
const askConsent = (
  sentence: string,
  { given, flag, console }: { readonly given: true | undefined; readonly flag: string; readonly console: Console },
): void => {
  if (given !== true) throw new PaclineError('bad usage', `${sentence} Nothing was sent; add ${flag} to do it.`);
  console.remark(sentence);
};

export const editTransfer = async (
  flags: TransferFlags,
  console: Console,
  context: CommandContext,
): Promise<number> => {
  const deviceTypeId = typedValue('--to', parseDeviceTypeCell(flags.to));
  const deviceIds = await readDeviceIds(flags, context);
  const history =
    flags.keepHistory === true ? 'their messages come along' : 'their messages are lost, for want of --keep-history';
  askConsent(
    `This moves ${units(deviceIds.length)} to the device type ${deviceTypeId}: ${history}, and if its contract is of another order their tokens are lost for good.`,
    { given: flags.yes, flag: '--yes', console },
  );
  const transfer = { deviceTypeId, deviceIds, keepHistory: flags.keepHistory === true, activable: flags.activable };
  const station = await readStation(context, flags);
  return reportChange((tools, options) => transferDevices(transfer, tools, options), {
    station,
    context,
    console,
    total: deviceIds.length,
    afterwards: 'repeat',
    detailOf: () => ({ deviceTypeId }),
  });
};

export const editReplace = async (flags: ReplaceFlags, console: Console, context: CommandContext): Promise<number> => {
  const pairs = flags.file === undefined ? [typedPair(flags)] : await listedPairs(flags.file, flags, context);
  askConsent(
    `This moves the token of ${pairs.length === 1 ? 'a unit' : units(pairs.length)} to another unit each, which must not have taken one: the first loses its token and is no longer listened to.`,
    { given: flags.yes, flag: '--yes', console },
  );
  const station = await readStation(context, flags);
  return reportChange((tools, options) => replaceDevices(pairs, tools, options), {
    station,
    context,
    console,
    total: pairs.length,
    afterwards: 'look first',
  });
};

const typedPair = ({ id, target }: ReplaceFlags) => {
  if (id === undefined || target === undefined)
    throw new PaclineError('bad usage', 'Say whose token goes where: --id and --target, or --file.');
  const pair = { deviceId: deviceIdArgument(id), targetDeviceId: deviceIdArgument(target) };
  if (pair.deviceId === pair.targetDeviceId)
    throw new PaclineError('bad usage', `${pair.deviceId} cannot take its own place.`);
  return pair;
};

const listedPairs = async (
  file: string,
  { id, target, column, ...flags }: ReplaceFlags,
  { signal }: CommandContext,
) => {
  if (id !== undefined || target !== undefined)
    throw new PaclineError('bad usage', 'Say whose token goes where: either --id and --target, or --file.');
  return (await readSeriesUnits(file, { purpose: 'replace', column, ...encodingOf(flags), signal })).map(
    ({ deviceId, targetDeviceId }) => ({ deviceId, targetDeviceId }),
  );
};

/** What is done to units that are named by nothing but their IDs. */
export type UnitAction = Action | 'unsubscribe' | 'disengage';

export const unitActions: Readonly<Record<UnitAction, { readonly description: string; readonly consequence: string }>> =
  {
    suspend: {
      description: 'stop taking the messages of units for a while',
      consequence:
        'what they send until they are resumed is lost, and they keep their tokens, which are still paid for',
    },
    resume: { description: 'take the messages of suspended units again', consequence: 'nothing is lost' },
    restart: {
      description: 'let units that are off contract take a new token',
      consequence: 'each takes a token of the contract with its next frame, and that one is paid for',
    },
    unsubscribe: {
      description: 'end the subscription of units now',
      consequence:
        'their tokens are lost at once and for good; with its next frame a unit is off contract or, where its device type has several contracts, takes a new token by itself, which is paid for, unless its renewal was turned off before by --automatic-renewal false',
    },
    disengage: {
      description: 'take the next frame of units whatever its sequence number',
      consequence: 'until that frame comes a recorded one would be taken as well, and nothing is lost',
    },
  };

export const editAction = async (
  action: UnitAction,
  flags: ActionFlags,
  console: Console,
  context: CommandContext,
): Promise<number> => {
  const deviceIds = await readDeviceIds(flags, context);
  const { description, consequence } = unitActions[action];
  askConsent(`This is to ${description} (${units(deviceIds.length)}): ${consequence}.`, {
    given: flags.yes,
    flag: '--yes',
    console,
  });
  const station = await readStation(context, flags);
  return reportChange(
    (tools, options) => {
      if (action === 'disengage') return disengageDevices(deviceIds, tools, options);
      if (action === 'unsubscribe') return unsubscribeDevices({ deviceIds, at: 'now' }, tools, options);
      return actOnDevices(action, deviceIds, tools, options);
    },
    {
      station,
      context,
      console,
      total: deviceIds.length,
      afterwards: action === 'suspend' || action === 'resume' || action === 'disengage' ? 'repeat' : 'look first',
    },
  );
};

export const editDelete = async (flags: DeleteFlags, console: Console, context: CommandContext): Promise<number> => {
  const deviceId = onlyDeviceId(flags.id);
  askConsent(
    `This deletes ${deviceId} from the backend, and unsubscribes it first if it is subscribed: its token and its messages are lost, and the PAC in its module will not register it again.`,
    { given: flags.yesDeleteDevice, flag: '--yes-delete-device', console },
  );
  const station = await readStation(context, flags);
  return reportChange(
    (tools, options) =>
      unsubscribeAndDelete(deviceId, tools, { ...options, onUnsubscription: (sentence) => console.remark(sentence) }),
    { station, context, console, total: 1, afterwards: 'look first' },
  );
};
