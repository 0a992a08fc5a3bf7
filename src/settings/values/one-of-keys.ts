import type { z } from 'zod';

/** Whether exactly one of the keys is there; if not, it is said. */
export const exactlyOne = <Key extends string>(
  table: { readonly [Name in Key]?: unknown },
  [first, second]: readonly [Key, Key],
  context: z.RefinementCtx,
): boolean => {
  const hasFirst = table[first] !== undefined;
  if (hasFirst !== (table[second] !== undefined)) return true;
  context.addIssue(
    hasFirst
      ? `either ${first} or ${second}, never both; remove one of the two keys`
      : `missing; ${first} or ${second} expected`,
  );
  return false;
};

/** Says of keys that mean something only together with another one that they stand alone. */
export const onlyWith = <Key extends string>(
  table: { readonly [Name in Key]?: unknown },
  owner: Key,
  keys: readonly Key[],
  context: z.RefinementCtx,
): void => {
  if (table[owner] !== undefined) return;
  for (const key of keys)
    if (table[key] !== undefined)
      context.addIssue({ code: 'custom', path: [key], message: `belongs to ${owner}, which is not given` });
};
