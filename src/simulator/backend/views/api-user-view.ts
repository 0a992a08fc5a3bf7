import type { ApiUser } from '../entities.ts';
import type { Fields } from '../fields.ts';
import type { Registry } from '../registry.ts';
import { groupReference } from './group-view.ts';

/** Without the password, which nobody who lists users needs. */
export const apiUserView = (
  user: ApiUser,
  { world, fields = new Map() }: { readonly world: Registry; readonly fields?: Fields | undefined },
): Record<string, unknown> => {
  const group = world.group(user.groupId);
  return { id: user.id, name: user.name, timezone: 'Etc/UTC', ...(group && { group: groupReference(group, fields.get('group')) }) };
};
