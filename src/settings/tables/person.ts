import { z } from 'zod';

import { roles, type Role } from '../../domain/role.ts';
import { BadgeHash } from '../badge-hash.ts';
import { only } from '../values/settings-words.ts';
import { distinct, tableList, text } from '../values/value-schemas.ts';

export interface PersonSetting {
  readonly name: string;
  readonly role: Role;
  readonly badge: BadgeHash;
}

const badgeWords = 'not a line of `pacline badge`; a badge code or PIN never stands in clear in this file';

const badge = z.string(badgeWords).transform((written, context): BadgeHash => {
  const parsed = BadgeHash.parse(written);
  if (parsed.ok) return parsed.value;
  context.addIssue(badgeWords);
  return z.NEVER;
});

export const personKeys = {
  name: text('a name').describe('stands in the journal beside what this person did'),
  role: z
    .literal(roles, only('"operator", "technician" or "engineer"'))
    .describe('`operator`, `technician` or `engineer`'),
  badge: badge.describe('salted hash of the badge code or PIN, as `pacline badge` prints it'),
};

export const people = z
  .array(z.strictObject(personKeys, only('a [[person]] table')), tableList('person'))
  .superRefine(distinct<PersonSetting>('person', ['name', 'badge']));
