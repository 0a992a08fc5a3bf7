import type { RegisteredDevice } from '../../backend/backend.ts';
import type { ErrorCode } from '../../domain/errors/error-table.ts';
import type { RegistrationRecord } from '../../journal/journal.ts';

export type HiddenField = 'certificate' | 'device type';

/**
 * Whether a device that the backend shows is the unit as it is wanted. `hidden`: nothing that is shown contradicts it, and these
 * fields are not shown to this API user, which is no difference.
 */
export type Comparison =
  | { readonly same: true; readonly hidden: readonly HiddenField[] }
  | { readonly same: false; readonly code: ErrorCode; readonly reason: string };

export type WantedRegistration = Pick<RegistrationRecord, 'deviceTypeId' | 'certificate'>;

export const compareDevice = (wanted: WantedRegistration, found: RegisteredDevice): Comparison => {
  const { deviceTypeId, certificate, prototype } = found;
  if (deviceTypeId !== null && deviceTypeId !== wanted.deviceTypeId) {
    return {
      same: false,
      code: 'other device type',
      reason: `It is registered in the device type ${deviceTypeId}, not in ${wanted.deviceTypeId}.`,
    };
  }
  const certification = compareCertification(wanted.certificate, found);
  if (certification === 'different') {
    return {
      same: false,
      code: 'other certificate',
      reason: `It is registered with ${describe(certificate, prototype)}, not with ${describe(wanted.certificate, wanted.certificate === null)}.`,
    };
  }
  return {
    same: true,
    hidden: [
      ...(certification === 'hidden' ? (['certificate'] as const) : []),
      ...(deviceTypeId === null ? (['device type'] as const) : []),
    ],
  };
};

/** A device may show a certificate and the prototype flag at once: of the two, the wanted one decides. @source API v2, sample of a device */
const compareCertification = (
  wanted: string | null,
  { certificate, prototype }: RegisteredDevice,
): 'same' | 'different' | 'hidden' => {
  if (wanted === null) {
    if (prototype === true) return 'same';
    return prototype === false || certificate !== null ? 'different' : 'hidden';
  }
  if (certificate !== null) return certificate === wanted ? 'same' : 'different';
  return prototype === true ? 'different' : 'hidden';
};

const describe = (certificate: string | null, prototype: boolean | null): string => {
  if (certificate !== null) return `the certificate ${certificate}`;
  return prototype === true ? 'the prototype flag' : 'no prototype flag';
};
