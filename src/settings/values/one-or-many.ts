import { z } from 'zod';

import type { RefusedValue } from './settings-words.ts';

/** A list of tables, or one table alone, which is a list of one. Faults in the one table are found where it stands, not in a list. */
export const oneOrMany = <Element>(
  element: z.ZodType<Element>,
  listWords: z.core.$ZodArrayParams,
  oneWords: { readonly error: (refused: RefusedValue) => string },
) => {
  const many = z.array(element, listWords);
  return z.unknown().transform((written, context): readonly Element[] => {
    const isMany = Array.isArray(written);
    if (!isMany && (typeof written !== 'object' || written === null)) {
      context.addIssue(oneWords.error({ input: written }));
      return z.NEVER;
    }
    const checked = many.safeParse(isMany ? written : [written]);
    if (checked.success) return checked.data;
    for (const issue of checked.error.issues)
      context.issues.push({
        ...issue,
        input: issue.input,
        path: isMany ? issue.path : issue.path.slice(1),
      } as z.core.$ZodRawIssue);
    return z.NEVER;
  });
};
