import { access, constants, stat } from 'node:fs/promises';

import type { ErrorCode } from '../domain/errors/error-table.ts';
import { fault, inOrder, type Finding } from './finding.ts';

/** Whether files can be written to a folder; none is. */
export const folderFinding = async (subject: string, folder: string, code: ErrorCode): Promise<Finding> => {
  const found = await stat(folder).catch(() => null);
  if (found === null) return fault(subject, code, `There is no folder ${folder}.`, 'Make it, or correct the settings.');
  if (!found.isDirectory()) return fault(subject, code, `${folder} is not a folder.`, 'Correct the settings.');
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return inOrder(subject, `${folder} can be written to.`);
  } catch {
    return fault(subject, code, `This user may not write to ${folder}.`, 'Give this user the right to write there.');
  }
};
