import type { ContractEntity } from '../../world/entities.ts';
import type { Fields } from '../../http/fields.ts';
import type { Registry } from '../../world/registry.ts';
import { groupReference } from './group-view.ts';

/** The subscription plan of every contract of this world. @source official API description */
export const freeOrder = 0;

/** 0 as an end or a maximum means there is none. @source official API description */
export const contractView = (
  contract: ContractEntity,
  { world, fields = new Map() }: { readonly world: Registry; readonly fields?: Fields | undefined },
): Record<string, unknown> => {
  const group = world.group(contract.groupId);
  return {
    id: contract.id,
    name: contract.name,
    ...(group && { group: groupReference(group, fields.get('group')) }),
    ...(contract.projectId !== undefined && { projectId: contract.projectId }),
    maxTokens: contract.maxTokens,
    tokensInUse: contract.tokensInUse,
    tokensUsed: contract.tokensUsed,
    startTime: contract.startTime,
    activationEndTime: contract.activationEndTime,
    communicationEndTime: contract.communicationEndTime,
    tokenDuration: contract.tokenDurationMonths,
    subscriptionPlan: freeOrder,
    automaticRenewal: true,
    bidir: true,
    options: [],
  };
};
