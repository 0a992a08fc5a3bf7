/** What a zod error function is told, as far as it matters here. */
export interface RefusedValue {
  readonly input?: unknown;
}

/** How the words begin for a key that has to be there and is not. */
export const missing = 'missing; ';

/** The words for a value that is none of what is accepted; `accepted` continues "is not …" and stands before "expected". */
export const only = (accepted: string) => ({
  error: ({ input }: RefusedValue): string =>
    input === undefined ? `${missing}${accepted} expected` : `${show(input)} is not ${accepted}`,
});

const longestShown = 40;

/** Outside values made safe to show: control characters escaped, length limited, nothing of what lists and tables hold. */
export const show = (value: unknown): string => {
  if (typeof value === 'string')
    return JSON.stringify(value.length > longestShown ? `${value.slice(0, longestShown)}…` : value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'a list';
  return value instanceof Date ? 'a date' : 'a table';
};
