import type { ApiUser, Group } from '../../world/entities.ts';
import { reference } from '../../http/fields.ts';

/** 2: a basic customer group. @source official API description, group types */
export const basicGroup = 2;

export const groupReference = (group: Group, asked?: readonly string[]): Record<string, unknown> =>
  reference({ id: group.id, name: group.name, type: basicGroup, level: 0 }, asked);

/** `actions`: present only when authorizations are asked for; `devices:create` is what a preflight looks for. */
export const groupView = (
  group: Group,
  options: { readonly user: ApiUser; readonly authorizations: boolean },
): Record<string, unknown> => ({
  id: group.id,
  name: group.name,
  nameCI: group.name.toLowerCase(),
  type: basicGroup,
  path: [],
  leaf: true,
  maxPrototypeAllowed: group.maxPrototypeAllowed,
  currentPrototypeCount: group.currentPrototypeCount,
  ...(options.authorizations && {
    actions: options.user.rights === 'write' ? ['devices:list', 'devices:create'] : ['devices:list'],
  }),
});
