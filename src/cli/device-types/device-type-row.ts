import type { DeviceType } from '../../backend/backend-records.ts';

/** A device type on one line: the ID, which is what is copied, stands first. */
export const deviceTypeRow = ({ id, name, ...bound }: DeviceType): string =>
  `${id}  ${JSON.stringify(name).padEnd(nameWidth)}  ${boundTo(bound)}`;

const nameWidth = 30;

/** A device type made with a project has its contracts by it. */
const boundTo = ({ projectId, contractIds }: Pick<DeviceType, 'projectId' | 'contractIds'>): string => {
  if (contractIds.length > 0) return `${contractIds.length === 1 ? 'contract' : 'contracts'} ${contractIds.join(', ')}`;
  return projectId === null ? 'no contract shown' : `project ${projectId}`;
};
