import type { z } from 'zod';
import { PaclineError } from '../../domain/pacline-error.ts';
import type { Product } from '../../domain/product.ts';
import type { Preflight, PreflightFinding } from '../backend.ts';
import type { Reader } from './reader.ts';
import { contractReply, deviceTypeReply, groupReply } from './replies.ts';
import { contractPath, deviceTypePath, groupPath } from './requests.ts';
import { countTokens, type Contract } from './tokens.ts';

interface PreflightOptions {
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The device type must be readable; what else the API user may not see is a warning. */
export const runPreflight = async (reader: Reader, product: Product, options: PreflightOptions): Promise<Preflight> => {
  const { signal } = options;
  const result = await reader.tryRead({ kind: 'other', path: deviceTypePath(product.deviceTypeId), reply: deviceTypeReply, signal });
  if (!result.ok) {
    if (result.status === 403) throw result.error;
    throw new PaclineError('unknown device type', `The backend has no device type ${product.deviceTypeId} of product "${product.name}" that this API user can see`, {
      context: result.error.context,
      cause: result.error,
    });
  }
  const deviceType = result.value;
  const contractIds = new Set([deviceType.contract, ...(deviceType.contracts ?? [])].flatMap((contract) => contract?.id ?? []));
  const tokens = await readTokens(reader, contractIds, options);
  const prototypes = product.certification.kind === 'prototype' ? await prototypeQuota(reader, deviceType.group?.id ?? null, { signal }) : [];
  return {
    deviceTypeName: deviceType.name ?? product.deviceTypeId,
    tokensLeft: tokens.tokensLeft,
    findings: [...tokens.findings, ...prototypes],
  };
};

const readTokens = async (reader: Reader, contractIds: ReadonlySet<string>, { signal, now }: PreflightOptions) => {
  const contracts: Contract[] = [];
  const unreadable: PreflightFinding[] = [];
  for (const id of contractIds) {
    const result = await reader.tryRead({ kind: 'other', path: contractPath(id), reply: contractReply, signal });
    if (result.ok) contracts.push(toContract(id, result.value));
    else unreadable.push(cannotSee(`contract ${id}, so free tokens are not counted`));
  }
  const count = countTokens(contracts, { now, unreadable: unreadable.length });
  return { tokensLeft: count.tokensLeft, findings: [...unreadable, ...count.findings] };
};

const toContract = (id: string, reply: z.infer<typeof contractReply>): Contract => ({
  name: reply.name ?? id,
  maxTokens: reply.maxTokens ?? null,
  tokensInUse: reply.tokensInUse ?? null,
  tokensUsed: reply.tokensUsed ?? null,
  activationEndTime: reply.activationEndTime ?? null,
});

const prototypeQuota = async (reader: Reader, groupId: string | null, { signal }: { readonly signal: AbortSignal }): Promise<readonly PreflightFinding[]> => {
  if (groupId === null) return [];
  const result = await reader.tryRead({ kind: 'other', path: groupPath(groupId), reply: groupReply, signal });
  if (!result.ok) return [cannotSee(`group ${groupId}, so the prototype quota is not checked`)];
  const { maxPrototypeAllowed: most, currentPrototypeCount: current } = result.value;
  // Only some kinds of group have the two figures
  if (typeof most !== 'number' || typeof current !== 'number' || current < most) return [];
  // Elsewhere in this API 0 means unlimited; here it is not documented
  return [{ code: 'backend refused', severity: most === 0 ? 'warn' : 'block', message: `The group has used its prototype quota: ${current} of ${most}` }];
};

const cannotSee = (what: string): PreflightFinding => ({ code: 'no rights', severity: 'warn', message: `The API user cannot see ${what}` });
