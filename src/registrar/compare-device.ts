import type { RegisteredDevice } from '../backend/backend.ts';
import type { ErrorCode } from '../domain/error-table.ts';
import type { RegistrationRecord } from '../journal/journal.ts';

/** Whether a device that the backend shows is the unit as we want it; if not, in what it differs. */
export type Comparison = { readonly same: true } | { readonly same: false; readonly code: ErrorCode; readonly reason: string };

export const compareDevice = (wanted: RegistrationRecord, found: RegisteredDevice): Comparison => {
  if (found.deviceTypeId !== null && found.deviceTypeId !== wanted.deviceTypeId) {
    return { same: false, code: 'other device type', reason: `It is registered in the device type ${found.deviceTypeId}, not in ${wanted.deviceTypeId}.` };
  }
  // Not shown is not different: a unit has the one or is the other
  if (found.certificate === null && found.prototype === null) return { same: true };
  const has = describe(found.certificate, found.prototype === true);
  const wants = describe(wanted.certificate, wanted.certificate === null);
  if (has !== wants) return { same: false, code: 'other certificate', reason: `It is registered with ${has}, not with ${wants}.` };
  return { same: true };
};

const describe = (certificate: string | null, prototype: boolean): string => {
  if (certificate !== null) return `the certificate ${certificate}`;
  return prototype ? 'the prototype flag' : 'no visible certificate';
};
