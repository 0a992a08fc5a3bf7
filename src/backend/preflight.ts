import { PaclineError } from '../domain/pacline-error.ts';
import type { Product } from '../domain/product.ts';
import type { Contract, DeviceType, PrototypeQuota } from './backend-records.ts';
import type { CallOptions, Preflight, PreflightFinding } from './backend.ts';
import type { ReadResult } from './reader.ts';
import { countTokens } from './tokens.ts';

/** What preflight asks one version of the API. */
export interface Lookups {
  deviceType(id: string, options: CallOptions): Promise<ReadResult<DeviceType>>;
  contract(id: string, options: CallOptions): Promise<ReadResult<Contract>>;
  /** The value is null for a group of a kind that has no quota. Absent: this API shows none. */
  prototypeQuota?(groupId: string, options: CallOptions): Promise<ReadResult<PrototypeQuota | null>>;
}

interface PreflightOptions extends CallOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The device type must be readable; what else the API user may not see is a warning. */
export const runPreflight = async (lookups: Lookups, product: Product, options: PreflightOptions): Promise<Preflight> => {
  const result = await lookups.deviceType(product.deviceTypeId, options);
  if (!result.ok) {
    if (result.status === 403) throw result.error;
    throw new PaclineError('unknown device type', `The backend has no device type ${product.deviceTypeId} of product "${product.name}" that this API user can see`, {
      context: result.error.context,
      cause: result.error,
    });
  }
  const deviceType = result.value;
  const tokens = await readTokens(lookups, deviceType.contractIds, options);
  const prototypes = product.certification.kind === 'prototype' ? await prototypeFindings(lookups, deviceType.groupId, options) : [];
  return { deviceTypeName: deviceType.name, tokensLeft: tokens.tokensLeft, findings: [...tokens.findings, ...prototypes] };
};

const readTokens = async (lookups: Lookups, contractIds: readonly string[], { signal, now }: PreflightOptions) => {
  const contracts: Contract[] = [];
  const unreadable: PreflightFinding[] = [];
  for (const id of contractIds) {
    const result = await lookups.contract(id, { signal });
    if (result.ok) contracts.push(result.value);
    else unreadable.push(cannotSee(`contract ${id}, so free tokens are not counted`));
  }
  const count = countTokens(contracts, { now, unreadable: unreadable.length });
  return { tokensLeft: count.tokensLeft, findings: [...unreadable, ...count.findings] };
};

const prototypeFindings = async (lookups: Lookups, groupId: string | null, { signal }: CallOptions): Promise<readonly PreflightFinding[]> => {
  if (lookups.prototypeQuota === undefined) return [{ code: 'not in this api', severity: 'warn', message: 'API v1 does not show the prototype quota, so it is not checked' }];
  if (groupId === null) return [];
  const result = await lookups.prototypeQuota(groupId, { signal });
  if (!result.ok) return [cannotSee(`group ${groupId}, so the prototype quota is not checked`)];
  if (result.value === null || result.value.used < result.value.allowed) return [];
  const { allowed, used } = result.value;
  // Elsewhere in this API 0 means unlimited; here it is not documented
  return [{ code: 'backend refused', severity: allowed === 0 ? 'warn' : 'block', message: `The group has used its prototype quota: ${used} of ${allowed}` }];
};

const cannotSee = (what: string): PreflightFinding => ({ code: 'no rights', severity: 'warn', message: `The API user cannot see ${what}` });
