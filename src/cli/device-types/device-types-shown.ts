import type { DeviceType } from '../../backend/backend-records.ts';
import type { Backend } from '../../backend/backend.ts';

/** Where device types are asked for: those that one API user can see. */
export type Account = Pick<Backend, 'identity' | 'deviceTypes' | 'deviceType' | 'list' | 'certificateStatus'>;

export interface DeviceTypesShown {
  readonly types: readonly DeviceType[];
  /** False: there are more than these. */
  readonly areAll: boolean;
}

/** More of them nobody reads; a part of the name leads to the others. */
const mostShown = 20;

/** As many device types as a person can choose from. @throws PaclineError as `Backend.deviceTypes` */
export const firstDeviceTypes = async (
  account: Account,
  filter: { readonly name?: string },
  options: { readonly signal: AbortSignal },
): Promise<DeviceTypesShown> => {
  const types: DeviceType[] = [];
  for await (const type of account.deviceTypes(filter, options)) {
    if (types.length === mostShown) return { types, areAll: false };
    types.push(type);
  }
  return { types, areAll: true };
};
