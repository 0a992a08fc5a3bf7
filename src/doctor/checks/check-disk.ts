import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Check } from '../examine.ts';
import { fault, inOrder, notLookedAt, remark, warning, type Finding } from '../finding.ts';

/** What `statfs` tells, as far as it matters. */
export interface Room {
  readonly bsize: number;
  /** Blocks in all, and those that this user may still take. */
  readonly blocks: number;
  readonly bavail: number;
}

type MayWrite = (folder: string) => Promise<boolean>;

export interface DiskToCheck {
  /** Need not be there yet. */
  readonly stateFolder: string;
  readonly journalFile: string;
  /** This machine's own if left out. */
  readonly roomOf?: (path: string) => Promise<Room>;
  /** Whether this user may make files in the folder. */
  readonly mayWrite?: MayWrite;
  readonly platform?: NodeJS.Platform;
}

const megabyte = 1024 * 1024;

/** Our choice. */
const limits = { faultBytes: 100 * megabyte, warningBytes: 1024 * megabyte, warningShare: 0.05 };

/** The state folder: whose it is, and what room its disk has left. */
export const checkDisk = ({
  stateFolder,
  journalFile,
  roomOf = statfs,
  mayWrite = mayWriteTo,
  platform = process.platform,
}: DiskToCheck): Check => ({
  name: 'disk',
  whenItHangs: 'journal fault',
  run: async () => {
    const folder = await nearestFolder(stateFolder);
    return [
      ...(await (folder === stateFolder
        ? ownFolder(folder, { mayWrite, platform })
        : folderToMake(stateFolder, folder, mayWrite))),
      roomLeft(folder, await roomOf(folder)),
      await journalSize(journalFile),
    ];
  },
});

/** The folder, or the part of its path that is there already. */
const nearestFolder = async (path: string): Promise<string> =>
  (await isThere(path)) || dirname(path) === path ? path : nearestFolder(dirname(path));

const isThere = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null;

const ownFolder = async (
  folder: string,
  { mayWrite, platform }: { readonly mayWrite: MayWrite; readonly platform: NodeJS.Platform },
): Promise<readonly Finding[]> => {
  const found = await stat(folder);
  if (!found.isDirectory())
    return [fault('state folder', 'journal fault', `${folder} is not a folder.`, 'Set another PACLINE_STATE_DIR.')];
  if (!(await mayWrite(folder)))
    return [fault('state folder', 'journal read-only', `This user may not write to ${folder}.`)];
  // Windows has no such rights
  if (platform === 'win32' || (found.mode & 0o077) === 0) return [inOrder('state folder', folder)];
  return [
    remark(
      'state folder',
      `${folder} is open to other users of this machine (mode ${(found.mode & 0o777).toString(8)}); PACs are kept there.`,
      `\`chmod 700 ${folder}\``,
    ),
  ];
};

const folderToMake = async (folder: string, parent: string, mayWrite: MayWrite): Promise<readonly Finding[]> =>
  (await mayWrite(parent))
    ? [notLookedAt('state folder', `${folder} is not there yet; it is made with the first unit.`)]
    : [
        fault(
          'state folder',
          'journal read-only',
          `${folder} is not there, and this user may not make it in ${parent}.`,
        ),
      ];

const mayWriteTo = async (folder: string): Promise<boolean> => {
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const roomLeft = (folder: string, { bsize, blocks, bavail }: Room): Finding => {
  const bytes = bavail * bsize;
  const share = blocks === 0 ? 1 : bavail / blocks;
  const message = `${size(bytes)} free on the disk of ${folder}, ${Math.floor(share * 100)} %`;
  if (bytes < limits.faultBytes) return fault('room', 'disk low', `Only ${message}.`);
  if (bytes < limits.warningBytes || share < limits.warningShare)
    return warning('room', 'disk low', `Only ${message}.`);
  return inOrder('room', message);
};

const journalSize = async (file: string): Promise<Finding> => {
  const parts = await Promise.all(
    [file, `${file}-wal`].map(async (path) => (await stat(path).catch(() => null))?.size ?? 0),
  );
  const bytes = parts.reduce((sum, part) => sum + part, 0);
  return bytes === 0 ? notLookedAt('journal size', 'No journal yet.') : inOrder('journal size', size(bytes));
};

const size = (bytes: number): string =>
  bytes < 1000 * megabyte ? `${(bytes / megabyte).toFixed(1)} MB` : `${(bytes / (1024 * megabyte)).toFixed(1)} GB`;
