import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { Product } from '../domain/product.ts';
import type { Contract, DeviceType, PrototypeQuota } from './backend-records.ts';
import type { CallOptions, Preflight, PreflightFinding, RegisteredDevice } from './backend.ts';
import type { ReadResult } from './shared/reader.ts';
import { countTokens } from './tokens.ts';

/** What preflight asks one version of the API. */
export interface Lookups {
  deviceType(id: string, options: CallOptions): Promise<ReadResult<DeviceType>>;
  contract(id: string, options: CallOptions): Promise<ReadResult<Contract>>;
  /** The value is null for a group of a kind that has no quota. Absent: this API shows none. */
  /** One device of the device type as a look-up shows it; null: there is none. */
  someDevice(deviceTypeId: string, options: CallOptions): Promise<RegisteredDevice | null>;
  /** What look-ups show of no device in this API. */
  readonly neverShown: readonly ShownField[];
  prototypeQuota?(groupId: string, options: CallOptions): Promise<ReadResult<PrototypeQuota | null>>;
}

/** What a look-up is to show of a unit, for it to confirm the unit. */
export type ShownField = 'device type' | 'certificate' | 'current PAC';

interface PreflightOptions extends CallOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The device type must be readable; what else the API user may not see is a warning. */
export const runPreflight = async (
  lookups: Lookups,
  product: Product,
  options: PreflightOptions,
): Promise<Preflight> => {
  const result = await lookups.deviceType(product.deviceTypeId, options);
  if (!result.ok) {
    if (result.status === 403) throw result.error;
    throw new PaclineError(
      'unknown device type',
      `The backend has no device type ${product.deviceTypeId} of product "${product.name}" that this API user can see`,
      {
        context: result.error.context,
        cause: result.error,
      },
    );
  }
  const deviceType = result.value;
  const tokens = await readTokens(lookups, deviceType, options);
  const prototypes =
    product.certification.kind === 'prototype' ? await prototypeFindings(lookups, deviceType.groupId, options) : [];
  const hidden = await hiddenFindings(lookups, product.deviceTypeId, options);
  return {
    deviceTypeName: deviceType.name,
    tokensLeft: tokens.tokensLeft,
    findings: [...tokens.findings, ...prototypes, ...hidden],
  };
};

const readTokens = async (
  lookups: Lookups,
  { contractIds, projectId }: DeviceType,
  { signal, now }: PreflightOptions,
) => {
  const contracts: Contract[] = [];
  const unreadable: PreflightFinding[] = [];
  for (const id of contractIds) {
    const result = await lookups.contract(id, { signal });
    if (result.ok) contracts.push(result.value);
    else unreadable.push(cannotSee(`contract ${id}, so free tokens are not counted`));
  }
  // A device type of a project shows no contract of its own: the project has them
  if (contractIds.length === 0 && projectId !== null) return { tokensLeft: null, findings: [] };
  const count = countTokens(contracts, { now, unreadable: unreadable.length });
  return { tokensLeft: count.tokensLeft, findings: [...unreadable, ...count.findings] };
};

const prototypeFindings = async (
  lookups: Lookups,
  groupId: string | null,
  { signal }: CallOptions,
): Promise<readonly PreflightFinding[]> => {
  if (lookups.prototypeQuota === undefined)
    return [
      {
        code: 'not in this api',
        severity: 'warn',
        message: 'API v1 does not show the prototype quota, so it is not checked',
      },
    ];
  if (groupId === null) return [];
  const result = await lookups.prototypeQuota(groupId, { signal });
  if (!result.ok) return [cannotSee(`group ${groupId}, so the prototype quota is not checked`)];
  if (result.value === null || result.value.used < result.value.allowed) return [];
  const { allowed, used } = result.value;
  // Elsewhere in this API 0 means unlimited; here it is not documented
  return [
    {
      code: 'backend refused',
      severity: allowed === 0 ? 'warn' : 'block',
      message: `The group has used its prototype quota: ${used} of ${allowed}`,
    },
  ];
};

/** What it means for a unit that this is not shown of it. */
export const followsFrom: Readonly<Record<ShownField, string>> = {
  'device type': 'a unit in another device type is not told apart from one that is right',
  certificate: 'a unit is green on the certificate that was sent and accepted, and a wrong one is not found out',
  'current PAC': 'labels and hand-over lists have no current PAC',
};

/** Who may see devices and not what confirms them learns it before the shift. Where there is no device yet, nothing can be said. */
const hiddenFindings = async (
  lookups: Lookups,
  deviceTypeId: string,
  options: CallOptions,
): Promise<readonly PreflightFinding[]> => {
  const device = await lookups.someDevice(deviceTypeId, options).catch((error: unknown) => {
    // Worth a warning at most: whatever is the matter with the list comes out when units are looked up
    if (!PaclineError.is(error)) throw error;
    return null;
  });
  const hidden = device === null ? [] : hiddenOf(device).filter((sight) => !lookups.neverShown.includes(sight));
  return [
    ...lookups.neverShown.map((sight): PreflightFinding => ({
      code: 'not shown',
      severity: 'warn',
      message: `This version of the API shows the ${sight} of no unit: ${followsFrom[sight]}`,
    })),
    ...hidden.map((sight): PreflightFinding => ({
      code: 'not shown',
      severity: 'warn',
      message: `The API user is not shown the ${sight} of units: ${followsFrom[sight]}`,
    })),
  ];
};

const isShown: Readonly<Record<ShownField, (device: RegisteredDevice) => boolean>> = {
  'device type': ({ deviceTypeId }) => deviceTypeId !== null,
  certificate: ({ certificate, prototype }) => certificate !== null || prototype === true,
  'current PAC': ({ pac }) => pac !== undefined,
};

const sights = Object.keys(isShown) as readonly ShownField[];

/** What the API user is not shown of this device. */
export const hiddenOf = (device: RegisteredDevice): readonly ShownField[] =>
  sights.filter((sight) => !isShown[sight](device));

const cannotSee = (what: string): PreflightFinding => ({
  code: 'no rights',
  severity: 'warn',
  message: `The API user cannot see ${what}`,
});
